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
        Title = "A list of source ranges admits every client although it names single networks",
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
                $"{ranges.Place} of Service {service.Name} lists {names} and also {all.Cidr}, which admits every {family} client, so the list restricts nothing. Remove {all.Cidr} to restrict clients, or the other ranges if everybody may connect",
                [.. others.Select(r => new RelatedSpan(r.Text.Span, "without effect"))])
            : Report(
                service,
                ranges.KeySpan,
                $"The ranges of {ranges.Place} of Service {service.Name} ({names}) together are the whole of {family}: every client is admitted and the list restricts nothing. Name the networks that may connect, or remove the list");
    }
}
