using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>An expression over a metric of kube-proxy that a later version splits by IP family, or no longer writes in the cluster's mode.</summary>
public sealed class UpgradeChangesMetric : UpgradeRule
{
    private const string Label = "ip_family";
    private const string IptablesFailures = "kubeproxy_sync_proxy_rules_iptables_restore_failures_total";
    private const string NftablesFailures = "kubeproxy_sync_proxy_rules_nftables_sync_failures_total";

    private static readonly string[] Split =
    [
        "kubeproxy_network_programming_duration_seconds", "kubeproxy_sync_full_proxy_rules_duration_seconds", "kubeproxy_sync_partial_proxy_rules_duration_seconds",
        "kubeproxy_sync_proxy_rules_duration_seconds", "kubeproxy_sync_proxy_rules_iptables_last", "kubeproxy_sync_proxy_rules_iptables_partial_restore_failures_total",
        "kubeproxy_sync_proxy_rules_iptables_restore_failures_total", "kubeproxy_sync_proxy_rules_iptables_total", "kubeproxy_sync_proxy_rules_last_queued_timestamp_seconds",
        "kubeproxy_sync_proxy_rules_last_timestamp_seconds", "kubeproxy_sync_proxy_rules_nftables_cleanup_failures_total", "kubeproxy_sync_proxy_rules_nftables_sync_failures_total",
        "kubeproxy_sync_proxy_rules_no_local_endpoints_total",
    ];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8125",
        Name = "upgrade-changes-metric",
        Title = "A metric of kube-proxy has other labels or another name after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        var isRenamed = move.Crosses(KubeProxyChecks.NftablesMetrics) && context.Proxy is { Mode: ProxyMode.Nftables };
        foreach (var (about, text) in ConfiguredMetrics.In(move.Arrived.Unit).Where(m => m.About is PrometheusRule))
        {
            if (isRenamed && MetricMention.Find(text, IptablesFailures) is { } failures && MetricMention.IndexOf(text.Value, NftablesFailures) < 0)
            {
                yield return Report(
                    about,
                    failures,
                    $"{IptablesFailures} is not written in nftables mode since {KubeProxyChecks.NftablesMetrics}",
                    severity: Severity.Warning,
                    effect: "the expression has no value, and an alert on it never fires",
                    help: $"add 'or {NftablesFailures}'");
                continue;
            }

            if (!move.Crosses(KubeProxyChecks.MetricsByFamily) || text.Value.IndexOf(Label, StringComparison.Ordinal) >= 0)
            {
                continue;
            }

            foreach (var metric in Split)
            {
                if (MetricMention.Find(text, metric) is { } place && !IsMerged(text.Value, metric))
                {
                    yield return Report(
                        about,
                        place,
                        $"{metric} has a series for each IP family since {KubeProxyChecks.MetricsByFamily}",
                        effect: "a dual-stack node gives two values, and a match with another metric by equal labels fails",
                        help: $"aggregate: max without ({Label}) of a time, sum of a count");
                }
            }
        }
    }

    // The families are put together as the help says already.
    private static bool IsMerged(string expression, string metric) =>
        MetricAggregation.Around(expression, MetricMention.IndexOf(expression, metric)) is { } merged
        && (metric.EndsWith("timestamp_seconds", StringComparison.Ordinal) ? merged is "max" or "min" : merged is "sum");
}
