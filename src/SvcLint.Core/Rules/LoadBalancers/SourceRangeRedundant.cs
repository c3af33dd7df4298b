using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Emulation.Nftables;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A range that another one of the list contains: it changes nothing, and removing it closes nothing.</summary>
public sealed class SourceRangeRedundant : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4003",
        Name = "source-range-redundant",
        Title = "A source range is within another one of the same list",
        Category = Category.LoadBalancers,
        Severity = Severity.Info,
    };

    public override IEnumerable<Finding> Check(RuleContext context) =>
        from service in context.Unit.Services
        let ranges = SourceRanges.Of(service)
        where ranges is not null
        from finding in Check(service, ranges, RefusesTransaction(context))
        select finding;

    private IEnumerable<Finding> Check(Service service, SourceRanges ranges, bool refusesTransaction)
    {
        // 0.0.0.0/0 beside other ranges is a finding of its own.
        var open = new HashSet<IPFamily>(ranges.Items.Where(r => r.Cidr.PrefixLength == 0).Select(r => r.Cidr.Family));
        var places = new CidrIndex<int>();
        for (var i = 0; i < ranges.Items.Count; i++)
        {
            places.Add(ranges.Items[i].Cidr, i);
        }

        for (var i = 0; i < ranges.Items.Count; i++)
        {
            var inner = ranges.Items[i];
            // Of ranges that are equal, the first one stays.
            var around = places.Containing(inner.Cidr).Select(p => p[0]).Where(p => p < i || ranges.Items[p].Cidr != inner.Cidr).ToArray();
            if (around.Length > 0 && !open.Contains(inner.Cidr.Family))
            {
                var outer = ranges.Items[around.Min()];
                var relation = outer.Cidr == inner.Cidr ? "is already in the list" : $"is within {outer.Cidr}";
                var effect = refusesTransaction
                    ? $"nftables mode of Kubernetes {KubeProxyChecks.Nftables} fails to load all rules: the kernel rejects overlapping ranges"
                    : "it changes nothing; removing it alone restricts nobody";
                yield return Report(
                    service,
                    inner.Text.Span,
                    $"source range {inner.Cidr} {relation}",
                    [new RelatedSpan(outer.Text.Span, "contained in this range")],
                    refusesTransaction ? Severity.Error : null,
                    effect: effect,
                    help: "remove it, or narrow the wider range");
            }
        }
    }

    private static bool RefusesTransaction(RuleContext context) =>
        context.Proxy is { Mode: ProxyMode.Nftables, Version: { } version } && version >= KubeProxyChecks.Nftables && NftablesLayout.Of(version).RefusesOverlappingRanges;
}
