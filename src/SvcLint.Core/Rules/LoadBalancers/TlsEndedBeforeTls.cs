using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>The load balancer ends TLS and sends plain text to a port of the pods that expects TLS.</summary>
public sealed class TlsEndedBeforeTls : Rule
{
    private const string Aws = "service.beta.kubernetes.io/aws-load-balancer-";
    private const string DigitalOcean = "service.beta.kubernetes.io/do-loadbalancer-";
    private const string Hetzner = "load-balancer.hetzner.cloud/";

    private static readonly string[] TlsNames = ["https", "tls", "websecure", "https-proxy", "ssl"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4022",
        Name = "tls-ended-before-tls",
        Title = "A load balancer terminates TLS in front of a port that expects TLS",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the backend gets plain HTTP on its TLS port and answers 400",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => s.Spec?.Type?.Value == "LoadBalancer"))
        {
            var annotated = new AnnotatedService(service);
            foreach (var port in service.Spec!.Ports?.Items ?? [])
            {
                if (Ends(annotated, port) is not { } ending || ExpectsTls(port, context.WorkloadsBehind(service)) is not { } place)
                {
                    continue;
                }

                var plain = service.Spec.Ports!.Items.FirstOrDefault(p => p.Port?.Value == 80 || p.Name?.Value == "http");
                yield return Report(
                    service,
                    port.TargetPort?.Span ?? port.KeySpan,
                    $"the load balancer terminates TLS on port {port.Port}, but targetPort '{port.TargetPort?.Value}' expects TLS",
                    [new RelatedSpan(ending, "terminates TLS"), new RelatedSpan(place, "TLS port")],
                    help: plain?.TargetPort is { } target ? $"use targetPort: {target.Value}, or pass TLS through" : "use the pods' plain port, or pass TLS through");
            }
        }
    }

    // What says that the listener of this port ends TLS and goes on in plain text.
    private static SourceSpan? Ends(AnnotatedService service, ServicePort port)
    {
        if (service.Use(Aws + "ssl-cert") is { Value.Length: > 0 } certificate)
        {
            var protocol = service.Value(Aws + "backend-protocol")?.ToLowerInvariant();
            return protocol is not ("ssl" or "https") && IsAmong(service.Value(Aws + "ssl-ports"), port, all: true) ? certificate.Entry.Span : null;
        }

        if (service.Use(DigitalOcean + "certificate-id") is { Value.Length: > 0 } own && service.Value(DigitalOcean + "tls-passthrough") != "true")
        {
            return IsAmong(service.Value(DigitalOcean + "tls-ports"), port, all: false) || port.Port?.Value == 443 ? own.Entry.Span : null;
        }

        return service.Use(Hetzner + "protocol") is { Value: "https" } listener ? listener.Entry.Span : null;
    }

    private static bool IsAmong(string? ports, ServicePort port, bool all) =>
        string.IsNullOrEmpty(ports) || ports == "*" ? all : ports!.Split(',').Any(p => p.Trim() == port.Name?.Value || p.Trim() == port.Port?.ToString());

    private static SourceSpan? ExpectsTls(ServicePort port, IReadOnlyList<Workload> behind)
    {
        foreach (var container in behind.SelectMany(w => w.ServingContainers()))
        {
            foreach (var declared in container.Ports?.Items ?? [])
            {
                var target = PortResolution.Target(port);
                if (declared.Name is { } name && (target?.Int is { } number ? declared.Number?.Value == number : target?.String == name.Value) && Array.IndexOf(TlsNames, name.Value) >= 0)
                {
                    return name.Span;
                }
            }
        }

        return null;
    }
}
