using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Endpoints;

/// <summary>A Service with both Endpoints and hand-written slices: the former are mirrored into slices, so both count.</summary>
public sealed class EndpointsAndSlices : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6012",
        Name = "endpoints-and-slices",
        Title = "A Service has both hand-written Endpoints and hand-written EndpointSlices",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var all = HandMadeEndpoints.Of(context.Unit);
        foreach (var endpoints in all.Where(e => !e.IsSlice && e.Object.Metadata.Labels?["endpointslice.kubernetes.io/skip-mirror"] != "true"))
        {
            var service = endpoints.Services(context.Unit).FirstOrDefault(HandMadeEndpoints.NeedsHandMade);
            var slice = service is null ? null : context.Unit.HandMadeFor(service).FirstOrDefault(e => e.IsSlice);
            if (slice is not null)
            {
                yield return Report(
                    endpoints.Object,
                    endpoints.Object.NameSpan,
                    $"Service {service!.Name} has this Endpoints object and EndpointSlice {slice.Object.Name}",
                    [new RelatedSpan(slice.Object.NameSpan, "slice")],
                    effect: "Endpoints are mirrored into slices, so the addresses of both are used",
                    help: "keep the slice, and remove the Endpoints");
            }
        }
    }
}
