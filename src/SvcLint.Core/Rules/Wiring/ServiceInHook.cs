using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A Service that Helm makes as a hook, in front of pods that are part of the release.</summary>
public sealed class ServiceInHook : ChartRule
{
    public const string Id = "SVC2056";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "service-in-hook",
        Title = "A Service of the release is a Helm hook",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };
}
