using SvcLint.Findings;

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

    protected override string Advice => "With hostNetwork leave hostPort out; otherwise give each container port a host port of its own, or none";
}
