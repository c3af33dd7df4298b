using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// An address for clients of the family that the Service does not have. Only where its reader wants the Service's own family: kube-proxy for
/// external IPs, MetalLB for its annotation. A cloud may send from one family to the other, so the status is not judged.
/// </summary>
public sealed class AddressOtherFamily : Rule
{
    private static readonly string[] Requests = ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs", "kube-vip.io/loadbalancerIPs", "lbipam.cilium.io/ips", "io.cilium/lb-ipam-ips"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4016",
        Name = "address-other-family",
        Title = "An external or requested address is of an IP family that the Service does not have",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => !ServicePorts.IsHeadless(s)))
        {
            if (ServiceFamilies.Of(service).Only is not { } family)
            {
                continue;
            }

            foreach (var address in context.Proxy is null ? [] : service.Spec?.ExternalIPs?.Items ?? [])
            {
                if (IsOther(address.Value, family))
                {
                    yield return Report(service, address, family, "external IP", "kube-proxy skips it; nothing forwards its connections");
                }
            }

            // Addresses of both families are another rule's affair.
            if (Requests.Select(k => service.Metadata.Annotations?.Find(k)).FirstOrDefault(e => e is not null) is { } wanted
                && wanted.Value.Value.Split(',').All(a => IsOther(a.Trim(), family)))
            {
                yield return Report(service, wanted.Value, family, "requested address", "the Service gets no address that it serves");
            }
        }
    }

    private static bool IsOther(string text, IPFamily family) => IPAddressValue.TryParseSloppy(text, out var address) && address.Family != family;

    private Finding Report(Service service, Located<string> address, IPFamily family, string what, string effect) => Report(
        service,
        address.Span,
        $"{what} {address.Value} is not an {family} address; Service {service.Name} is {family} only",
        service.Spec?.IPFamilies is { } families ? [new RelatedSpan(families.KeySpan, "families of the Service")] : [],
        effect: effect,
        help: $"write an {family} address, or make the Service dual-stack");
}
