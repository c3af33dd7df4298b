using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// An ingress controller that expects the PROXY protocol from its load balancer, and a pod that connects to the controller's Service
/// itself, without the header.
/// </summary>
public sealed class ProxyProtocolBypassed : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4033",
        Name = "proxy-protocol-bypassed",
        Title = "A pod connects to an ingress controller that expects the PROXY protocol",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the controller reads the request as a broken header and closes the connection",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => s.Spec?.Type?.Value is "LoadBalancer" or "NodePort"))
        {
            if (context.WorkloadsBehind(service).Select(w => ProxyProtocol.ConfigMapOf(context.Unit, w)?.Data?.Find(ProxyProtocol.Option)).FirstOrDefault(e => ProxyProtocol.IsOn(e?.Value.Value)) is not { } option)
            {
                continue;
            }

            foreach (var address in context.Unit.Lookup.AddressesOf(service.Name ?? "").Where(a => Connects(a, service)))
            {
                yield return Report(
                    address.Owner,
                    address.HostSpan,
                    $"'{address.Key}' connects to Service {service.Name}, whose pods expect the PROXY protocol",
                    [new RelatedSpan(option.Value.Span, "expected here"), new RelatedSpan(service.NameSpan, "Service")],
                    help: "connect to the application's own Service");
            }
        }
    }

    // Metrics and health have ports of their own, without the header.
    private static bool Connects(ConfiguredAddress address, Service service) =>
        address.IsCertain && address.Workload is not null && NamespaceComparer.MayBeSame(address.Namespace, service.Namespace)
        && address.Address.Port is { } number && service.Spec!.Ports?.Items.FirstOrDefault(p => p.Port?.Value == number) is { } port
        && (PortResolution.Target(port) is { } target && (target.Int is 80 or 443 || target.String is "http" or "https"));
}
