using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>An expression over a metric of kube-proxy that a later version splits by IP family.</summary>
public sealed class UpgradeChangesMetric : UpgradeRule
{
    private const string Label = "ip_family";

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
        Title = "A metric of kube-proxy has other labels after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        if (!move.Crosses(KubeProxyChecks.MetricsByFamily))
        {
            yield break;
        }

        foreach (var (about, text) in ConfiguredMetrics.In(context.Unit))
        {
            if (about is not PrometheusRule || text.Value.IndexOf(Label, StringComparison.Ordinal) >= 0)
            {
                continue;
            }

            foreach (var metric in Split)
            {
                if (MetricMention.Find(text, metric) is { } place)
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
}
