using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// A Network Load Balancer of UDP ports alone that checks its targets at the port of the traffic: health checks are TCP, and node ports of
/// UDP answer no TCP. With externalTrafficPolicy Local the controller checks the health check node port instead.
/// </summary>
public sealed class NlbUdpHealthCheck : AnnotationRule
{
    private const string Prefix = "service.beta.kubernetes.io/aws-load-balancer-";

    private static readonly string[] Types = ["external", "nlb", "nlb-ip"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4037",
        Name = "nlb-udp-health-check",
        Title = "A Network Load Balancer checks a UDP port by TCP",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Effect = "every target is unhealthy; connections go to dead targets as well as to live ones",
    };

    protected override bool NeedsWholeService => true;

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        if (service.IsLoadBalancer && service.Use(Prefix + "type") is { } type && Array.IndexOf(Types, type.Value) >= 0 && SendsToNodes(service, type.Value)
            && service.Service.Spec is { Ports: { Count: > 0 } ports } spec && spec.ExternalTrafficPolicy?.Value != "Local"
            && ports.Items.All(p => PortResolution.Protocol(p) == "UDP") && service.Value(Prefix + "healthcheck-port") is null or "traffic-port")
        {
            yield return Report(
                service.Service,
                type.Entry.Span,
                $"Service {service.Service.Name} has UDP ports alone, and its load balancer checks them by TCP",
                [new RelatedSpan(ports[0].Protocol?.Span ?? ports[0].KeySpan, "UDP")],
                help: "set aws-load-balancer-healthcheck-port to a port that answers TCP on the nodes");
        }
    }

    // A pod may answer TCP at the number of its UDP port; a node port of UDP does not.
    private static bool SendsToNodes(AnnotatedService service, string type) =>
        type != "nlb-ip" && (type == "nlb" || service.Value(Prefix + "nlb-target-type") is "instance");
}
