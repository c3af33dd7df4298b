using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>ipvs mode binds the addresses of Services to kube-ipvs0 on every node; no other mode does.</summary>
public sealed class MigrationOfServiceAddresses : MigrationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8104",
        Name = "migration-binds-service-addresses",
        Title = "After the move to another mode external and load balancer IPs are bound to every node, or no longer are",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        var services = context.Unit.Services.Where(s => s.Spec is { } spec && (spec.Type?.Value == "LoadBalancer" || spec.ExternalIPs is { Count: > 0 })).ToArray();
        if (services.Length == 0)
        {
            yield break;
        }

        var names = Migration.NamesOf(services);
        if (move.From == ProxyMode.Ipvs)
        {
            yield return Report(
                services[0],
                services[0].NameSpan,
                $"{ProxyModes.NameOf(move.To)} mode does not bind the addresses of {names} to the nodes, as ipvs mode does",
                severity: Severity.Info,
                effect: "nodes no longer answer ping or ARP for them, and no program on a node can listen on them",
                help: "check what announces the addresses, and what monitors them by ping");
        }
        else if (move.To == ProxyMode.Ipvs && move.Proxy.Configuration?.Ipvs?.StrictARP?.Value != true)
        {
            var announces = context.Repository.HasGroup("metallb.io") || context.Facts.Provider == MetalLB.Provider;
            var configuration = context.Unit.KubeProxyConfigurations is [var written, ..] ? written : null;
            yield return Report(
                configuration ?? (KubernetesObject)services[0],
                configuration is null ? services[0].NameSpan : (configuration.Mode ?? configuration.Kind).Span,
                $"ipvs mode binds the addresses of {names} to kube-ipvs0 on every node",
                configuration is null ? [] : [new RelatedSpan(services[0].NameSpan, "has such an address")],
                announces ? null : Severity.Info,
                effect: $"every node answers ARP for them{(announces ? ", whichever node MetalLB chose" : "")}",
                help: "set ipvs.strictARP: true where MetalLB or kube-vip announces addresses on layer 2");
        }
    }
}
