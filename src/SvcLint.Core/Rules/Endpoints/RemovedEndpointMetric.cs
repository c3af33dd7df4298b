using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Endpoints;

/// <summary>An alert or recording on an endpoint metric that kube-state-metrics removed in 2.14: it never has a value again.</summary>
public sealed class RemovedEndpointMetric : Rule
{
    private static readonly string[] Removed = ["kube_endpoint_address_not_ready", "kube_endpoint_address_available"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6014",
        Name = "removed-endpoint-metric",
        Title = "A PrometheusRule uses an endpoint metric that kube-state-metrics no longer has",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var rule in context.Unit.OfType<PrometheusRule>())
        {
            foreach (var expression in rule.Expressions)
            {
                foreach (var metric in Removed)
                {
                    // "… or kube_endpoint_address{…}" serves old and new alike.
                    if (MetricMention.Find(expression, metric) is { } place && MetricMention.IndexOf(expression.Value, "kube_endpoint_address") < 0)
                    {
                        yield return Report(
                            rule,
                            place,
                            $"{metric} was removed in kube-state-metrics 2.14",
                            effect: "the expression has no value, and an alert on it never fires",
                            help: $"use kube_endpoint_address with label ready: '{(metric == Removed[0] ? "false" : "true")}'");
                    }
                }
            }
        }
    }
}
