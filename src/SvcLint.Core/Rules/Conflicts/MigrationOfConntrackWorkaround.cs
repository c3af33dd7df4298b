using System.Globalization;
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
        Title = "After the move to another mode kube-proxy treats packets of conntrack state INVALID in another way",
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
                var (what, repair) = then
                    ? ("drops forwarded packets of conntrack state INVALID, so connections whose answers take another route break", "Set conntrack.tcpBeLiberal to true if the cluster has such routes")
                    : ("lets them through, so on kernels before 6.1 a long-lived connection may be reset by a packet that conntrack does not recognise", "Set conntrack.tcpBeLiberal to true if kube-proxy's metric iptables_ct_state_invalid_dropped_packets_total counts up today");
                yield return Report(
                    configuration,
                    (liberal?.Span) ?? (configuration.Mode ?? configuration.Kind).Span,
                    string.Format(
                        CultureInfo.InvariantCulture,
                        then ? "{0} mode leaves packets of conntrack state INVALID alone; {1} mode {2}. {3}" : "{0} mode drops forwarded packets of conntrack state INVALID; {1} mode {2}. {3}",
                        Migration.NameOf(move.From),
                        Migration.NameOf(move.To),
                        what,
                        repair));
            }
        }
    }

    private static bool DropsInvalid(Migration move, ProxyMode mode) =>
        mode == ProxyMode.Iptables || (mode == ProxyMode.Nftables && NftablesLayout.Of(move.Version).DropsInvalid);
}
