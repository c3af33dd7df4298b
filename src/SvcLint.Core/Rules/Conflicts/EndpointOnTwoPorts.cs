using SvcLint.Emulation;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>Two slices give one Service port the same address with two port numbers: both are used.</summary>
public sealed class EndpointOnTwoPorts : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8009",
        Name = "endpoint-on-two-ports",
        Title = "Two EndpointSlices give a Service port the same address with different port numbers",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Unit.EndpointSlices.Count + context.Unit.Endpoints.Count == 0 || context.Proxy is not { } proxy)
        {
            yield break;
        }

        foreach (var port in proxy.Ports)
        {
            var first = new Dictionary<string, ProxyEndpoint>(StringComparer.Ordinal);
            foreach (var endpoint in port.Endpoints.Where(e => !e.Cause.IsDerived).OrderBy(e => e.Cause.Span))
            {
                if (!first.TryGetValue(endpoint.IP, out var known))
                {
                    first.Add(endpoint.IP, endpoint);
                }
                else if (known.Port != endpoint.Port)
                {
                    yield return Report(
                        proxy.ServiceOf(port),
                        endpoint.Cause.Span,
                        $"{endpoint.IP} is an endpoint of port {port.Port} of Service {port.Name.Name} twice: with port {known.Port} and {endpoint.Port}",
                        [new RelatedSpan(known.Cause.Span, $"with port {known.Port}")],
                        effect: "kube-proxy uses both, so some connections go to each",
                        help: "keep the port that the application listens on");
                }
            }
        }
    }
}
