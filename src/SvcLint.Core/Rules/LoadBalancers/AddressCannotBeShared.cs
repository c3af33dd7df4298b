using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// Two Services that want one address of MetalLB and cannot share it: they lack a common sharing key, have a port in common, or one keeps
/// clients' addresses and the pods differ.
/// </summary>
public sealed class AddressCannotBeShared : Rule
{
    private static readonly string[] Keys = ["metallb.io/allow-shared-ip", "metallb.universe.tf/allow-shared-ip"];

    private static readonly string[] Addresses = ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4026",
        Name = "metallb-address-cannot-be-shared",
        Title = "Services cannot share an address of MetalLB",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Effect = "the second Service gets another address, or none",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var sharing = context.Unit.Services.Where(s => s.Spec?.Type?.Value == "LoadBalancer")
            .Select(s => (Service: s, Key: Keys.Select(k => s.Metadata.Annotations?.Find(k)).FirstOrDefault(e => e is not null)))
            .Where(s => s.Key is { Value.Value.Length: > 0 })
            .GroupBy(s => s.Key!.Value.Value, StringComparer.Ordinal);
        foreach (var finding in OneAddressTwoKeys(context))
        {
            yield return finding;
        }

        foreach (var group in sharing)
        {
            var first = group.First();
            foreach (var other in group.Skip(1).Where(o => o.Service.Name != first.Service.Name))
            {
                var local = new[] { first.Service, other.Service }.FirstOrDefault(IsLocal)?.Spec!.ExternalTrafficPolicy;
                if (other.Service.Spec!.Ports?.Items.FirstOrDefault(p => first.Service.Spec!.Ports?.Items.Any(f => f.Port?.Value == p.Port?.Value && PortResolution.Protocol(f) == PortResolution.Protocol(p)) == true) is { } port)
                {
                    yield return Report(other.Service, port.Port?.Span ?? port.KeySpan, $"port {port.Port} is also used by Service {first.Service.Name}, which shares the address", [new RelatedSpan(other.Key!.Value.Span, "sharing key"), new RelatedSpan(first.Service.NameSpan, "shares it")], help: "use different ports, or different keys");
                }
                else if (local is not null && (IsLocal(first.Service) != IsLocal(other.Service) || !first.Service.HasSelectorOf(other.Service)))
                {
                    var why = IsLocal(first.Service) == IsLocal(other.Service) ? "their pods differ" : "only one is Local";
                    yield return Report(other.Service, other.Key!.Value.Span, $"externalTrafficPolicy Local does not let Services {first.Service.Name} and {other.Service.Name} share an address: {why}", [new RelatedSpan(local.Span, "Local"), new RelatedSpan(first.Key!.Value.Span, "the same key")], help: "use externalTrafficPolicy: Cluster for both, or different keys");
                }
            }
        }
    }

    // One address is requested under two keys, or without one: only one key can have it.
    private IEnumerable<Finding> OneAddressTwoKeys(RuleContext context)
    {
        var seen = new Dictionary<string, (Service Service, StringMapEntry? Key, Located<string> Address)>(StringComparer.Ordinal);
        foreach (var service in context.Unit.Services.Where(s => s.Spec is { Type.Value: "LoadBalancer", LoadBalancerClass: null }))
        {
            var address = Addresses.Select(k => service.Metadata.Annotations?.Find(k)?.Value).FirstOrDefault(v => v is not null);
            var key = Keys.Select(k => service.Metadata.Annotations?.Find(k)).FirstOrDefault(e => e is not null);
            // Other load balancers read this field, too.
            address ??= key is not null || context.Unit.Objects.Any(IsPool) ? service.Spec!.LoadBalancerIP : null;
            if (address is not { Value.Length: > 0 })
            {
                continue;
            }

            if (!seen.TryGetValue(address.Value, out var first))
            {
                seen.Add(address.Value, (service, key, address));
            }
            else if (first.Key is not null && key is not null)
            {
                if (first.Key.Value.Value != key.Value.Value)
                {
                    yield return Report(service, key.Value.Span, $"address {address.Value} is shared under key '{first.Key.Value.Value}' by Service {first.Service.Name}, not '{key.Value.Value}'", [new RelatedSpan(first.Key.Value.Span, "the other key"), new RelatedSpan(address.Span, "address")], help: $"write '{first.Key.Value.Value}'");
                }
            }
            else if (first.Service.Name != service.Name && (context.Unit.IsAppliedTogether || first.Service.Span.Source == service.Span.Source))
            {
                yield return Report(
                    service,
                    address.Span,
                    $"address {address.Value} is also requested by Service {first.Service.Name}, and {(key is null && first.Key is null ? "neither has" : $"Service {(key is null ? service : first.Service).Name} lacks")} {Keys[0]}",
                    [new RelatedSpan(first.Address.Span, "the same address")],
                    confidence: Confidence.Medium,
                    help: $"give both one {Keys[0]}, or use another address");
            }
        }
    }

    private static bool IsPool(KubernetesObject item) => item is { Group: "metallb.io", Kind.Value: "IPAddressPool" or "AddressPool" };

    // The controller keeps the selector of a Local Service and none of a Cluster one, and shares where the two are equal.
    private static bool IsLocal(Service service) => service.Spec!.ExternalTrafficPolicy?.Value == "Local" && service.Metadata.Annotations?["metallb.universe.tf/enforced-single-node"] is null;
}
