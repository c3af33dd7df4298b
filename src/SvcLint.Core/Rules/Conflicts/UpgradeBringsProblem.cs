using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>A problem that a later version makes of what works today.</summary>
public sealed class UpgradeBringsProblem : UpgradeFinding
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8122",
        Name = "upgrade-brings-problem",
        Title = "What works today breaks after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override bool IsOwn(Finding finding) => !UpgradeRejectsObject.Holds(finding) && !UpgradeDeprecates.Holds(finding) && finding.Rule.Id != UpgradeChangesNodePorts.ToldHere;
}
