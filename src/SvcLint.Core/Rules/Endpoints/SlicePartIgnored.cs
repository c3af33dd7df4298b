using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Endpoints;

/// <summary>Parts of a hand-made slice that kube-proxy or the API server passes over: further addresses, ports without a number, topology.</summary>
public sealed class SlicePartIgnored : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6011",
        Name = "slice-part-ignored",
        Title = "A part of an EndpointSlice is accepted and then ignored",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var slice in context.Unit.EndpointSlices)
        {
            foreach (var endpoint in slice.Endpoints?.Items ?? [])
            {
                if (endpoint.Addresses is { Count: > 1 } addresses && slice.AddressType?.Value != "FQDN")
                {
                    yield return Report(
                        slice,
                        addresses[1].Span,
                        $"endpoint has {addresses.Count} addresses; kube-proxy uses {addresses[0].Value} only",
                        [new RelatedSpan(addresses[0].Span, "the address that is used")],
                        effect: "the other addresses never get traffic",
                        help: "write one endpoint for each address");
                }

                if (endpoint.DeprecatedTopology is { Count: > 0 } topology && slice.ApiVersion.Value == "discovery.k8s.io/v1")
                {
                    yield return Report(
                        slice,
                        topology.KeySpan,
                        "deprecatedTopology is dropped by discovery.k8s.io/v1",
                        effect: "the API server clears it silently",
                        help: "use nodeName and zone");
                }
            }

            var unnumbered = slice.Ports?.Items.Where(p => p.Port is null or { Value: 0 }).ToArray() ?? [];
            // A headless Service needs no port: clients ask for addresses alone.
            var services = unnumbered.Length > 0 ? HandMadeEndpoints.Of(slice).Services(context.Unit).ToArray() : [];
            foreach (var port in services.Length > 0 && services.All(ServicePorts.IsHeadless) ? [] : unnumbered)
            {
                yield return Report(
                    slice,
                    port.Name is { IsDefault: false } name ? name.Span : port.KeySpan,
                    $"port of EndpointSlice {slice.Name} has no number",
                    effect: "it stands for all ports, which kube-proxy skips: the Service port has no endpoints",
                    help: "set the port number");
            }
        }
    }
}
