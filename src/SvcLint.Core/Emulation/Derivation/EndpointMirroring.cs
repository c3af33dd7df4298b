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
        var groups = new List<(string Family, IReadOnlyList<EndpointPort> Ports, List<SliceEndpoint> Endpoints)>();
        var byPorts = new Dictionary<(IPFamily, string), List<SliceEndpoint>>();
        foreach (var subset in endpoints.Subsets?.Items ?? [])
        {
            var ports = subset.Ports?.Items ?? [];
            var key = KeyOf(ports);
            foreach (var family in Families)
            {
                var mirrored = new List<SliceEndpoint>();
                Add(subset.Addresses, family, ready: true, mirrored);
                Add(subset.NotReadyAddresses, family, ready: false, mirrored);
                if (mirrored.Count > 0)
                {
                    if (byPorts.TryGetValue((family, key), out var same))
                    {
                        same.AddRange(mirrored);
                    }
                    else
                    {
                        byPorts.Add((family, key), mirrored);
                        groups.Add((family.ToString(), ports, mirrored));
                    }
                }
            }
        }

        for (var i = 0; i < groups.Count; i++)
        {
            yield return DerivedSlice.New(endpoints, Manager, $"{endpoints.Name}-{i}", groups[i].Family, groups[i].Endpoints, groups[i].Ports);
        }
    }

    // Equal for the same ports in any order.
    private static string KeyOf(IReadOnlyList<EndpointPort> ports) =>
        string.Join("\n", ports.Select(p => $"{p.Port?.Value} {p.Protocol?.Value ?? "TCP"} {p.Name?.Value}").OrderBy(p => p, StringComparer.Ordinal));

    private static void Add(LocatedList<EndpointAddress>? addresses, IPFamily family, bool ready, List<SliceEndpoint> mirrored)
    {
        foreach (var address in (addresses?.Items ?? []).Take(Math.Max(0, LargestSubset - mirrored.Count)))
        {
            if (address.IP is { } ip && IPAddressValue.TryParseSloppy(ip.Value, out var parsed) && parsed.Family == family)
            {
                mirrored.Add(new SliceEndpoint
                {
                    Span = address.Span,
                    KeySpan = address.KeySpan,
                    Addresses = new LocatedList<Located<string>>([ip], ip.Span, ip.Span),
                    Hostname = address.Hostname,
                    NodeName = address.NodeName,
                    TargetRef = address.TargetRef,
                    Conditions = new EndpointConditions { Span = address.Span, KeySpan = address.KeySpan, Ready = new Located<bool>(ready, address.Span, IsDefault: true) },
                });
            }
        }
    }
}
