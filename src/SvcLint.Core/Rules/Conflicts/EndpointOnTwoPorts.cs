using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;

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
        if (!HasDifferentPorts(context.Unit) || context.Proxy is not { } proxy)
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

    // Emulation costs more than this look: a Service whose lists agree on each port's number has nothing to report.
    private static bool HasDifferentPorts(DeploymentUnit unit)
    {
        var numbers = new Dictionary<(string? Service, string? Port), int?>();
        return unit.EndpointSlices.SelectMany(s => (s.Ports?.Items ?? []).Select(p => (Service: s.Metadata.Labels?[EndpointSlice.ServiceNameLabel], Port: p)))
            .Concat(unit.Endpoints.SelectMany(e => (e.Subsets?.Items ?? []).SelectMany(s => s.Ports?.Items ?? []).Select(p => (Service: e.Name, Port: p))))
            .Any(p => (p.Service, p.Port.Name?.Value) is var key && numbers.TryGetValue(key, out var known) ? known != p.Port.Port?.Value : (numbers[key] = p.Port.Port?.Value) is null);
    }
}
