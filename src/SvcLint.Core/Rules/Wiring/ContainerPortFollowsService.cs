using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A containerPort that the values set together with the Service's port, while the process listens on a port of its own.</summary>
public sealed class ContainerPortFollowsService : ChartRule
{
    public const string Id = "SVC2052";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "container-port-follows-service",
        Title = "The containerPort is the Service port of the values, but the process listens elsewhere",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };
}
