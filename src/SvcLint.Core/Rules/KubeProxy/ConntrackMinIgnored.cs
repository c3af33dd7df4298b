using SvcLint.Findings;

namespace SvcLint.Rules.KubeProxy;

/// <summary>conntrack.min beside maxPerCore 0: the kernel's limit stays as it is.</summary>
public sealed class ConntrackMinIgnored : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7019",
        Name = "conntrack-min-ignored",
        Title = "conntrack.min has no effect while maxPerCore is 0",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (configuration.Conntrack is { MaxPerCore: { Value: 0 } perCore, Min: { Value: > 0 } least })
            {
                yield return Report(
                    configuration,
                    least.Span,
                    $"conntrack.min {least.Value} has no effect: maxPerCore 0 leaves the node's own limit as it is, whatever min says. Set maxPerCore to 1 for min alone to count, or take min out",
                    [new RelatedSpan(perCore.Span, "turned off here")]);
            }
        }
    }
}
