using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A ServiceMonitor endpoint by a port name that no selected Service has: Prometheus finds no target and says nothing.</summary>
public sealed class MonitorPortMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2013",
        Name = "monitor-port-missing",
        Title = "A ServiceMonitor scrapes a port name that the Services it selects do not have",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var monitor in context.Unit.OfType<ServiceMonitor>())
        {
            var services = Selected(context.Unit.Lookup.Services.Labelled(monitor.Selector), monitor).ToArray();
            if (services.Length == 0 || !context.Unit.IsFullyKnown || services.Any(s => !ServicePorts.AreKnown(s)))
            {
                continue;
            }

            foreach (var endpoint in monitor.Endpoints?.Items ?? [])
            {
                if (endpoint.Port is { Value.Length: > 0 } port && !services.Any(s => ServicePorts.HasName(s, port.Value)))
                {
                    var isNumber = int.TryParse(port.Value, out var number) && services.Any(s => ServicePorts.HasNumber(s, number));
                    yield return Report(
                        monitor,
                        port.Span,
                        $"port '{port.Value}' is not a port name of Service {services[0].Name} (it has: {ServicePorts.Text(services[0])})",
                        [new RelatedSpan(services[0].Spec!.Ports!.KeySpan, "Service ports")],
                        effect: "Prometheus finds no target",
                        help: isNumber ? "use the name of a Service port; 'port' does not take a number" : "use the name of a Service port");
                }
            }
        }
    }

    /// <summary>The Services whose labels a monitor selects, in a namespace where it may look.</summary>
    internal static IEnumerable<Service> Selected(IEnumerable<Service> services, ServiceMonitor monitor) => services.Where(s =>
        LabelMatching.Selects(monitor.Selector, s.Metadata.Labels)
        && (monitor.AnyNamespace?.Value == true
            || (monitor.MatchNames is { Count: > 0 } names
                ? s.Namespace is null || names.Items.Any(n => n.Value == s.Namespace)
                : NamespaceComparer.MayBeSame(s.Namespace, monitor.Namespace))));
}
