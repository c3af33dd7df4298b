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
        if (!move.Before(IPFamily.IPv4).ServesLocalhostNodePorts || move.After(IPFamily.IPv4).ServesLocalhostNodePorts)
        {
            yield break;
        }

        foreach (var use in LocalhostNodePort.Of(context))
        {
            yield return Report(
                use.Workload,
                use.Span,
                $"{use.Workload} pulls {use.Image} from node port {use.Port} of Service {use.Service.Name} over the node's loopback. {Migration.NameOf(move.From)} mode serves node ports there, {Migration.NameOf(move.To)} mode does not: the image can no longer be pulled. Before the move, name a registry that the container runtime reaches by an address of the node",
                [new RelatedSpan(use.NodePort, "node port here")]);
        }
    }
}
