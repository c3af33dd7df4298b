using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>Host ports that clash or cannot hold.</summary>
public sealed class InvalidHostPort : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1123",
        Name = "invalid-host-port",
        Title = "Host ports of a pod clash, or differ from the container port although the pod uses the host network",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.HostPort;

    protected override string Advice => "omit hostPort with hostNetwork; otherwise give each container port its own";
}
