using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A probe of a number that no container of the pod declares while this one declares others. Legal and common, so Info.</summary>
public sealed class ProbePortUndeclared : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2031",
        Name = "probe-port-undeclared",
        Title = "A probe uses a port number that no container of the pod declares",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    // Two probes that agree on a number tell that something listens there.
    private static bool IsConfirmed(PortProbe probe) =>
        PortProbe.Of(probe.Workload).Any(p => p.Container == probe.Container && p.Name != probe.Name && p.Port?.Value == probe.Port?.Value);

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var probe in context.Unit.Workloads.SelectMany(w => PortProbe.Of(w).Where(p => !IsConfirmed(p))))
        {
            if (probe is not { Port: { Value.Int: { } number } port, Host: null }
                || probe.Container.Ports is not { Count: > 0 } ports
                || PortResolution.Declared(probe.Workload).Any(p => p.Number?.Value == number))
            {
                continue;
            }

            if (!context.Unit.IsFullyKnown || ListeningEvidence.HasInjectedContainers(probe.Workload) || ListeningEvidence.IsConfigured(probe.Workload, number, context.Unit))
            {
                context.Silent(this, "something suggests that the process listens there", port.Span);
                continue;
            }

            yield return Report(
                probe.Workload,
                port.Span,
                $"{probe.Name} of container {probe.Container.Name} uses port {number}; the pod declares {PortNames.Declared([probe.Workload])}",
                [new RelatedSpan(ports.KeySpan, "container ports")],
                effect: $"if nothing listens on {number}, {probe.Effect}",
                help: $"use a port that the container serves, or declare {number}");
        }
    }
}
