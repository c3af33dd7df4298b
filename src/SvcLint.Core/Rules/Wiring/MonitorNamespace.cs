using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A ServiceMonitor whose labels fit Services that it never sees, because it looks in other namespaces. Without a namespaceSelector
/// that is every namespace but its own.
/// </summary>
public sealed class MonitorNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2009",
        Name = "monitor-other-namespace",
        Title = "A ServiceMonitor selects Services of namespaces where it does not look",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var monitor in context.Unit.OfType<ServiceMonitor>())
        {
            if (monitor is not { Namespace: { } own, Selector: { IsEmpty: false } } || monitor.AnyNamespace?.Value == true || !context.Unit.IsFullyKnown)
            {
                continue;
            }

            bool IsOfUnit(Service service) => context.Unit.ServicesNamed(service.Name ?? "").Any(s => s.Kind.Span == service.Kind.Span && s.Namespace == service.Namespace);
            var meant = context.Repository.ServicesLabelled(monitor.Selector).ToArray();
            if (meant.Length == 0 || MonitorPortMissing.Selected(meant, monitor).Any() || !meant.Any(IsOfUnit))
            {
                continue;
            }

            var service = meant.First(IsOfUnit);
            var names = monitor.MatchNames is { Count: > 0 } listed ? listed : null;
            yield return Report(
                monitor,
                names?.KeySpan ?? monitor.Selector.KeySpan,
                $"ServiceMonitor {monitor.Name} does not look in namespace {service.Namespace}, where Service {service.Name} with these labels is",
                [new RelatedSpan(service.Metadata.Namespace!.Span, "the Service's namespace")],
                effect: "Prometheus finds no target",
                help: names is null ? $"add namespaceSelector.matchNames: [{service.Namespace}]" : $"add {service.Namespace} to matchNames");
        }
    }
}
