using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>spec.loadBalancerIP: deprecated since 1.24, and meaningless outside a LoadBalancer Service.</summary>
public sealed class LoadBalancerIPDeprecated : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4010",
        Name = "load-balancer-ip-deprecated",
        Title = "loadBalancerIP is deprecated, and read by some providers only",
        Category = Category.LoadBalancers,
        Severity = Severity.Info,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec?.LoadBalancerIP is not { Value.Length: > 0 } address)
            {
                continue;
            }

            yield return service.Spec.Type?.Value == "LoadBalancer"
                ? Report(
                    service,
                    address.Span,
                    "loadBalancerIP is deprecated since 1.24",
                    effect: "some providers ignore it, and it cannot name addresses of two families",
                    help: Replacement(context, service))
                : Report(
                    service,
                    address.Span,
                    $"loadBalancerIP is ignored on type {service.Spec.Type?.Value}",
                    severity: Severity.Warning,
                    effect: $"no load balancer is created for Service {service.Name}",
                    help: "set type: LoadBalancer, or remove the field");
        }
    }

    private static string Replacement(RuleContext context, Service service)
    {
        var provider = service.Metadata.Annotations?.Entries.Select(a => LoadBalancerProvider.OfAnnotation(a.Key.Value)).FirstOrDefault(p => p != CloudProvider.Unknown);
        return (provider is null or CloudProvider.Unknown ? context.Facts.Provider : provider) switch
        {
            CloudProvider.MetalLB => "use the annotation metallb.io/loadBalancerIPs",
            CloudProvider.Azure => "use service.beta.kubernetes.io/azure-load-balancer-ipv4 (-ipv6)",
            CloudProvider.Aws => "use service.beta.kubernetes.io/aws-load-balancer-eip-allocations or -private-ipv4-addresses",
            CloudProvider.Gke => "use networking.gke.io/load-balancer-ip-addresses with the name of a reserved address",
            CloudProvider.AlibabaCloud => "use service.beta.kubernetes.io/alibaba-cloud-loadbalancer-ip or -id",
            _ => "use your provider's annotation for the address",
        };
    }
}
