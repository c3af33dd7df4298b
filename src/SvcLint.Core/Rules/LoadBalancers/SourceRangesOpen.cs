using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>An allow list that names single networks and yet admits every client of the same family.</summary>
public sealed class SourceRangesOpen : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4001",
        Name = "source-ranges-open",
        Title = "Source ranges allow every client although they list single networks",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        SecuritySeverity = "6.5",
    };

    public override IEnumerable<Finding> Check(RuleContext context) =>
        from service in context.Unit.Services
        let ranges = SourceRanges.Of(service)
        where ranges is not null
        from family in (IPFamily[])[IPFamily.IPv4, IPFamily.IPv6]
        let finding = Check(service, ranges, family)
        where finding is not null
        select finding;

    private Finding? Check(Service service, SourceRanges ranges, IPFamily family)
    {
        var items = ranges.OfFamily(family);
        var others = items.Where(r => r.Cidr.PrefixLength > 0).ToArray();
        // A list of nothing but 0.0.0.0/0 says openly what it does.
        if (others.Length == 0 || !ranges.CoversAll(family))
        {
            return null;
        }

        var names = string.Join(", ", others.Select(r => r.Cidr));
        var all = items.FirstOrDefault(r => r.Cidr.PrefixLength == 0);
        return all is not null
            ? Report(
                service,
                all.Text.Span,
                $"{all.Cidr} in {ranges.Place} allows every {family} client beside {names}",
                [.. others.Select(r => new RelatedSpan(r.Text.Span, "without effect"))],
                effect: "the list restricts nothing",
                help: $"remove {all.Cidr}, or the other ranges if everybody may connect")
            : Report(
                service,
                ranges.KeySpan,
                $"{ranges.Place} covers all of {family} together ({names})",
                effect: "the list restricts nothing",
                help: "list the networks that may connect, or remove the list");
    }
}
