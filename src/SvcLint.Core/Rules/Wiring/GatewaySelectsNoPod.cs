using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>An Istio Gateway whose selector matches no gateway pod, while the input has one with other labels.</summary>
public sealed class GatewaySelectsNoPod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2073",
        Name = "istio-gateway-selects-no-pod",
        Title = "An Istio Gateway selects no pod, though a gateway is deployed",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "no gateway opens the port; connections are refused",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var gateways = new Lazy<Workload?>(() => context.Repository.Workloads.FirstOrDefault(w => IsGateway(w) && context.Repository.MayMeet(context.Unit, w)));
        foreach (var gateway in context.Unit.OfType<OtherObject>().Where(o => o is { Group: "networking.istio.io", Kind.Value: "Gateway", Node: not null }))
        {
            var selector = MappingReader.Of(gateway.Node!).Nested("spec")?.StringMap("selector");
            if (selector is not { Count: > 0 } || context.Repository.WorkloadCandidates(selector).Any(w => LabelMatching.Selects(selector, w.PodLabels)))
            {
                continue;
            }

            // A gateway that some other chart installs is not in the files; one of the files counts when nothing else fits.
            if (gateways.Value is { } pods)
            {
                var pair = selector.Entries.First(e => pods.PodLabels?[e.Key.Value] != e.Value.Value);
                var label = pods.PodLabels?.Find(pair.Key.Value) ?? pods.PodLabels?.Find("istio") ?? (pods.PodLabels is { Count: > 0 } labels ? labels.Entries[0] : null);
                yield return Report(
                    gateway,
                    pair.Value.Span,
                    $"'{pair.Key.Value}: {pair.Value.Value}' matches no pod; the gateway {pods.Kind.Value} {pods.Name} has {(label is null ? "no labels" : $"'{label.Key.Value}: {label.Value.Value}'")}",
                    [new RelatedSpan(label?.Value.Span ?? pods.NameSpan, "gateway pods")],
                    help: label is null ? null : $"write '{label.Key.Value}: {label.Value.Value}'");
            }
        }
    }

    private static bool IsGateway(Workload workload) =>
        workload.Template.Metadata?.Annotations?["inject.istio.io/templates"] == "gateway"
        || (workload.PodLabels?["istio"] is { } role && (role.IndexOf("ingress", StringComparison.Ordinal) >= 0 || role.IndexOf("gateway", StringComparison.Ordinal) >= 0))
        || (workload.ServingContainers().Any(c => c.Name?.Value == "istio-proxy" && c.Args?.Items.Any(a => a.Value == "router") == true));
}
