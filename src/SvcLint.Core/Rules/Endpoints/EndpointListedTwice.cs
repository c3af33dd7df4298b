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
        var seen = new Dictionary<(string? Namespace, string Service, string Address, string? Port, int? Number), (HandMadeEndpoints List, ListedAddress Address)>();
        foreach (var endpoints in HandMadeEndpoints.Of(context.Unit))
        {
            if (endpoints.ServiceName is not { Value.Length: > 0 } service)
            {
                continue;
            }

            foreach (var address in endpoints.Addresses)
            {
                var reported = false;
                foreach (var port in address.Ports)
                {
                    var key = (endpoints.Object.Namespace, service.Value, address.Text.Value, port.Name?.Value, port.Port?.Value);
                    if (!seen.TryGetValue(key, out var first))
                    {
                        seen.Add(key, (endpoints, address));
                    }
                    else if (!reported && first.List.IsSlice == endpoints.IsSlice && first.Address.Text != address.Text)
                    {
                        reported = true;
                        yield return Report(service.Value, endpoints, address, first.Address);
                    }
                }
            }
        }
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
