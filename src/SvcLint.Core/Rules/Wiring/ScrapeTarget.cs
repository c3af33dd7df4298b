using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>Pods that Prometheus is told to scrape, by a monitor or by annotations.</summary>
/// <param name="Owner">What says so.</param>
/// <param name="Place">Where it says the port.</param>
/// <param name="What">The same for people.</param>
/// <param name="Pods">Whose pods are scraped.</param>
/// <param name="Port">The port on a workload's pods; null where it is not known.</param>
/// <param name="Path">Where it says the path; null for /metrics.</param>
internal sealed record ScrapeTarget(KubernetesObject Owner, SourceSpan Place, string What, IReadOnlyList<Workload> Pods, Func<Workload, int?> Port, Located<string>? Path)
{
    private const string PortKey = "prometheus.io/port";
    private const string PathKey = "prometheus.io/path";

    public static IEnumerable<ScrapeTarget> All(RuleContext context) => OfServiceMonitors(context).Concat(OfPodMonitors(context)).Concat(OfAnnotations(context));

    private static IEnumerable<ScrapeTarget> OfServiceMonitors(RuleContext context)
    {
        foreach (var monitor in context.Unit.OfType<ServiceMonitor>())
        {
            foreach (var service in MonitorPortMissing.Selected(context.Unit.Lookup.Services.Labelled(monitor.Selector), monitor))
            {
                foreach (var endpoint in (monitor.Endpoints?.Items ?? []).Where(e => e.Port is not null))
                {
                    if (service.Spec?.Ports?.Items.FirstOrDefault(p => p.Name?.Value == endpoint.Port!.Value) is { } port)
                    {
                        yield return new ScrapeTarget(monitor, endpoint.Port!.Span, $"ServiceMonitor {monitor.Name}", context.WorkloadsBehind(service), w => PolicyReach.TargetNumber(port, w), endpoint.Path);
                    }
                }
            }
        }
    }

    private static IEnumerable<ScrapeTarget> OfPodMonitors(RuleContext context)
    {
        foreach (var monitor in context.Unit.OfType<OtherObject>().Select(PodMonitor.Of).OfType<PodMonitor>())
        {
            var pods = context.Unit.WorkloadCandidates(monitor.Selector?.MatchLabels).Where(w => monitor.Selector is { } selector && LabelMatching.Selects(selector, w.PodLabels) && monitor.MayLookInto(w.Namespace)).ToArray();
            foreach (var port in pods.Length == 0 ? [] : monitor.Ports)
            {
                yield return new ScrapeTarget(monitor.Owner, port.Span, $"PodMonitor {monitor.Owner.Name}", pods, w => PortResolution.Named(w, port.Value, "TCP")?.Number?.Value, null);
            }
        }
    }

    private static IEnumerable<ScrapeTarget> OfAnnotations(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            if (Annotated(workload, workload.Template.Metadata?.Annotations, [workload]) is { } target)
            {
                yield return target;
            }
        }

        foreach (var service in context.Unit.Services)
        {
            // Prometheus goes to the pods at this number; who writes the Service's own means what it leads to.
            if (Annotated(service, service.Metadata.Annotations, context.WorkloadsBehind(service)) is { } target)
            {
                yield return target with { Port = w => service.Spec?.Ports?.Items.FirstOrDefault(p => p.Port?.Value == target.Port(w)) is { } port ? PolicyReach.TargetNumber(port, w) : target.Port(w) };
            }
        }
    }

    private static ScrapeTarget? Annotated(KubernetesObject owner, StringMap? annotations, IReadOnlyList<Workload> pods) =>
        annotations?.Find(PortKey)?.Value is { } text && annotations["prometheus.io/scrape"] == "true" && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ScrapeTarget(owner, text.Span, $"{PortKey} of {owner.Kind.Value} {owner.Name}", pods, _ => number, annotations.Find(PathKey)?.Value)
            : null;
}
