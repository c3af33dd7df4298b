using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>prometheus.io/port names a port on which nothing of the pods listens, as far as they tell.</summary>
public sealed class ScrapePortNotServed : Rule
{
    private const string PortKey = "prometheus.io/port";

    // Proxies that a mesh injects serve the metrics there.
    private static readonly int[] OfMeshes = [15020, 15090, 4191];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2079",
        Name = "scrape-port-not-served",
        Title = "The annotation prometheus.io/port names a port that the pods do not serve",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
        Effect = "the scrape is refused unless something listens there",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!context.Unit.IsFullyKnown)
        {
            yield break;
        }

        foreach (var workload in context.Unit.Workloads)
        {
            if (Annotated(workload.Template.Metadata?.Annotations) is var (text, number) && Find(context, workload, [workload], text, number) is { } finding)
            {
                yield return finding;
            }
        }

        foreach (var service in context.Unit.Services)
        {
            if (Annotated(service.Metadata.Annotations) is var (text, number)
                && !(service.Spec?.Ports?.Items ?? []).Any(p => p.Port?.Value == number)
                && Find(context, service, context.WorkloadsBehind(service), text, number) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private static (Located<string> Text, int Number)? Annotated(StringMap? annotations) =>
        annotations?.Find(PortKey)?.Value is { } text && annotations["prometheus.io/scrape"] == "true" && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Array.IndexOf(OfMeshes, number) < 0 ? (text, number) : null;

    private Finding? Find(RuleContext context, KubernetesObject owner, IReadOnlyList<Workload> workloads, Located<string> text, int number)
    {
        if (workloads.Count == 0 || workloads.Any(w => ListeningEvidence.Suggests(w, number, context.Unit) || !PortResolution.Declared(w).Any() || PortResolution.Declared(w).Any(p => p.Number?.Value == number || p.HostPort?.Value == number)))
        {
            return null;
        }

        // Where each process is known to listen, it is no question of declarations.
        var isSure = workloads.All(w => w.ServingContainers().All(c => ContainerListeners.Of(c, w, context.Unit).IsComplete));
        return Report(
            owner,
            text.Span,
            $"{PortKey} is {number}, but {PortNames.Of(workloads)} declares {PortNames.Declared(workloads)}",
            [new RelatedSpan(PortNames.PlaceOf(workloads[0]), "container ports")],
            isSure ? Severity.Warning : null,
            help: $"write the port that serves the metrics, or declare containerPort {number}");
    }
}
