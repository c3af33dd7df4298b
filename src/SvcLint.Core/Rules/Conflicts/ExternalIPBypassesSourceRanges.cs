using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Conflicts;

/// <summary>A Service lists its load balancer's address as an external IP too: in iptables mode the source ranges are walked past.</summary>
public sealed class ExternalIPBypassesSourceRanges : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8006",
        Name = "external-ip-bypasses-source-ranges",
        Title = "A Service's own load balancer IP is also an external IP, which source ranges do not filter in iptables mode",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
        SecuritySeverity = "7.5",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Proxy is not { } proxy || !context.Unit.Services.Any(s => s.Spec is { ExternalIPs.Count: > 0, LoadBalancerSourceRanges.Count: > 0 }))
        {
            yield break;
        }

        foreach (var (service, port, address, vip) in Bypasses(proxy))
        {
            yield return Report(proxy.Mode, service, port, address, vip);
        }
    }

    /// <summary>External IPs that are their Service's load balancer IP, behind source ranges.</summary>
    internal static IEnumerable<(Service Service, ProxyServicePort Port, ServiceAddress Address, SourceSpan LoadBalancerIP)> Bypasses(ClusterProxy proxy)
    {
        var seen = new HashSet<(Service, string)>();
        foreach (var port in proxy.Ports.Where(p => p.SourceRanges.Count > 0))
        {
            var service = proxy.ServiceOf(port);
            foreach (var address in proxy.IsOfUnit(service) ? port.ExternalIPs : [])
            {
                if (LoadBalancerIP(service, port, address.IP) is { } vip && seen.Add((service, address.IP)))
                {
                    yield return (service, port, address, vip);
                }
            }
        }
    }

    // What the Service asks for, or what it has.
    private static SourceSpan? LoadBalancerIP(Service service, ProxyServicePort port, string ip)
    {
        foreach (var vip in port.LoadBalancerVIPs)
        {
            if (vip.IP == ip && !vip.Cause.IsDerived)
            {
                return vip.Cause.Span;
            }
        }

        return service.Spec is { Type.Value: "LoadBalancer", LoadBalancerIP: { } asked } && IPAddressValue.TryParseSloppy(asked.Value, out var address) && address.ToString() == ip
            ? asked.Span
            : null;
    }

    private Finding Report(ProxyMode? mode, Service service, ProxyServicePort port, ServiceAddress address, SourceSpan vip)
    {
        var ranges = string.Join(", ", port.SourceRanges.Select(r => r.Text));
        var effect = mode switch
        {
            ProxyMode.Iptables => $"kube-proxy's rule for the external IP comes first in iptables mode: everybody is allowed, not only {ranges}",
            null => $"in iptables mode, the default, the external IP's rule comes first: everybody is allowed, not only {ranges}",
            _ => $"in {(mode == ProxyMode.Ipvs ? "ipvs" : "nftables")} mode it changes nothing; in iptables mode it opens the address to everybody",
        };
        return Report(
            service,
            address.Cause.Span,
            $"{address.IP} is both the load balancer IP and an external IP of Service {service.Name}",
            [new RelatedSpan(vip, "load balancer IP"), new RelatedSpan(port.SourceRanges[0].Cause.Span, "source ranges")],
            mode is null or ProxyMode.Iptables ? null : Severity.Info,
            effect: effect,
            help: "remove it from externalIPs");
    }
}
