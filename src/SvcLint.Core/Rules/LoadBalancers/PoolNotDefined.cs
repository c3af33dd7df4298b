using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A MetalLB advertisement or a Service names an address pool that the input, which has pools, does not define.</summary>
public sealed class PoolNotDefined : Rule
{
    private static readonly string[] Annotations = ["metallb.io/address-pool", "metallb.universe.tf/address-pool"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4025",
        Name = "metallb-pool-not-defined",
        Title = "A Service or announcement names a MetalLB address pool that is not defined",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        // Pools of other units are alternatives of a collection of examples, or another cluster's.
        var pools = context.Repository.HasGroup("metallb.io") ? context.Repository.OfGroup("metallb.io").Where(IsPool).ToArray() : [];
        if (pools.Length == 0 || !context.Unit.Objects.Any(IsPool))
        {
            yield break;
        }

        foreach (var item in context.Unit.Objects.Where(o => o is { Group: "metallb.io", Kind.Value: "L2Advertisement" or "BGPAdvertisement", Node: not null }))
        {
            // A folder may be a collection of examples: then a pool must be in the same file.
            if (!context.Unit.IsAppliedTogether && !pools.Any(p => p.Span.Source == item.Span.Source))
            {
                continue;
            }

            foreach (var name in MappingReader.Of(item.Node!).Nested("spec")?.Strings("ipAddressPools")?.Items ?? [])
            {
                if (Lacks(pools.Where(p => NamespaceComparer.MayBeSame(p.Namespace, item.Namespace)), name.Value))
                {
                    yield return Finding(item, name, pools, "addresses are given but not announced; nobody reaches them");
                }
            }
        }

        foreach (var service in context.Unit.Services.Where(s => s.Spec?.Type?.Value == "LoadBalancer"))
        {
            if (Annotations.Select(a => service.Metadata.Annotations?.Find(a)).FirstOrDefault(a => a is not null) is { } pool && !Placeholder.Is(pool.Value.Value) && Lacks(pools, pool.Value.Value))
            {
                yield return Finding(service, pool.Value, pools, "MetalLB gives the Service no address");
            }
        }
    }

    private static bool IsPool(KubernetesObject item) => item is { Group: "metallb.io", Kind.Value: "IPAddressPool" or "AddressPool", Name: not null };

    private static bool Lacks(IEnumerable<KubernetesObject> pools, string name) => pools.All(p => p.Name != name);

    private Finding Finding(KubernetesObject item, Located<string> name, IReadOnlyList<KubernetesObject> pools, string effect) => Report(
        item,
        name.Span,
        $"address pool '{name.Value}' is not defined (defined: {string.Join(", ", pools.Select(p => p.Name).Distinct().Take(3))})",
        [new RelatedSpan(pools[0].NameSpan, "defined here")],
        effect: effect,
        help: $"write '{NearMiss.Nearest(name.Value, pools.Select(p => p.Name!)) ?? pools[0].Name}'");
}
