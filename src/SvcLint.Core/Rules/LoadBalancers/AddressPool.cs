using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A pool of addresses for load balancers: MetalLB's or Cilium's.</summary>
/// <param name="Owner">The object itself.</param>
/// <param name="Written">Its ranges as they stand there.</param>
/// <param name="IsKnown">False when one of them could not be read.</param>
internal sealed record AddressPool(KubernetesObject Owner, IReadOnlyList<Located<string>> Written, bool IsKnown)
{
    private readonly List<(CidrValue? Network, IPAddressValue First, IPAddressValue Last)> _ranges = [];

    public static AddressPool Of(KubernetesObject item)
    {
        var spec = MappingReader.Of(item.Node!).Nested("spec");
        var written = new List<Located<string>>(spec?.Strings("addresses")?.Items ?? []);
        var ranges = written.Select(w => Range(w.Value)).ToList();
        foreach (var block in spec?.List("blocks", b => (Cidr: b.String("cidr"), Start: b.String("start"), Stop: b.String("stop")))?.Items ?? [])
        {
            if ((block.Cidr ?? block.Start) is { } place)
            {
                written.Add(place);
                ranges.Add(block.Cidr is { } cidr ? Range(cidr.Value) : Range(place.Value + "-" + (block.Stop ?? place).Value));
            }
        }

        var pool = new AddressPool(item, written, ranges.All(r => r is not null));
        pool._ranges.AddRange(ranges.Where(r => r is not null).Select(r => r!.Value));
        return pool;
    }

    public bool Has(IPAddressValue address) =>
        _ranges.Any(r => r.Network?.Contains(address) ?? (r.First.Family == address.Family && r.First.CompareTo(address) <= 0 && address.CompareTo(r.Last) <= 0));

    // 10.0.0.0/24, 10.0.0.10-10.0.0.20
    private static (CidrValue? Network, IPAddressValue First, IPAddressValue Last)? Range(string text)
    {
        if (CidrValue.TryParseSloppy(text.Trim(), out var cidr))
        {
            return (cidr, default, default);
        }

        var dash = text.IndexOf('-');
        return dash > 0 && IPAddressValue.TryParse(text.Substring(0, dash).Trim(), out var first) && IPAddressValue.TryParse(text.Substring(dash + 1).Trim(), out var last) ? (null, first, last) : null;
    }
}
