using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>Two Services put a listener on one port of one load balancer that both name by its id: the later one takes it over.</summary>
public sealed class ListenerShared : Rule
{
    private static readonly string[] Keys =
    [
        "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id", "service.kubernetes.io/tke-existed-lbid", "kubernetes.io/elb.id", "loadbalancer.openstack.org/load-balancer-id",
        "service.beta.kubernetes.io/ucloud-load-balancer-id", "service.beta.kubernetes.io/oci-load-balancer-id", "service.beta.kubernetes.io/scw-loadbalancer-id",
    ];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4030",
        Name = "load-balancer-listener-shared",
        Title = "Two Services use one port of one load balancer",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Effect = "the listener goes to one of them, and the other gets no traffic",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var seen = new Dictionary<(string Key, string Id, int Port, string Protocol), (Service Service, ServicePort Port)>();
        foreach (var service in context.Unit.Services.Where(s => s.Spec?.Type?.Value == "LoadBalancer"))
        {
            foreach (var entry in Keys.Select(k => service.Metadata.Annotations?.Find(k)).OfType<StringMapEntry>().Where(e => e.Value.Value.Length > 0 && !Text.Placeholder.Is(e.Value.Value)))
            {
                foreach (var port in (service.Spec!.Ports?.Items ?? []).Where(p => p.Port is not null))
                {
                    var key = (entry.Key.Value, entry.Value.Value, port.Port!.Value, PortResolution.Protocol(port));
                    if (!seen.TryGetValue(key, out var first))
                    {
                        seen.Add(key, (service, port));
                    }
                    else if (first.Service.Name != service.Name || first.Service.Namespace != service.Namespace)
                    {
                        yield return Report(
                            service,
                            port.Port!.Span,
                            $"port {port.Port} of load balancer {entry.Value.Value} is also used by Service {first.Service.Name}",
                            [new RelatedSpan(first.Port.Port!.Span, "the same listener"), new RelatedSpan(entry.Value.Span, "load balancer")],
                            help: "use another port, or another load balancer");
                    }
                }
            }
        }
    }
}
