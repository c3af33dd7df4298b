using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Endpoints;

/// <summary>Hand-made slices and the IP families of their Service do not meet.</summary>
public sealed class SliceFamilyNotOfService : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6004",
        Name = "slice-family-not-of-service",
        Title = "Hand-made EndpointSlices do not cover the IP families of their Service",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(HandMadeEndpoints.NeedsHandMade))
        {
            var families = ServiceFamilies.Of(service);
            var slices = context.Unit.SlicesFor(service).Where(s => FamilyOf(s) is not null).ToArray();
            foreach (var slice in slices)
            {
                if (families.Only is { } only && FamilyOf(slice) != only)
                {
                    yield return Report(
                        slice,
                        slice.AddressType!.Span,
                        $"EndpointSlice {slice.Name} has {slice.AddressType.Value} addresses; Service {service.Name} is {only} only",
                        [new RelatedSpan(service.Spec?.IPFamilies?.KeySpan ?? service.NameSpan, "families of the Service")],
                        effect: "these endpoints never get traffic",
                        help: $"use {only} addresses, or make the Service dual-stack");
                }
            }

            if (families.IsDualStack && slices.Length > 0 && slices.Select(FamilyOf).Distinct().Count() == 1)
            {
                var missing = FamilyOf(slices[0]) == IPFamily.IPv4 ? IPFamily.IPv6 : IPFamily.IPv4;
                yield return Report(
                    service,
                    service.Spec!.IPFamilyPolicy is { IsDefault: false } policy ? policy.Span : service.Spec.IPFamilies?.KeySpan ?? service.NameSpan,
                    $"Service {service.Name} is dual-stack; its hand-made slices have {slices[0].AddressType!.Value} addresses only",
                    [new RelatedSpan(slices[0].AddressType!.Span, "the only family")],
                    effect: $"connections to its {missing} address are refused",
                    help: $"add a slice with addressType {missing}, or make the Service single-stack");
            }
        }
    }

    private static IPFamily? FamilyOf(EndpointSlice slice) => slice.AddressType?.Value switch
    {
        "IPv4" => IPFamily.IPv4,
        "IPv6" => IPFamily.IPv6,
        _ => null,
    };
}
