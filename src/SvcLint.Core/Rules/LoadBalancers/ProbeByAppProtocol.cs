using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// On Azure, appProtocol http or https makes the load balancer probe the path "/" over HTTP. A backend that does not answer 200 there is
/// never used.
/// </summary>
public sealed class ProbeByAppProtocol : Rule
{
    private const string Prefix = "service.beta.kubernetes.io/";
    private const string Path = "azure-load-balancer-health-probe-request-path";

    // Ingress controllers answer a host that they do not know with 404.
    private static readonly string[] Controllers = ["ingress-nginx", "nginx-ingress", "ingress-controller", "kubernetes-ingress", "traefik", "kong", "contour", "haproxy-ingress", "apisix"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4021",
        Name = "azure-probe-path",
        Title = "appProtocol makes Azure probe a path that the backend does not serve",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the health probe fails and the load balancer sends nothing",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => s.Spec is { Type.Value: "LoadBalancer" } spec && spec.ExternalTrafficPolicy?.Value != "Local"))
        {
            var annotations = service.Metadata.Annotations;
            if (!IsAzure(context, service) || annotations?.Find(Prefix + Path) is not null || annotations?.Find(Prefix + "azure-load-balancer-health-probe-protocol") is { Value.Value: var protocol } && string.Equals(protocol, "tcp", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var port in service.Spec!.Ports?.Items ?? [])
            {
                if (port is { AppProtocol: { Value: "http" or "https" or "HTTP" or "HTTPS" } said, Port: { } number } && annotations?.Find($"{Prefix}port_{number.Value}_health-probe_request-path") is null
                    && annotations?.Find($"{Prefix}port_{number.Value}_health-probe_protocol") is null && annotations?.Find($"{Prefix}port_{number.Value}_no_probe_rule") is null
                    && Backend(context.WorkloadsBehind(service)) is var (place, note, path))
                {
                    yield return Report(
                        service,
                        said.Span,
                        $"appProtocol '{said.Value}' makes Azure probe '/' on port {number.Value}",
                        [new RelatedSpan(place, note)],
                        help: $"set {Path} to '{path}'");
                }
            }
        }
    }

    private static bool IsAzure(RuleContext context, Service service) =>
        context.Facts.Provider == Azure.Provider || AnnotationQueries.Clouds(new AnnotatedService(service)) is [{ Key: var only }] && only == Azure.Provider;

    // What shows that "/" is not answered with 200: the pods' own probe asks elsewhere, or an ingress controller is behind.
    private static (Text.SourceSpan Place, string Note, string Path)? Backend(IReadOnlyList<Workload> workloads)
    {
        foreach (var container in workloads.SelectMany(w => w.ServingContainers()))
        {
            var path = (container.ReadinessProbe ?? container.LivenessProbe)?.HttpGet?.Path;
            if (container.Image is { } image && Controllers.Any(c => image.Value.IndexOf(c, StringComparison.Ordinal) >= 0))
            {
                return (image.Span, "answers '/' with 404", path?.Value is { Length: > 1 } own ? own : "/healthz");
            }

            if (path is { Value.Length: > 1 })
            {
                return (path.Span, "the pods' own probe", path.Value);
            }
        }

        return null;
    }
}
