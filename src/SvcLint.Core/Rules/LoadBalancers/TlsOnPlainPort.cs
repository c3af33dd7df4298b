using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A certificate without <c>ssl-ports</c>, or with all of them, puts TLS on every listener, the one for plain HTTP too.</summary>
public sealed class TlsOnPlainPort : AnnotationRule
{
    private const string Prefix = "service.beta.kubernetes.io/aws-load-balancer-";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4023",
        Name = "aws-tls-on-plain-port",
        Title = "An AWS load balancer speaks TLS on the port for plain HTTP, too",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "plain HTTP and its redirect to HTTPS do not work",
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        if (!service.IsLoadBalancer || service.Use(Prefix + "ssl-cert") is not { Value.Length: > 0 } certificate)
        {
            yield break;
        }

        var listed = service.Use(Prefix + "ssl-ports");
        var ports = service.Service.Spec?.Ports?.Items ?? [];
        var plain = ports.FirstOrDefault(p => p.Port?.Value == 80 || (p.Name?.Value is "http" or "web" && p.Port?.Value != 443));
        var secure = ports.FirstOrDefault(p => p.Port?.Value == 443 || p.Name?.Value is "https" or "websecure");
        if (plain is null || secure is null || (listed is not null && listed.Value is not ("*" or "") && !listed.Value.Split(',').Any(p => p.Trim() == plain.Port?.ToString() || p.Trim() == plain.Name?.Value)))
        {
            yield break;
        }

        yield return Report(
            service.Service,
            (listed ?? certificate).Entry.Span,
            listed is null ? $"the certificate without ssl-ports puts TLS on port {plain.Port}, too" : $"ssl-ports '{listed.Value}' puts TLS on port {plain.Port}, too",
            [new RelatedSpan(plain.KeySpan, "port for plain HTTP")],
            help: $"set aws-load-balancer-ssl-ports: \"{secure.Name?.Value ?? secure.Port?.ToString()}\"");
    }
}
