using System.Globalization;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>EndpointSlices as the mirroring controller writes them for hand-made Endpoints.</summary>
internal static class EndpointMirroring
{
    public const string Manager = "endpointslicemirroring-controller.k8s.io";

    private const string SkipLabel = "endpointslice.kubernetes.io/skip-mirror";
    private const string LeaderAnnotation = "control-plane.alpha.kubernetes.io/leader";
    private const int LargestSubset = 1000;

    private static readonly IPFamily[] Families = [IPFamily.IPv4, IPFamily.IPv6];

    /// <summary>Endpoints of a Service without selector alone are copied, and no leader election's.</summary>
    public static bool IsMirrored(Endpoints endpoints, Service? service) =>
        service is not null
        && (service.Spec?.Selector is null or { Count: 0 })
        && endpoints.Metadata.Labels?[SkipLabel] != "true"
        && endpoints.Metadata.Annotations?[LeaderAnnotation] is null;

    public static IEnumerable<EndpointSlice> SlicesOf(Endpoints endpoints)
    {
        var number = 0;
        foreach (var subset in RepackedSubsets.Of(endpoints))
        {
            var mirrored = subset.Addresses.Take(LargestSubset).Select(a => (a.IP.Family, Endpoint: EndpointOf(a))).ToArray();
            foreach (var family in Families)
            {
                var own = mirrored.Where(m => m.Family == family).Select(m => m.Endpoint).ToArray();
                if (own.Length > 0)
                {
                    yield return DerivedSlice.New(endpoints, Manager, $"{endpoints.Name}-{number.ToString(CultureInfo.InvariantCulture)}", family.ToString(), own, subset.Ports);
                    number++;
                }
            }
        }
    }

    // An address in another notation is written anew.
    private static SliceEndpoint EndpointOf(RepackedAddress repacked)
    {
        var address = repacked.Address;
        var written = address.IP!;
        var text = repacked.IP.ToString();
        return new SliceEndpoint
        {
            Span = address.Span,
            KeySpan = address.KeySpan,
            Addresses = new LocatedList<Located<string>>([text == written.Value ? written : new Located<string>(text, written.Span)], written.Span, written.Span),
            Hostname = address.Hostname,
            NodeName = address.NodeName,
            TargetRef = address.TargetRef,
            Conditions = new EndpointConditions { Span = address.Span, KeySpan = address.KeySpan, Ready = new Located<bool>(repacked.IsReady, address.Span, IsDefault: true) },
        };
    }
}
