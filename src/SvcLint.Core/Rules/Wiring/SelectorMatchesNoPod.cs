using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A Service whose selector matches no pod although a workload shows what it was meant for. Without such evidence the pods may come
/// from an operator, a chart or another repository, and nothing is said.
/// </summary>
public sealed class SelectorMatchesNoPod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2001",
        Name = "selector-matches-no-pod",
        Title = "A Service's selector matches the labels of no pod",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { Selector: { Count: > 0 } selector } spec || spec.Type?.Value == "ExternalName" || IsAnswered(context, service, selector))
            {
                continue;
            }

            if (selector.Entries.Any(p => SelectorEvidence.IsOperatorKey(p.Key.Value)) || !context.Unit.IsFullyKnown)
            {
                context.Silent(this, "the pods may be made by something that is not in the manifests", selector.KeySpan);
                continue;
            }

            if (EvidenceFor(context, service, selector) is { } evidence)
            {
                yield return Report(service, evidence);
            }
            else if (context.Facts.ClosedWorld)
            {
                yield return Report(service, selector.KeySpan, $"selector {Text(selector)} matches no pod template of the input", severity: Severity.Warning,
                    effect: $"Service {service.Name} has no endpoints; connections are refused",
                    help: ClosedWorld.SelectorHelp);
            }
            else
            {
                context.Silent(this, "no workload shows what the selector was meant for", selector.KeySpan);
            }
        }
    }

    internal static bool IsAnswered(RuleContext context, Service service, StringMap selector) =>
        context.Repository.Externals.DeclaresPod(selector)
        || context.Unit.WorkloadsBehind(service).Count > 0
        || context.Repository.WorkloadsBehind(service).Count > 0;

    internal static SelectorEvidence? EvidenceFor(RuleContext context, Service service, StringMap selector)
    {
        SelectorEvidence? best = null;
        foreach (var workload in context.Unit.WorkloadsNear(service))
        {
            var candidate = NamespaceComparer.Compare(workload.Namespace, service.Namespace) == NamespaceComparison.Different
                ? OtherNamespace(service, selector, workload)
                : SelectorEvidence.Find(selector, workload, IsSameName(service, workload));
            if (candidate is not null && (best is null || candidate.Kind < best.Kind) && IsPlausible(context, service, candidate))
            {
                best = candidate;
            }
        }

        return best;
    }

    // A workload that another Service of the same port already serves needs more than a similar label.
    private static bool IsPlausible(RuleContext context, Service service, SelectorEvidence evidence) =>
        evidence.IsStrong || IsSameName(service, evidence.Workload) || evidence.Kind == EvidenceKind.ExtraPair
        || (context.Unit.Services.Count <= NameNeighbours.Many
            ? !context.Unit.Services.Any(s => s != service && LabelMatching.Selects(s.Spec?.Selector, evidence.Workload.PodLabels))
            : context.Unit.ServicesInFront([evidence.Workload]).All(s => s == service));

    private static SelectorEvidence? OtherNamespace(Service service, StringMap selector, Workload workload) =>
        service.Namespace is not null && workload.Namespace is not null && LabelMatching.Selects(selector, workload)
            ? new SelectorEvidence(EvidenceKind.OtherNamespace, workload, selector.Entries[0], null)
            : null;

    private static bool IsSameName(Service service, Workload workload) => Stem(service.Name) is { } name && name == Stem(workload.Name);

    private static string? Stem(string? name)
    {
        foreach (var suffix in (string[])["-service", "-svc", "-srv", "-deployment", "-deploy", "-app", "-headless"])
        {
            if (name is not null && name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name.Substring(0, name.Length - suffix.Length);
            }
        }

        return name;
    }

    private Finding Report(Service service, SelectorEvidence evidence)
    {
        var workload = $"{evidence.Workload.Kind.Value} {evidence.Workload.Name}";
        var pair = $"{evidence.Pair.Key.Value}: {evidence.Pair.Value.Value}";
        var (message, help, span, note) = evidence.Kind switch
        {
            EvidenceKind.Slip or EvidenceKind.OtherKey when evidence.Label!.Key.Value != evidence.Pair.Key.Value =>
                ($"selector '{pair}' matches no pod; {workload} has the label key '{evidence.Label.Key.Value}'", $"write '{evidence.Label.Key.Value}'", evidence.Pair.Key.Span, "pod label"),
            EvidenceKind.ObjectLabelsOnly =>
                ($"selector '{pair}' is a label of {workload} itself, not of its pods{PodLabel(evidence)}", "add the label to spec.template.metadata.labels, or select a label of the pods", evidence.Pair.Value.Span, "pod labels"),
            EvidenceKind.OtherNamespace =>
                ($"Service {service.Name} is in namespace {service.Namespace}; the pods it selects, of {workload}, are in {evidence.Workload.Namespace}", "use one namespace for both; a Service selects pods of its own namespace only", service.Metadata.Namespace!.Span, "pods' namespace"),
            EvidenceKind.ExtraPair =>
                ($"selector '{pair}' matches no pod; {workload} has the other labels, but no '{evidence.Pair.Key.Value}'", "remove the pair, or add the label to the pod template", evidence.Pair.Key.Span, "pod labels"),
            _ => ($"selector '{pair}' matches no pod; {workload} has '{evidence.Label!.Key.Value}: {evidence.Label.Value.Value}'", $"write '{evidence.Label.Key.Value}: {evidence.Label.Value.Value}'", evidence.Pair.Value.Span, "pod label"),
        };
        return Report(
            service,
            span,
            message,
            [new RelatedSpan(Place(evidence), note)],
            evidence.IsStrong ? Severity.Error : Severity.Warning,
            evidence.IsStrong ? Confidence.High : Confidence.Medium,
            effect: $"Service {service.Name} has no endpoints; connections are refused",
            help: help) with
        { Fixes = Fixes(evidence) };
    }

    // Where one word is wrong, in the key or in the value.
    private static IReadOnlyList<Fix> Fixes(SelectorEvidence evidence) => evidence is not { Label: { } label, Pair: var pair, Kind: not EvidenceKind.ObjectLabelsOnly } ? []
        : label.Key.Value != pair.Key.Value ? label.Value.Value == pair.Value.Value ? ValueFix.Replace(pair.Key.Span, pair.Key.Value, label.Key.Value) : []
        : ValueFix.Replace(pair.Value.Span, pair.Value.Value, label.Value.Value);

    private static string PodLabel(SelectorEvidence evidence) =>
        evidence.Label is { } label ? $" (they have '{label.Key.Value}: {label.Value.Value}')" : "";

    private static SourceSpan Place(SelectorEvidence evidence) => evidence.Kind == EvidenceKind.OtherNamespace
        ? evidence.Workload.Metadata.Namespace!.Span
        : evidence.Label?.Value.Span ?? evidence.Workload.PodLabels?.KeySpan ?? evidence.Workload.NameSpan;

    internal static string Text(StringMap selector) => "'" + string.Join(", ", selector.Entries.Select(p => $"{p.Key.Value}: {p.Value.Value}")) + "'";
}
