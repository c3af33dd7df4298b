using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A ServiceMonitor whose selector matches no Service while one of its name has the port that it scrapes: Prometheus finds no target and says nothing.</summary>
public sealed class MonitorSelectsNoService : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2045",
        Name = "monitor-selects-no-service",
        Title = "A ServiceMonitor selects no Service, though one is meant",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "Prometheus finds no target",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var monitor in context.Unit.OfType<ServiceMonitor>())
        {
            if (monitor.Selector is not { IsEmpty: false, MatchLabels: { Count: > 0 } labels } || !context.Unit.IsFullyKnown
                || context.Repository.ServicesLabelled(monitor.Selector).Any())
            {
                continue;
            }

            if (Candidates(context.Unit, monitor, labels).FirstOrDefault(s => IsMeant(monitor, s)) is { } service)
            {
                var pair = labels.Entries.First(l => service.Metadata.Labels?[l.Key.Value] != l.Value.Value);
                var has = service.Metadata.Labels?.Find(pair.Key.Value);
                yield return Report(
                    monitor,
                    pair.Value.Span,
                    $"'{pair.Key.Value}: {pair.Value.Value}' matches no Service; Service {service.Name} has {(has is null ? "no such label" : $"'{has.Key.Value}: {has.Value.Value}'")}",
                    [new RelatedSpan(has?.Value.Span ?? service.Metadata.Labels?.KeySpan ?? service.NameSpan, "Service labels")],
                    help: has is null ? $"add '{pair.Key.Value}: {pair.Value.Value}' to the labels of Service {service.Name}" : $"write '{has.Key.Value}: {has.Value.Value}'");
            }
            else if (context.IsClosedWorld)
            {
                yield return Report(monitor, monitor.Selector.Span, $"the selector of ServiceMonitor {monitor.Name} matches no Service of the input", help: "correct the selector");
            }
        }
    }

    // Of many Services those whose names are near, and those whose selectors say the same.
    private static IEnumerable<Service> Candidates(DeploymentUnit unit, ServiceMonitor monitor, StringMap labels) => unit.Services.Count <= NameNeighbours.Many
        ? unit.Services
        : unit.ServicesNamedLike(monitor.Name ?? "").Concat(unit.Lookup.Services.Selecting(labels)).OrderBy(s => s.Span);

    // It has the port, and its name or its pods' labels are those that the monitor is about.
    private static bool IsMeant(ServiceMonitor monitor, Service service)
    {
        var names = (monitor.Endpoints?.Items ?? []).Select(e => e.Port?.Value).OfType<string>().ToArray();
        var looks = monitor.AnyNamespace?.Value == true
            || (monitor.MatchNames is { Count: > 0 } listed ? service.Namespace is null || listed.Items.Any(n => n.Value == service.Namespace) : NamespaceComparer.MayBeSame(service.Namespace, monitor.Namespace));
        return looks && names.Length > 0 && names.All(n => ServicePorts.HasName(service, n)) && monitor.Name is { } name && service.Name is { } own
            && (own == name || own.StartsWith(name + "-", StringComparison.Ordinal) || name.StartsWith(own + "-", StringComparison.Ordinal)
                || LabelMatching.Selects(monitor.Selector, service.Spec?.Selector));
    }
}
