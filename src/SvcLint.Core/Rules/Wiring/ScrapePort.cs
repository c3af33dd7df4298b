using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// prometheus.io/port names one port while another one is called metrics. A convention, not an API: a scraper finds what the annotation
/// names, so only a port that the same object calls something else is worth a word.
/// </summary>
public sealed class ScrapePort : Rule
{
    private const string PortKey = "prometheus.io/port";

    private static readonly string[] MetricsWords = ["metrics", "prometheus", "exporter", "telemetry", "monitoring"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2024",
        Name = "scrape-port-not-metrics",
        Title = "The annotation prometheus.io/port names another port than the one called metrics",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (Contradiction(service.Metadata.Annotations, Ports(context, service)) is var (annotation, named, metrics))
            {
                yield return Report(service, annotation, named, metrics);
            }
        }

        foreach (var workload in context.Unit.Workloads)
        {
            if (Contradiction(workload.Template.Metadata?.Annotations, [.. PortResolution.Declared(workload).Select(Of)]) is var (annotation, named, metrics))
            {
                yield return Report(workload, annotation, named, metrics);
            }
        }
    }

    private static (Located<string> Annotation, NamedPort Named, NamedPort Metrics)? Contradiction(StringMap? annotations, IReadOnlyList<NamedPort> ports)
    {
        if (annotations?.Find(PortKey) is not { } entry || annotations["prometheus.io/scrape"] != "true" || !int.TryParse(entry.Value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var metrics = ports.FirstOrDefault(p => p.IsForMetrics);
        var named = ports.FirstOrDefault(p => p.Name is not null && p.Numbers.Contains(number));
        return metrics is null || named is null || ports.Any(p => p.IsForMetrics && p.MayBe(number)) ? null : (entry.Value, named, metrics);
    }

    private Finding Report(KubernetesObject item, Located<string> annotation, NamedPort named, NamedPort metrics)
    {
        var isHttp = named.SpeaksHttp ? "the metrics are missing unless that port serves them" : "that port does not speak HTTP, so the metrics are missing";
        return Report(
            item,
            annotation.Span,
            $"prometheus.io/port is {annotation.Value}, port '{named.Name}'; port '{metrics.Name}' is {metrics.Text}",
            [new RelatedSpan(metrics.Span, $"port {metrics.Name}"), new RelatedSpan(named.Span, "annotated port")],
            severity: named.SpeaksHttp ? null : Severity.Warning,
            effect: isHttp,
            help: $"write {metrics.Text}");
    }

    // Prometheus goes to the pod: the Service's own number counts only because it may be the pod's as well.
    private static NamedPort[] Ports(RuleContext context, Service service)
    {
        var workloads = context.WorkloadsBehind(service);
        return [.. (service.Spec?.Ports?.Items ?? []).Select(p => Of(p, workloads))];
    }

    private static NamedPort Of(ServicePort port, IReadOnlyList<Workload> workloads)
    {
        var target = PortResolution.Target(port);
        var numbers = target?.String is { } name
            ? [.. workloads.Select(w => PortResolution.Named(w, name, PortResolution.Protocol(port))?.Number?.Value)]
            : new[] { target?.Int };
        var isKnown = numbers.Length > 0 && numbers.All(n => n is not null);
        return new NamedPort(port.Name?.Value, [port.Port?.Value, .. numbers], isKnown, PortResolution.Protocol(port), port.KeySpan);
    }

    private static NamedPort Of(ContainerPort port) => new(port.Name?.Value, [port.Number?.Value], true, PortResolution.Protocol(port), port.KeySpan);

    private sealed record NamedPort(string? Name, IReadOnlyList<int?> Numbers, bool IsKnown, string Protocol, SourceSpan Span)
    {
        private string[] Words => (Name ?? "").Split('-');

        public bool IsForMetrics => MetricsWords.Any(Words.Contains);

        public bool SpeaksHttp => Protocol == "TCP" && !Words.Contains("grpc");

        public string Text => $"{Numbers[Numbers.Count - 1]}";

        /// <summary>False only when every number that the port has is another one.</summary>
        public bool MayBe(int number) => !IsKnown || Numbers.Contains(number);
    }
}
