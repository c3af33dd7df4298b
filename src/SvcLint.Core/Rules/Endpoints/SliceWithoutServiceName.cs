using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Endpoints;

/// <summary>An EndpointSlice without the label that ties it to its Service: nobody reads it.</summary>
public sealed class SliceWithoutServiceName : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6001",
        Name = "slice-without-service-name",
        Title = "An EndpointSlice has no kubernetes.io/service-name label, so no Service uses it",
        Category = Category.Endpoints,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var slice in context.Unit.EndpointSlices)
        {
            if (slice.Metadata.Labels?[EndpointSlice.ServiceNameLabel] is { Length: > 0 })
            {
                continue;
            }

            var near = slice.Metadata.Labels?.Entries.FirstOrDefault(l => IsMeant(l.Key.Value));
            var hint = near is null
                ? Candidate(context.Unit, slice) is { } service ? $"add the label with the value {service}" : "add the label with the name of its Service"
                : $"write '{EndpointSlice.ServiceNameLabel}' instead of '{near.Key.Value}'";
            yield return Report(
                slice,
                near?.Key.Span ?? slice.NameSpan,
                $"EndpointSlice {slice.Name ?? slice.Metadata.GenerateName?.Value} has no label '{EndpointSlice.ServiceNameLabel}'",
                effect: "kube-proxy and DNS ignore its addresses",
                help: hint);
        }
    }

    private static bool IsMeant(string key) =>
        key is "service-name" or "kubernetes.io/service" or "service.kubernetes.io/name" or "service.kubernetes.io/service-name" or "discovery.k8s.io/service-name" or "endpointslice.kubernetes.io/service-name"
        || NearMiss.IsSlip(key, EndpointSlice.ServiceNameLabel);

    private static string? Candidate(DeploymentUnit unit, EndpointSlice slice)
    {
        var waiting = unit.Services.Where(s => HandMadeEndpoints.NeedsHandMade(s) && NamespaceComparer.MayBeSame(s.Namespace, slice.Namespace)).ToArray();
        return waiting.Length == 1 ? waiting[0].Name : null;
    }
}
