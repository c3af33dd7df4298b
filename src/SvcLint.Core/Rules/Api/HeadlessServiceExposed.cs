using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>clusterIP None together with a type that needs a cluster IP.</summary>
public sealed class HeadlessServiceExposed : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1112",
        Name = "headless-service-exposed",
        Title = "A headless Service has type NodePort or LoadBalancer",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Headless;

    protected override string Advice => "choose one of the two: headless, or reachable from outside";
}
