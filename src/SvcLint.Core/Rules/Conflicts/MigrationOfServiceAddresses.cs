using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Findings;
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
                $"In ipvs mode every node holds the addresses of {names} on kube-ipvs0; {Migration.NameOf(move.To)} mode binds none. Nodes then no longer answer ping or ARP for them, and a program on the node that listens on such an address cannot start. Check what announces the addresses and what monitors them by ping",
                severity: Severity.Info);
        }
        else if (move.To == ProxyMode.Ipvs && move.Proxy.Configuration?.Ipvs?.StrictARP?.Value != true)
        {
            var announces = context.Repository.HasGroup("metallb.io") || context.Facts.Provider == CloudProvider.MetalLB;
            var configuration = context.Unit.KubeProxyConfigurations is [var written, ..] ? written : null;
            yield return Report(
                configuration ?? (KubernetesObject)services[0],
                configuration is null ? services[0].NameSpan : (configuration.Mode ?? configuration.Kind).Span,
                $"{Migration.NameOf(move.From)} mode binds no address; ipvs mode binds those of {names} to kube-ipvs0 on every node, which then all answer ARP for them{(announces ? ", so that MetalLB's choice of one node no longer holds" : "")}. Set ipvs.strictARP to true where MetalLB or kube-vip announces addresses on layer 2",
                configuration is null ? [] : [new RelatedSpan(services[0].NameSpan, "has such an address")],
                announces ? null : Severity.Info);
        }
    }
}
