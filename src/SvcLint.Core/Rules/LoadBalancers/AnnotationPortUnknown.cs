using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>An annotation that names a port which the Service does not have.</summary>
public sealed class AnnotationPortUnknown : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4108",
        Name = "annotation-port-unknown",
        Title = "A load balancer annotation names a port that the Service does not have",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    protected override bool NeedsWholeService => true;

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        foreach (var (use, port, span) in AnnotationQueries.UnknownPorts(service))
        {
            var ports = service.Service.Spec!.Ports!;
            yield return Report(
                service.Service,
                span,
                $"{Short(use.Entry.Key.Value)} names port {port}; Service {service.Service.Name} has {string.Join(", ", ports.Items.Select(p => p.Port?.ToString()))}",
                [new RelatedSpan(ports.KeySpan, "ports")],
                effect: "the setting applies to no listener, or the controller rejects the Service",
                help: "use one of the Service's ports (port, not targetPort)");
        }
    }
}
