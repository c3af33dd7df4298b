using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A Service asks MetalLB for an address that lies in no pool of the unit.</summary>
public sealed class AddressOutsidePools : Rule
{
    private static readonly string[] Keys = ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4028",
        Name = "metallb-address-outside-pools",
        Title = "A Service asks MetalLB for an address that no pool has",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "MetalLB gives the Service no address",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var pools = context.Unit.OfType<OtherObject>().Where(o => o is { Group: "metallb.io", Kind.Value: "IPAddressPool", Node: not null }).ToArray();
        var ranges = pools.SelectMany(p => MappingReader.Of(p.Node!).Nested("spec")?.Strings("addresses")?.Items ?? []).ToArray();
        var read = ranges.Select(r => Range(r.Value)).ToArray();
        if (ranges.Length == 0 || !context.Unit.IsFullyKnown || read.Any(r => r is null))
        {
            yield break;
        }

        foreach (var service in context.Unit.Services.Where(s => s.Spec is { Type.Value: "LoadBalancer", LoadBalancerClass: null }))
        {
            // A folder may be a collection of examples: then the pool must be in the same file.
            if (!context.Unit.IsAppliedTogether && !pools.Any(p => p.Span.Source == service.Span.Source))
            {
                continue;
            }

            foreach (var text in Keys.Select(k => service.Metadata.Annotations?.Find(k)?.Value).Append(service.Spec!.LoadBalancerIP).OfType<Located<string>>())
            {
                if (text.Value.Split(',').FirstOrDefault(a => IPAddressValue.TryParse(a.Trim(), out var address) && !read.Any(r => r!.Has(address))) is { } outside)
                {
                    yield return Report(
                        service,
                        text.Span,
                        $"address {outside.Trim()} is in no pool of MetalLB (pools: {string.Join(", ", ranges.Take(3).Select(r => r.Value))})",
                        [new RelatedSpan(ranges[0].Span, "addresses of the pool")],
                        help: "ask for an address of a pool, or add it to one");
                }
            }
        }
    }

    // 10.0.0.0/24, 10.0.0.10-10.0.0.20
    private static Pool? Range(string text)
    {
        if (CidrValue.TryParseSloppy(text.Trim(), out var cidr))
        {
            return new Pool(cidr, default, default);
        }

        var dash = text.IndexOf('-');
        return dash > 0 && IPAddressValue.TryParse(text.Substring(0, dash).Trim(), out var first) && IPAddressValue.TryParse(text.Substring(dash + 1).Trim(), out var last) ? new Pool(null, first, last) : null;
    }

    private sealed record Pool(CidrValue? Network, IPAddressValue First, IPAddressValue Last)
    {
        public bool Has(IPAddressValue address) =>
            Network?.Contains(address) ?? (First.Family == address.Family && First.CompareTo(address) <= 0 && address.CompareTo(Last) <= 0);
    }
}
