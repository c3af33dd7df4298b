using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
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
                    $"loadBalancerIP is deprecated since {VersionTable.Find(VersionedThing.Field, "Service.spec.loadBalancerIP")!.Deprecated}",
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
        var marked = service.Metadata.Annotations?.Entries.Select(a => AnnotationCatalog.ProviderOf(a.Key.Value)).FirstOrDefault(p => p != CloudProvider.Unknown);
        return (marked ?? context.Facts.Provider).InsteadOfLoadBalancerIP ?? "use your provider's annotation for the address";
    }
}
