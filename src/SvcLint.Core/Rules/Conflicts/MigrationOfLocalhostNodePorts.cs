using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.Conflicts;

/// <summary>Images pulled from the node's loopback at a node port, which the mode to come does not serve there.</summary>
public sealed class MigrationOfLocalhostNodePorts : MigrationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8101",
        Name = "migration-loses-localhost-node-ports",
        Title = "After the move to another mode kube-proxy no longer serves node ports on localhost",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        if (!move.Before(IPFamily.IPv4).ServesLocalhostNodePorts || move.After(IPFamily.IPv4).ProxiesLocalhostNodePorts)
        {
            yield break;
        }

        foreach (var use in LocalhostNodePort.Of(context))
        {
            yield return Report(
                use.Workload,
                use.Span,
                $"{use.Image} is pulled from node port {use.Port} on localhost, which {ProxyModes.NameOf(move.To)} mode does not serve",
                [new RelatedSpan(use.NodePort, "node port")],
                effect: $"{use.Workload} can no longer pull the image",
                help: "use a registry address that the container runtime reaches, before the move");
        }
    }
}
