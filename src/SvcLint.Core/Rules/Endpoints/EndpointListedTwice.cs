using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Endpoints;

/// <summary>One address and port listed twice for a Service; where the two disagree about readiness, chance decides.</summary>
public sealed class EndpointListedTwice : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6008",
        Name = "endpoint-listed-twice",
        Title = "An endpoint address is listed twice for the same Service port",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var once = new Dictionary<string, (HandMadeEndpoints List, ListedAddress Address)?>(StringComparer.Ordinal);
        var seen = new Dictionary<(string Address, string? Port, int? Number), (HandMadeEndpoints List, ListedAddress Address)>();
        foreach (var lists in HandMadeEndpoints.Of(context.Unit).Where(e => e.ServiceName is { Value.Length: > 0 }).GroupBy(e => (e.Object.Namespace, e.ServiceName!.Value)))
        {
            once.Clear();
            seen.Clear();
            foreach (var endpoints in lists)
            {
                foreach (var address in endpoints.Addresses)
                {
                    // Nearly every address is listed once: its ports matter when it comes again.
                    if (!once.TryGetValue(address.Text.Value, out var before))
                    {
                        once.Add(address.Text.Value, (endpoints, address));
                        continue;
                    }

                    if (before is var (list, listed))
                    {
                        First(list, listed, seen);
                        once[address.Text.Value] = null;
                    }

                    if (First(endpoints, address, seen) is { } first)
                    {
                        yield return Report(lists.Key.Value, endpoints, address, first);
                    }
                }
            }
        }
    }

    // The earlier entry that one of the ports of an address repeats; what it does not repeat is remembered.
    private static ListedAddress? First(
        HandMadeEndpoints endpoints, ListedAddress address, Dictionary<(string Address, string? Port, int? Number), (HandMadeEndpoints List, ListedAddress Address)> seen)
    {
        ListedAddress? repeated = null;
        for (var i = 0; i < address.Ports.Count; i++)
        {
            var key = (address.Text.Value, address.Ports[i].Name?.Value, address.Ports[i].Port?.Value);
            if (!seen.TryGetValue(key, out var first))
            {
                seen.Add(key, (endpoints, address));
            }
            else if (first.List.IsSlice == endpoints.IsSlice && first.Address.Text != address.Text)
            {
                repeated ??= first.Address;
            }
        }

        return repeated;
    }

    private Finding Report(string service, HandMadeEndpoints endpoints, ListedAddress address, ListedAddress first)
    {
        var disagree = first.IsReady != address.IsReady;
        return Report(
            endpoints.Object,
            address.Text.Span,
            $"{address.Text.Value} is listed twice for Service {service}{(disagree ? ", once ready and once not" : "")}",
            [new RelatedSpan(first.Text.Span, "first listed here")],
            disagree ? null : Severity.Info,
            effect: disagree ? "kube-proxy keeps one of the two, so whether it gets connections is chance" : "the second entry has no effect",
            help: "keep one entry");
    }
}
