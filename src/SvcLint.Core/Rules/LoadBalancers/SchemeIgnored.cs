using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// <c>aws-load-balancer-scheme: internal</c> on a Service whose type gives it to cloud-provider-aws, which does not read the scheme:
/// the load balancer is public.
/// </summary>
public sealed class SchemeIgnored : AnnotationRule
{
    private const string Prefix = "service.beta.kubernetes.io/aws-load-balancer-";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4020",
        Name = "aws-scheme-ignored",
        Title = "The scheme of an AWS load balancer is ignored by the controller that makes it",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        SecuritySeverity = "7.0",
        Effect = "cloud-provider-aws makes a public load balancer",
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        if (service.IsLoadBalancer && service.LoadBalancerClass is null && service.Use(Prefix + "scheme") is { Value: "internal" } scheme
            && service.Use(Prefix + "type") is { Value: "nlb" } type && service.Value(Prefix + "internal") is null)
        {
            yield return Report(
                service.Service,
                scheme.Entry.Span,
                "aws-load-balancer-scheme is not read for type 'nlb'",
                [new RelatedSpan(type.Entry.Span, "controller")],
                help: "write type 'external' with aws-load-balancer-nlb-target-type, or add aws-load-balancer-internal: \"true\"");
        }
        else if (service.IsLoadBalancer && service.LoadBalancerClass is null && service.Use(Prefix + "type") is { Value: "nlb" } nlb && service.Use(Prefix + "nlb-target-type") is { Value: "ip" } target)
        {
            yield return Report(
                service.Service,
                target.Entry.Span,
                "aws-load-balancer-nlb-target-type is not read for type 'nlb'",
                [new RelatedSpan(nlb.Entry.Span, "controller")],
                effect: "cloud-provider-aws sends to node ports, not to pods",
                help: "write type 'external', with the scheme that you want");
        }
    }
}
