using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A probe by the name of a port that its container does not have.</summary>
public sealed class ProbePortNameMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2030",
        Name = "probe-port-name-missing",
        Title = "A probe uses a port name that its container does not define",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var probe in context.Unit.Workloads.SelectMany(PortProbe.Of))
        {
            if (probe.Port is not { Value.String: { Length: > 0 } name } port || probe.Container.Ports?.Items.Any(p => p.Name?.Value == name) == true)
            {
                continue;
            }

            if (!context.Unit.IsFullyKnown)
            {
                context.Silent(this, "the unit is not fully known", port.Span);
                continue;
            }

            var names = (probe.Container.Ports?.Items ?? []).Select(p => p.Name?.Value).OfType<string>().ToArray();
            yield return Report(
                probe.Workload,
                port.Span,
                $"{probe.Name} uses port '{name}', which container {probe.Container.Name} does not define (it has: {(names.Length == 0 ? "no named port" : string.Join(", ", names))})",
                [new RelatedSpan(probe.Container.Ports?.KeySpan ?? probe.Container.Name?.Span ?? probe.Container.KeySpan, "container ports")],
                effect: $"the probe always fails: {probe.Effect}",
                help: "use a port name of this container, or a number");
        }
    }
}
