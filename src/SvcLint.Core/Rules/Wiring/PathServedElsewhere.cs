using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A probe or a scrape asks a port for a path that the application serves at its management port alone.</summary>
public sealed class PathServedElsewhere : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2060",
        Name = "path-served-at-other-port",
        Title = "A probe or a scrape uses a path at a port where the application does not serve it",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!context.Unit.IsFullyKnown)
        {
            yield break;
        }

        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var container in workload.ServingContainers())
            {
                foreach (var probe in ((string Name, Probe? Probe)[])[("liveness", container.LivenessProbe), ("readiness", container.ReadinessProbe), ("startup", container.StartupProbe)])
                {
                    if (probe.Probe?.HttpGet is { Host: null, Path: { } path, Port: { } port }
                        && Number(workload, port.Value) is { } number && Elsewhere(context, workload, container, path.Value, number) is { } listener)
                    {
                        yield return Report(workload, container, port.Span, $"the {probe.Name} probe", path.Value, number, listener, "the probe fails: the path is not found there");
                    }
                }
            }
        }

        foreach (var target in ScrapeTarget.All(context))
        {
            var path = target.Path?.Value ?? "/metrics";
            foreach (var workload in target.Pods)
            {
                foreach (var container in workload.ServingContainers())
                {
                    if (target.Port(workload) is { } number && Elsewhere(context, workload, container, path, number) is { } listener)
                    {
                        yield return Report(target.Owner, container, target.Place, target.What, path, number, listener, "scrapes fail: the path is not found there");
                    }
                }
            }
        }
    }

    private static int? Number(Workload workload, IntOrString port) => port.String is { } name ? PortResolution.Named(workload, name, "TCP")?.Number?.Value : port.Int;

    // The port must be one on which the same program listens for the rest: what other containers serve is not known.
    private static Listener? Elsewhere(RuleContext context, Workload workload, Container container, string path, int port)
    {
        var known = ContainerListeners.Of(container, workload, context.Unit).Listeners;
        return known.FirstOrDefault(l => l.Purpose == ListenerPurpose.Management && l.Port != port && l.Paths.Any(p => IsBelow(path, p))) is { } listener
            && known.Any(l => l.Port == port && l.Purpose != ListenerPurpose.Management) ? listener : null;
    }

    private static bool IsBelow(string path, string start) => path.StartsWith(start, StringComparison.Ordinal) && (path.Length == start.Length || path[start.Length] is '/' or '?');

    private Finding Report(KubernetesObject owner, Container container, SourceSpan place, string who, string path, int port, Listener listener, string effect) => Report(
        owner,
        place,
        $"{who} requests '{path}' from port {port}, but container {container.Name?.Value} serves it on {listener.Port}",
        [new RelatedSpan(listener.Span, listener.What)],
        effect: effect,
        help: $"use port {listener.Port}");
}
