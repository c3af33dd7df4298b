using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A probe whose host is the loopback: the kubelet connects from the node, not from inside the pod.</summary>
public sealed class ProbeHostLoopback : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2032",
        Name = "probe-host-loopback",
        Title = "A probe connects to the loopback of the node instead of the pod",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var probe in context.Unit.Workloads.SelectMany(PortProbe.Of))
        {
            if (probe.Host is { } host && (host.Value is "localhost" or "::1" || host.Value.StartsWith("127.", StringComparison.Ordinal)) && probe.Workload.PodSpec?.HostNetwork?.Value != true)
            {
                yield return Report(
                    probe.Workload,
                    host.Span,
                    $"{probe.Name} of container {probe.Container.Name} uses host {host.Value}, which is the node and not the pod",
                    [new RelatedSpan(probe.Port!.Span, "probed port")],
                    effect: $"{probe.Effect}",
                    help: "remove 'host'; the default is the pod's own address");
            }
        }
    }
}
