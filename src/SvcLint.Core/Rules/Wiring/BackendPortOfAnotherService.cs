using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>An Ingress or a route whose backend's port comes from the value that is another Service's port.</summary>
public sealed class BackendPortOfAnotherService : ChartRule
{
    public const string Id = "SVC2055";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "backend-port-of-another-service",
        Title = "A backend takes its port from the value of another Service",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };
}
