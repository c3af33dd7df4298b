using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A Service requests an address from MetalLB or Cilium that lies in no pool of the unit, or not in the pool that it names.</summary>
public sealed class AddressOutsidePools : Rule
{
    private static readonly Allocator[] Allocators =
    [
        new("MetalLB", "metallb.io", "IPAddressPool", ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"], ["metallb.io/address-pool", "metallb.universe.tf/address-pool"]),
        new("Cilium", "cilium.io", "CiliumLoadBalancerIPPool", ["lbipam.cilium.io/ips", "io.cilium/lb-ipam-ips"], []),
    ];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4028",
        Name = "metallb-address-outside-pools",
        Title = "A Service requests an address that no pool has",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the Service gets no address",
    };

    public override IEnumerable<Finding> Check(RuleContext context) =>
        context.Unit.IsFullyKnown ? Allocators.SelectMany(a => Check(context, a)) : [];

    private IEnumerable<Finding> Check(RuleContext context, Allocator allocator)
    {
        var pools = context.Unit.OfType<OtherObject>().Where(o => o.Group == allocator.Group && o.Kind.Value == allocator.Kind && o.Node is not null).Select(AddressPool.Of).ToArray();
        var ranges = pools.SelectMany(p => p.Written).ToArray();
        if (ranges.Length == 0 || pools.Any(p => !p.IsKnown))
        {
            yield break;
        }

        foreach (var service in context.Unit.Services.Where(s => s.Spec is { Type.Value: "LoadBalancer", LoadBalancerClass: null }))
        {
            // A folder may be a collection of examples: then the pool must be in the same file.
            if (!context.Unit.IsAppliedTogether && !pools.Any(p => p.Owner.Span.Source == service.Span.Source))
            {
                continue;
            }

            var named = allocator.PoolKeys.Select(k => service.Metadata.Annotations?.Find(k)?.Value).FirstOrDefault(v => v is not null);
            var chosen = pools.FirstOrDefault(p => p.Owner.Name == named?.Value);
            foreach (var text in allocator.AddressKeys.Select(k => service.Metadata.Annotations?.Find(k)?.Value).Append(service.Spec!.LoadBalancerIP).OfType<Located<string>>())
            {
                if (Outside(text.Value, pools) is { } outside)
                {
                    yield return Report(
                        service,
                        text.Span,
                        $"address {outside} is in no pool of {allocator.Name} (pools: {string.Join(", ", ranges.Take(3).Select(r => r.Value))})",
                        [new RelatedSpan(ranges[0].Span, "addresses of the pool")],
                        help: "request an address of a pool, or add it to one");
                }
                else if (chosen is not null && Outside(text.Value, [chosen]) is { } elsewhere)
                {
                    yield return Report(
                        service,
                        named!.Span,
                        $"pool '{named.Value}' does not have address {elsewhere} (it has: {string.Join(", ", chosen.Written.Take(3).Select(r => r.Value))})",
                        [new RelatedSpan(text.Span, "address"), new RelatedSpan(chosen.Written[0].Span, "addresses of the pool")],
                        help: "name the pool that has the address, or leave one of the two out");
                }
            }
        }
    }

    private static string? Outside(string addresses, IReadOnlyList<AddressPool> pools) =>
        addresses.Split(',').Select(a => a.Trim()).FirstOrDefault(a => IPAddressValue.TryParse(a, out var address) && !pools.Any(p => p.Has(address)));

    /// <param name="Name">For people.</param>
    /// <param name="Group">The group of its pools.</param>
    /// <param name="Kind">Their kind.</param>
    /// <param name="AddressKeys">Annotations of Services that request addresses.</param>
    /// <param name="PoolKeys">Annotations of Services that name a pool.</param>
    private sealed record Allocator(string Name, string Group, string Kind, string[] AddressKeys, string[] PoolKeys);
}
