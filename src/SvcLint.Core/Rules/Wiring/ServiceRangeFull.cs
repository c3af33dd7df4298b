using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>More Services than the Service ranges of the cluster have addresses. Those of other units take some too: what is said here holds all the more.</summary>
public sealed class ServiceRangeFull : Rule
{
    // A range of more is never full, and larger numbers overflow.
    private const int MostBits = 20;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2066",
        Name = "service-range-full",
        Title = "The unit has more Services than the Service range has addresses",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "the API server answers 500, 'range is full', and the Service is not created",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var family in (IPFamily[])[IPFamily.IPv4, IPFamily.IPv6])
        {
            var ranges = context.ServiceRanges.Where(r => r.Family == family).ToArray();
            if (ranges.Length == 0 || ranges.Any(r => HostBits(r) > MostBits))
            {
                continue;
            }

            var room = ranges.Sum(Room);
            // The API server's own Service is there before all others.
            var taken = new HashSet<(string, string)> { ("default", "kubernetes") };
            foreach (var service in context.Unit.Services.Where(s => s.Name is not null && Takes(s, family, context.ServiceRanges)))
            {
                if (taken.Add((service.Namespace ?? "default", service.Name!)) && taken.Count > room)
                {
                    yield return Report(
                        service,
                        service.NameSpan,
                        $"Service {service.Name} would be number {taken.Count} of {room} in the Service range {string.Join(", ", ranges)}",
                        help: "use a larger range, or add a ServiceCIDR");
                    break;
                }
            }
        }
    }

    // Headless Services and aliases take none; a Service without families has the first of the cluster.
    private static bool Takes(Service service, IPFamily family, IReadOnlyList<CidrValue> ranges) =>
        service.Spec is { } spec && spec.Type?.Value != "ExternalName" && !ServicePorts.IsHeadless(service)
        && (spec.IPFamilyPolicy?.Value == "RequireDualStack"
            || (spec.IPFamilies is { Count: > 0 } families ? families.Items.Any(f => f.Value == family.ToString()) : ranges[0].Family == family));

    private static int HostBits(CidrValue range) => (range.Family == IPFamily.IPv4 ? 32 : 128) - range.PrefixLength;

    // The first address is nobody's, and of IPv4 the last.
    private static int Room(CidrValue range) => Math.Max(0, (1 << HostBits(range)) - (range.Family == IPFamily.IPv4 ? 2 : 1));
}
