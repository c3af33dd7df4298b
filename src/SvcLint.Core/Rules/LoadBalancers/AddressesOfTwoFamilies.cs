using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>Addresses of both families are asked for, and the Service has one family.</summary>
public sealed class AddressesOfTwoFamilies : Rule
{
    private static readonly string[] Keys =
        ["kube-vip.io/loadbalancerIPs", "metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs", "lbipam.cilium.io/ips", "io.cilium/lb-ipam-ips", "projectcalico.org/loadBalancerIPs"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4024",
        Name = "addresses-of-two-families",
        Title = "Load balancer addresses of both families are requested for a single-stack Service",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Effect = "the address of the other family is not served",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => s.Spec?.Type?.Value == "LoadBalancer"))
        {
            if (service.Spec!.IPFamilyPolicy is { Value: not "SingleStack", IsDefault: false } || service.Spec.IPFamilies is { Count: > 1 }
                || Keys.Select(k => service.Metadata.Annotations?.Find(k)).FirstOrDefault(e => e is not null) is not { } wanted)
            {
                continue;
            }

            var families = wanted.Value.Value.Split(',').Select(a => IPAddressValue.TryParseSloppy(a.Trim(), out var address) ? address.Family : (IPFamily?)null).Where(f => f is not null).Distinct().ToArray();
            if (families.Length == 2)
            {
                yield return Report(
                    service,
                    wanted.Value.Span,
                    $"'{wanted.Value.Value}' has addresses of both families, but Service {service.Name} is single-stack",
                    service.Spec.IPFamilyPolicy is { IsDefault: false } policy ? [new RelatedSpan(policy.Span, "single-stack")] : null,
                    help: "set ipFamilyPolicy: RequireDualStack");
            }
        }
    }
}
