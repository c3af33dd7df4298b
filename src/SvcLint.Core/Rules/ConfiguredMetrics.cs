using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules;

/// <summary>Where manifests name metrics: expressions of rules, patterns of relabellings.</summary>
internal static class ConfiguredMetrics
{
    public static IEnumerable<(KubernetesObject About, Located<string> Text)> In(DeploymentUnit unit)
    {
        foreach (var rule in unit.OfType<PrometheusRule>())
        {
            foreach (var expression in rule.Expressions)
            {
                yield return (rule, expression);
            }
        }

        foreach (var monitor in unit.OfType<ServiceMonitor>())
        {
            foreach (var pattern in monitor.Endpoints?.Items.SelectMany(e => e.MetricPatterns) ?? [])
            {
                yield return (monitor, pattern);
            }
        }
    }
}
