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
                    $"conntrack.min {least.Value} is ignored while maxPerCore is 0",
                    [new RelatedSpan(perCore.Span, "turned off")],
                    effect: "the node keeps its own limit",
                    help: "set maxPerCore to 1 for min alone to count, or remove min");
            }
        }
    }
}
