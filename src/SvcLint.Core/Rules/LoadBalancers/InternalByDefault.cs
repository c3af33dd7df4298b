using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>The AWS Load Balancer Controller makes internal load balancers unless the scheme says otherwise; a public name is asked for this one.</summary>
public sealed class InternalByDefault : AnnotationRule
{
    private const string Prefix = "service.beta.kubernetes.io/aws-load-balancer-";
    private const string PublicName = "external-dns.alpha.kubernetes.io/hostname";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4027",
        Name = "aws-internal-by-default",
        Title = "A load balancer of the AWS Load Balancer Controller is internal, because no scheme is written",
        Category = Category.LoadBalancers,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
        Effect = "the controller makes an internal load balancer: clients from outside do not reach it",
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        var type = service.Use(Prefix + "type");
        if (service.IsLoadBalancer && (type is { Value: "external" or "nlb-ip" } || service.LoadBalancerClass == "service.k8s.aws/nlb")
            && service.Value(Prefix + "scheme") is null && service.Value(Prefix + "internal") is null && service.Service.Metadata.Annotations?.Find(PublicName) is { Value: { } name })
        {
            yield return Report(
                service.Service,
                type?.Entry.Span ?? name.Span,
                $"no scheme is written, so the load balancer of {name.Value} is internal",
                [new RelatedSpan(name.Span, "name for clients")],
                help: $"add {Prefix}scheme: internet-facing, or 'internal' where that is meant");
        }
    }
}
