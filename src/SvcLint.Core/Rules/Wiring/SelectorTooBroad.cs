using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A selector that matches several workloads of which some serve the Service's ports and others declare different ones. Every pod counts
/// as an endpoint, so part of the connections go to pods that do not answer.
/// </summary>
public sealed class SelectorTooBroad : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2043",
        Name = "selector-too-broad",
        Title = "A Service also selects pods that do not serve its port",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "some connections go to pods that do not listen on the port",
    };

    private const int MostRelated = 20;

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var known = new Dictionary<IReadOnlyList<Workload>, SelectorCrowd>();
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { Selector: { Count: > 0 } selector, Ports: { Count: > 0 } ports } || !context.Unit.IsFullyKnown)
            {
                continue;
            }

            var behind = context.Unit.WorkloadsBehind(service);
            if (!known.TryGetValue(behind, out var crowd))
            {
                known.Add(behind, crowd = new SelectorCrowd(context, service, behind));
            }

            // Variants of one workload are meant to be behind one Service; those of one name replace each other.
            if (crowd.Names.Count < 2)
            {
                continue;
            }

            if (crowd.TwinOf(service) is { } twin)
            {
                // The one slip is told once, at the first of the two.
                if (twin.Span.CompareTo(service.Span) < 0)
                {
                    continue;
                }

                yield return Report(
                    service,
                    selector.KeySpan,
                    $"Services {service.Name} and {twin.Name} have the same selector, which matches the pods of both",
                    [new RelatedSpan(twin.Spec!.Selector!.KeySpan, "the same selector"), .. crowd.Workloads.Take(MostRelated).Select(w => new RelatedSpan(w.PodLabels?.KeySpan ?? w.NameSpan, $"pods of {w.Name}"))],
                    confidence: Confidence.Medium,
                    effect: "some connections go to the pods of the other one",
                    help: "give each workload a label of its own, and select it");
                continue;
            }

            if (crowd.Others is { Count: > 0 } others && IsOfGenerator(selector))
            {
                yield return Report(
                    service,
                    selector.KeySpan,
                    $"selector of Service {service.Name} also matches {Names(others)}, another application",
                    [.. crowd.Workloads.Take(5).Select(w => new RelatedSpan(w.PodLabels?.KeySpan ?? w.NameSpan, $"pods of {w.Name}"))],
                    confidence: Confidence.Medium,
                    effect: "some connections go to the pods of the other one",
                    help: "add app.kubernetes.io/name to the selector");
                continue;
            }

            var (strangers, serving) = crowd.Split(ports.Items, ServicePorts.IsHeadless(service));
            if (strangers.Count == 0 || serving is null)
            {
                continue;
            }

            var own = serving.PodLabels?.Entries.FirstOrDefault(l => selector.Find(l.Key.Value) is null && strangers.All(s => s.PodLabels?[l.Key.Value] != l.Value.Value));
            yield return Report(
                service,
                selector.KeySpan,
                $"selector of Service {service.Name} also matches {Names(strangers)}, which {(strangers.Any(s => PortResolution.Declared(s).Any()) ? $"declares {PortNames.Declared(strangers)}" : "serves no port")}",
                [.. strangers.Take(MostRelated).Select(s => new RelatedSpan(s.PodLabels?.KeySpan ?? s.NameSpan, "also selected")), new RelatedSpan(serving.NameSpan, "serves the port")],
                help: own is null ? "add a label to the selector that only the serving pods have" : $"add '{own.Key.Value}: {own.Value.Value}' to the selector");
        }
    }

    // "control-plane: controller-manager" is what a generator writes for every operator.
    private static bool IsOfGenerator(StringMap selector) =>
        selector.Entries.All(e => e.Key.Value is "control-plane" or "component" or "tier" or "role" or "app.kubernetes.io/component" or "app.kubernetes.io/managed-by");

    private static string Names(IReadOnlyList<Workload> workloads) => workloads.Count == 1 ? PortNames.Of(workloads) : $"{PortNames.Of([workloads[0]])} and {workloads.Count - 1} more";
}
