using SvcLint.Emulation;
using SvcLint.Emulation.Nftables;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>iptables mode drops packets of state INVALID, which hides a defect of older kernels and breaks asymmetric routes; nftables mode does not.</summary>
public sealed class MigrationOfConntrackWorkaround : MigrationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8108",
        Name = "migration-changes-invalid-packets",
        Title = "After the move to another mode kube-proxy treats packets of conntrack state INVALID differently",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        var (now, then) = (DropsInvalid(move, move.From), DropsInvalid(move, move.To));
        foreach (var configuration in now == then ? [] : context.Unit.KubeProxyConfigurations)
        {
            var liberal = configuration.Conntrack?.TcpBeLiberal;
            if (liberal?.Value != true)
            {
                yield return Report(
                    configuration,
                    (liberal?.Span) ?? (configuration.Mode ?? configuration.Kind).Span,
                    $"{ProxyModes.NameOf(move.To)} mode {(then ? "drops" : "does not drop")} forwarded packets of conntrack state INVALID; {ProxyModes.NameOf(move.From)} mode {(now ? "does" : "does not")}",
                    effect: then
                        ? "connections whose answers take another route break"
                        : "on kernels before 6.1 a packet that conntrack does not know may reset a long-lived connection",
                    help: then
                        ? "set conntrack.tcpBeLiberal: true if the cluster has such routes"
                        : "set conntrack.tcpBeLiberal: true if iptables_ct_state_invalid_dropped_packets_total grows today");
            }
        }
    }

    private static bool DropsInvalid(Migration move, ProxyMode mode) =>
        mode == ProxyMode.Iptables || (mode == ProxyMode.Nftables && NftablesLayout.Of(move.Version).DropsInvalid);
}
