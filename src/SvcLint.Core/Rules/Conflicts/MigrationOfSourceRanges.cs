using SvcLint.Emulation;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>Source ranges that an external IP walks past in iptables mode alone: the move opens the address, or closes it.</summary>
public sealed class MigrationOfSourceRanges : MigrationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8110",
        Name = "migration-changes-source-ranges",
        Title = "After the move to another mode source ranges apply to an address that they did not restrict before, or no longer do",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
        SecuritySeverity = "7.5",
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        if (move.From != ProxyMode.Iptables && move.To != ProxyMode.Iptables)
        {
            yield break;
        }

        foreach (var (service, port, address, vip) in ExternalIPBypassesSourceRanges.Bypasses(move.Proxy))
        {
            var ranges = string.Join(", ", port.SourceRanges.Select(r => r.Text));
            var change = move.To == ProxyMode.Iptables
                ? $"{ProxyModes.NameOf(move.From)} mode allows {ranges} only, iptables mode will allow everybody"
                : $"iptables mode allows all clients, {ProxyModes.NameOf(move.To)} mode will allow {ranges} only";
            yield return Report(
                service,
                address.Cause.Span,
                $"{address.IP} is both the load balancer IP and an external IP of Service {service.Name}",
                [new RelatedSpan(vip, "load balancer IP"), new RelatedSpan(port.SourceRanges[0].Cause.Span, "source ranges")],
                move.To == ProxyMode.Iptables ? null : Severity.Info,
                effect: change,
                help: move.To == ProxyMode.Iptables ? "remove it from externalIPs before the move" : "add the ranges of clients that must stay");
        }
    }
}
