using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>An object that the API server takes today and refuses after the upgrade, or a configuration with which kube-proxy no longer starts.</summary>
public sealed class UpgradeRejectsObject : UpgradeFinding
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8120",
        Name = "upgrade-rejects-object",
        Title = "An object is rejected after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Error,
    };

    protected override bool IsOwn(Finding finding) => Holds(finding);

    // The refusal of a workload's pods carries no verdict on the workload; flags of kube-proxy are no field of an object.
    internal static bool Holds(Finding finding) =>
        finding.Api is { Type: not "Warning" } || finding is { Severity: Severity.Error, Rule.Category: Category.Api } || finding.Rule.Id == "SVC7025";
}
