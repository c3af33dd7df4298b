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
        for (var i = 0; i < ranges.Items.Count; i++)
        {
            var inner = ranges.Items[i];
            // 0.0.0.0/0 beside other ranges is a finding of its own.
            var outer = ranges.Items.Where((r, j) => j != i && r.Cidr.PrefixLength > 0 && r.Cidr.Contains(inner.Cidr) && (r.Cidr != inner.Cidr || j < i)).FirstOrDefault();
            if (outer is not null && ranges.Items.All(r => r.Cidr.PrefixLength > 0 || r.Cidr.Family != inner.Cidr.Family))
            {
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
