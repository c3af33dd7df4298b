using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>An API, field, annotation or mode that is deprecated or gone on the way, or of which the API server begins to warn.</summary>
public sealed class UpgradeDeprecates : UpgradeFinding
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8121",
        Name = "upgrade-deprecates",
        Title = "Something is deprecated or gone after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override bool IsOwn(Finding finding) => Holds(finding);

    internal static bool Holds(Finding finding) => finding.Api is { Type: "Warning" } || (finding.Api is null && IsDeprecation(finding.Rule.Id));

    // SVC12xx, a deprecated mode, and metrics that are no longer written.
    private static bool IsDeprecation(string rule) => rule.StartsWith("SVC12", StringComparison.Ordinal) || rule is "SVC7005" or "SVC7024" or "SVC6014";
}
