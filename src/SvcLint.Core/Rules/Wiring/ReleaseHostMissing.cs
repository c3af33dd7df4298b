using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>An address or a reference that a template makes of the release's name, where the release has no Service of that name.</summary>
public sealed class ReleaseHostMissing : ChartRule
{
    public const string Id = "SVC2059";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "release-host-missing",
        Title = "An address with the release's name is no Service of the release",
        Effect = "the name does not resolve",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };
}
