using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Conflicts;

/// <summary>Settings of kube-proxy that the mode of today reads and the one to come does not.</summary>
public sealed class MigrationOfSettings : MigrationRule
{
    private const string Remove = "remove the line after the move";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8105",
        Name = "migration-drops-setting",
        Title = "A setting of kube-proxy is not read in the new mode",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            foreach (var setting in Settings(configuration, move.To))
            {
                if (setting.ReadBy.Contains(move.From) && !setting.ReadBy.Contains(move.To))
                {
                    yield return Report(
                        configuration,
                        setting.Span,
                        $"{setting.Text} is not read in {ProxyModes.NameOf(move.To)} mode, which {setting.Instead}",
                        severity: setting.Matters ? null : Severity.Info,
                        help: setting.Repair);
                }
            }
        }
    }

    // Those that are written with another value than the default, and not yet in the section of the mode to come.
    private static IEnumerable<Setting> Settings(KubeProxyConfiguration written, ProxyMode to)
    {
        ProxyMode[] masquerading = [ProxyMode.Iptables, ProxyMode.Ipvs];
        ProxyMode[] iptables = [ProxyMode.Iptables], ipvs = [ProxyMode.Ipvs], nftables = [ProxyMode.Nftables];
        var (own, other) = to == ProxyMode.Nftables ? ("nftables", written.Nftables?.MasqueradeAll) : ("iptables", written.Iptables?.MasqueradeAll);
        var otherBit = to == ProxyMode.Nftables ? written.Nftables?.MasqueradeBit : written.Iptables?.MasqueradeBit;
        foreach (var (section, all, bit, readBy) in new[]
        {
            ("iptables", written.Iptables?.MasqueradeAll, written.Iptables?.MasqueradeBit, masquerading),
            ("nftables", written.Nftables?.MasqueradeAll, written.Nftables?.MasqueradeBit, nftables),
        })
        {
            if (all is { Value: true } && other?.Value != true)
            {
                yield return new Setting(section + ".masqueradeAll true", all.Span, readBy, $"reads {own}.masqueradeAll", $"set {own}.masqueradeAll too, or cluster IP connections are no longer masqueraded", Matters: true);
            }

            if (bit is { Value: not 14 } && otherBit?.Value != bit.Value)
            {
                yield return new Setting($"{section}.masqueradeBit {bit.Value}", bit.Span, readBy, $"reads {own}.masqueradeBit (now {otherBit?.Value ?? 14})", $"set {own}.masqueradeBit too", Matters: true);
            }
        }

        if (written.Iptables?.LocalhostNodePorts is { IsDefault: false } localhost)
        {
            yield return new Setting("iptables.localhostNodePorts", localhost.Span, iptables, "never serves node ports on localhost", Remove);
        }

        if (written.Ipvs?.Scheduler is { Value.Length: > 0 } scheduler)
        {
            yield return new Setting("ipvs.scheduler " + scheduler.Value, scheduler.Span, ipvs, "chooses endpoints at random", Remove, Matters: scheduler.Value != "rr");
        }

        foreach (var (name, field) in new[] { ("strictARP", written.Ipvs?.StrictARP?.Span), ("excludeCIDRs", written.Ipvs?.ExcludeCIDRs?.KeySpan), ("tcpTimeout", written.Ipvs?.TcpTimeout?.Span), ("tcpFinTimeout", written.Ipvs?.TcpFinTimeout?.Span), ("udpTimeout", written.Ipvs?.UdpTimeout?.Span) })
        {
            if (field is { } span)
            {
                yield return new Setting("ipvs." + name, span, ipvs, "has nothing like it", Remove);
            }
        }

        foreach (var (section, period, readBy) in new[]
        {
            ("iptables.syncPeriod", written.Iptables?.SyncPeriod, iptables), ("iptables.minSyncPeriod", written.Iptables?.MinSyncPeriod, iptables),
            ("ipvs.syncPeriod", written.Ipvs?.SyncPeriod, ipvs), ("ipvs.minSyncPeriod", written.Ipvs?.MinSyncPeriod, ipvs),
            ("nftables.syncPeriod", written.Nftables?.SyncPeriod, nftables), ("nftables.minSyncPeriod", written.Nftables?.MinSyncPeriod, nftables),
        })
        {
            // 0s stands for the default in most files, because tools write every field.
            if (period is { Value.Length: > 0 } && period.Value != "0s")
            {
                yield return new Setting($"{section} {period.Value}", period.Span, readBy, $"reads its own section, {ProxyModes.NameOf(to)}", $"set it in section {ProxyModes.NameOf(to)}, if the default does not fit");
            }
        }
    }

    private sealed record Setting(string Text, SourceSpan Span, ProxyMode[] ReadBy, string Instead, string Repair, bool Matters = false);
}
