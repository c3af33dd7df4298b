using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A Service that selected pods before a change and selects none after it: the workload is deleted, or its labels or the selector changed.</summary>
public sealed class ChangeLeavesNoPods : UpdateRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2121",
        Name = "change-leaves-no-pods",
        Title = "A change takes from a Service the pods that it selected",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, EarlierState earlier)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is { Selector: { Count: > 0 } selector } spec && spec.Type?.Value != "ExternalName"
                && !SelectorMatchesNoPod.IsAnswered(context, service, selector)
                && earlier.Find(context.Unit, service) is Service before
                && earlier.WorkloadsBehind(before).FirstOrDefault() is { } workload
                && ChangeWords.IsSurelyGone(context, earlier, workload)
                && SelectorMatchesNoPod.EvidenceFor(context, service, selector) is null)
            {
                yield return Report(context, service, selector, before, workload);
            }
        }
    }

    private Finding Report(RuleContext context, Service service, StringMap selector, Service before, Workload workload)
    {
        var pods = $"{workload.Kind.Value} {workload.Name}";
        var effect = $"Service {service.Name} has no endpoints; connections are refused";
        var text = SelectorMatchesNoPod.Text(selector);
        if (!context.Repository.HasWorkload(workload.Name!, workload.Namespace))
        {
            return Report(service, selector.KeySpan, $"selector {text} matches no pod; this change deletes {pods}", [ChangeWords.Deleted(workload)], effect: effect,
                help: $"keep {pods}, or delete Service {service.Name} and what references it");
        }

        return SelectorMatchesNoPod.Text(before.Spec!.Selector!) == text
            ? Report(service, selector.KeySpan, $"selector {text} matches no pod; this change takes the label from {pods}", [new RelatedSpan(Label(workload, selector), "label before")], effect: effect,
                help: $"select a label that the pods of {pods} have")
            : Report(service, selector.KeySpan, $"selector {text} matches no pod; before this change it selected {pods}", [new RelatedSpan(before.Spec.Selector!.KeySpan, "selector before")], effect: effect,
                help: $"select a label that the pods of {pods} have");
    }

    private static SourceSpan Label(Workload workload, StringMap selector) =>
        workload.PodLabels?.Find(selector.Entries[0].Key.Value)?.Value.Span ?? workload.NameSpan;
}
