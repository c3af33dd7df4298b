using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Conflicts;

/// <summary>Two Services with one address, port and protocol, at least one of them by an external or load balancer IP.</summary>
public sealed class ExternalIPTaken : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8003",
        Name = "external-ip-taken",
        Title = "Two Services claim the same external IP and port",
        Category = Category.Conflicts,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Proxy is not { } proxy || !context.Unit.Services.Any(HasOutsideAddress))
        {
            yield break;
        }

        foreach (var pair in Pairs(proxy).GroupBy(c => (c.Later.Service, c.Later.Address.IP, First: c.First.Service)))
        {
            var (first, later) = (pair.First().First, pair.First().Later);
            if (!proxy.IsOfUnit(later.Service))
            {
                continue;
            }

            var ports = string.Join(", ", pair.Select(c => $"{c.Later.Port.Port}/{c.Later.Port.Name.Protocol}").Distinct());
            yield return Report(
                later.Service,
                later.Address.Cause.Span,
                $"{later.Address.IP} port {ports} is also claimed by Service {first.Service.Name} ({Words(first.Kind)})",
                [new RelatedSpan(first.Address.Cause.Span, $"also claimed by Service {first.Service.Name}")],
                confidence: IsCertain(context, first.Address.Cause.Span, later.Address.Cause.Span) ? Confidence.High : Confidence.Medium,
                effect: SharedKey.EffectIn(proxy),
                help: "use another address or another port");
        }
    }

    private static bool HasOutsideAddress(Service service) => service.Spec?.ExternalIPs is { Count: > 0 } || service.Status?.LoadBalancer?.Ingress is { Count: > 0 };

    private static bool IsCertain(RuleContext context, SourceSpan a, SourceSpan b) => context.Unit.IsAppliedTogether || a.Source == b.Source || context.Facts.Name.Length > 0;

    // Two cluster IPs are what the API server itself compares.
    private static IEnumerable<(Claim First, Claim Later)> Pairs(ClusterProxy proxy)
    {
        var first = new Dictionary<(string, int, string), Claim>();
        foreach (var claim in Claims(proxy).OrderBy(c => proxy.OrderOf(c.Service)).ThenBy(c => c.Address.Cause.Span))
        {
            var key = (claim.Address.IP, claim.Port.Port, claim.Port.Name.Protocol);
            if (!first.TryGetValue(key, out var taken))
            {
                first.Add(key, claim);
            }
            else if (taken.Service != claim.Service && !(taken.Kind == ServiceAddressKind.ClusterIP && claim.Kind == ServiceAddressKind.ClusterIP))
            {
                yield return (taken, claim);
            }
        }
    }

    private static IEnumerable<Claim> Claims(ClusterProxy proxy)
    {
        foreach (var port in proxy.Ports)
        {
            var service = proxy.ServiceOf(port);
            foreach (var (kind, address) in port.Addresses)
            {
                if (!address.Cause.IsDerived)
                {
                    yield return new Claim(service, port, kind, address);
                }
            }
        }
    }

    private static string Words(ServiceAddressKind kind) => kind switch
    {
        ServiceAddressKind.ClusterIP => "its cluster IP",
        ServiceAddressKind.ExternalIP => "an external IP",
        _ => "its load balancer IP",
    };

    private sealed record Claim(Service Service, ProxyServicePort Port, ServiceAddressKind Kind, ServiceAddress Address);
}
