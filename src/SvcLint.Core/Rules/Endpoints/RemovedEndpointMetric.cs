using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

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
                    var at = Find(expression.Value, metric);
                    // "… or kube_endpoint_address{…}" serves old and new alike.
                    if (at >= 0 && Find(expression.Value, "kube_endpoint_address") < 0)
                    {
                        yield return Report(
                            rule,
                            OneLine(expression, at, metric),
                            $"{metric} was removed in kube-state-metrics 2.14",
                            effect: "the expression has no value, and an alert on it never fires",
                            help: $"use kube_endpoint_address with label ready: '{(metric == Removed[0] ? "false" : "true")}'");
                    }
                }
            }
        }
    }

    // The first place of a metric's whole name; -1 where there is none.
    private static int Find(string expression, string metric)
    {
        var at = -1;
        while ((at = expression.IndexOf(metric, at + 1, StringComparison.Ordinal)) >= 0)
        {
            var end = at + metric.Length;
            if ((at == 0 || !IsPartOfName(expression[at - 1])) && (end == expression.Length || !IsPartOfName(expression[end])))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsPartOfName(char c) => c is '_' or ':' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    // An expression may be a block scalar of many lines; its first line stands for it where the place inside is hidden.
    private static SourceSpan OneLine(Located<string> expression, int at, string metric)
    {
        var span = expression.Part(at, at + metric.Length);
        if (span != expression.Span)
        {
            return span;
        }

        var inside = expression.Span.Text.IndexOf(metric, StringComparison.Ordinal);
        return inside < 0 ? span : span.Source.Span(span.Start + inside, span.Start + inside + metric.Length);
    }
}
