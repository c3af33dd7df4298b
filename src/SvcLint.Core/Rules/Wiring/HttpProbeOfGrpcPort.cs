using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>The kubelet probes a port over HTTP/1.1 that is named for gRPC, or whose Service says so: most gRPC servers do not answer.</summary>
public sealed class HttpProbeOfGrpcPort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2083",
        Name = "http-probe-of-grpc-port",
        Title = "An httpGet probe uses a port that speaks gRPC",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the kubelet speaks HTTP/1.1, which such servers refuse, so the probe fails",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var probe in PortProbe.Of(workload))
            {
                var http = new[] { probe.Container.ReadinessProbe, probe.Container.LivenessProbe, probe.Container.StartupProbe }.Select(p => p?.HttpGet).FirstOrDefault(h => h?.Port is { } port && probe.Port is { } own && port.Span == own.Span);
                if (http is not null && probe.Port is { } written && Declared(probe.Container, written.Value) is { } port && Says(context, workload, port) is var (span, what))
                {
                    yield return Report(
                        workload,
                        written.Span,
                        $"{probe.Name} sends HTTP/1.1 to port {written.Value}, {what}",
                        span.Equals(written.Span) ? null : [new RelatedSpan(span, "protocol")],
                        help: "use a grpc probe, or the port that serves health over HTTP");
                }
            }
        }
    }

    private static ContainerPort? Declared(Container container, IntOrString port) =>
        (container.Ports?.Items ?? []).FirstOrDefault(p => port.Int is { } number ? p.Number?.Value == number : p.Name?.Value == port.String);

    // Only where nothing names the port for HTTP as well: one port may serve both.
    private static (Text.SourceSpan Span, string What)? Says(RuleContext context, Workload workload, ContainerPort port)
    {
        if (port.Name is { } name && IsGrpc(name.Value))
        {
            return (name.Span, "which is named for gRPC");
        }

        foreach (var service in context.Unit.Services.Where(s => LabelMatching.Selects(s.Spec?.Selector, workload) && NamespaceComparer.MayBeSame(s.Namespace, workload.Namespace)))
        {
            foreach (var own in (service.Spec?.Ports?.Items ?? []).Where(p => PortResolution.Target(p) is { } target && (target.Int is { } number ? number == port.Number?.Value : target.String == port.Name?.Value)))
            {
                if (own.AppProtocol is { Value: "grpc" } protocol)
                {
                    return (protocol.Span, $"appProtocol {protocol.Value}");
                }
            }
        }

        return null;
    }

    private static bool IsGrpc(string name) => name is "grpc" || (name.StartsWith("grpc-", StringComparison.Ordinal) && name.IndexOf("http", StringComparison.Ordinal) < 0 && name.IndexOf("web", StringComparison.Ordinal) < 0);
}
