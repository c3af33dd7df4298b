using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>An expression over a metric that kube-proxy writes in the mode as it is alone.</summary>
public sealed class MigrationLosesMetrics : MigrationRule
{
    private const string SyncFailures = "kubeproxy_sync_proxy_rules_nftables_sync_failures_total";
    private const string RestoreFailures = "kubeproxy_sync_proxy_rules_iptables_restore_failures_total";

    // Metric, and what tells the same in nftables mode.
    private static readonly (string Metric, string? InNftables)[] OfIptables =
    [
        (RestoreFailures, SyncFailures), ("kubeproxy_sync_proxy_rules_iptables_partial_restore_failures_total", SyncFailures),
        ("kubeproxy_sync_proxy_rules_iptables_last", null), ("kubeproxy_sync_proxy_rules_iptables_total", null),
        ("kubeproxy_iptables_ct_state_invalid_dropped_packets_total", null), ("kubeproxy_iptables_localhost_nodeports_accepted_packets_total", null),
    ];

    private static readonly (string Metric, string? InIptables)[] OfNftables =
        [(SyncFailures, RestoreFailures), ("kubeproxy_sync_proxy_rules_nftables_cleanup_failures_total", null)];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8128",
        Name = "migration-loses-metric",
        Title = "After the move to another mode kube-proxy no longer writes a metric",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        var lost = move.To == ProxyMode.Nftables ? OfIptables : move.From == ProxyMode.Nftables ? OfNftables : [];
        foreach (var (about, text) in ConfiguredMetrics.In(context.Unit).Where(m => m.About is PrometheusRule))
        {
            foreach (var (metric, other) in lost)
            {
                if (MetricMention.Find(text, metric) is { } place && (other is null || MetricMention.IndexOf(text.Value, other) < 0))
                {
                    yield return Report(
                        about,
                        place,
                        $"kube-proxy does not write {metric} in {ProxyModes.NameOf(move.To)} mode",
                        effect: "the expression has no value, and an alert on it never fires",
                        help: other is null ? "remove the expression after the move" : $"add 'or {other}'");
                }
            }
        }
    }
}
