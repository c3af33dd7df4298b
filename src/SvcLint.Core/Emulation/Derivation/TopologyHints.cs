using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>Which zones and nodes the EndpointSlice controller lets endpoints serve: by trafficDistribution, or by the annotation topology-mode.</summary>
internal sealed class TopologyHints
{
    private const string ModeAnnotation = "service.kubernetes.io/topology-mode";
    private const string OlderAnnotation = "service.kubernetes.io/topology-aware-hints";

    private readonly ZoneAllocation? _zones;
    private readonly KubernetesVersion _version;

    public TopologyHints(IEnumerable<Node> nodes, KubernetesVersion version)
    {
        _zones = ZoneAllocation.Of(nodes);
        _version = version;
    }

    /// <summary>Equal for Services whose endpoints get the same hints.</summary>
    public static string? KeyOf(Service service) => Mode(service) ?? service.Spec?.TrafficDistribution?.Value;

    private static string? Mode(Service service) =>
        (service.Metadata.Annotations?[OlderAnnotation] ?? service.Metadata.Annotations?[ModeAnnotation]) is "Auto" or "auto" ? "Auto" : null;

    /// <summary>The hints of those endpoints that get any; null where none does.</summary>
    public IReadOnlyDictionary<SliceEndpoint, EndpointHints>? Of(Service service, IReadOnlyList<SliceEndpoint> endpoints)
    {
        if (Mode(service) is not null)
        {
            return Automatic(endpoints);
        }

        var distribution = service.Spec?.TrafficDistribution?.Value;
        var sameNode = distribution == "PreferSameNode" && _version >= ServerDefaults.HintsForPreferSame;
        var sameZone = distribution == "PreferSameZone" ? _version >= ServerDefaults.HintsForPreferSame : distribution == "PreferClose" && _version >= ServerDefaults.HintsForPreferClose;
        if (!sameNode && !sameZone)
        {
            return null;
        }

        var hints = Empty();
        foreach (var endpoint in endpoints)
        {
            var zone = endpoint.Zone?.Value;
            var node = sameNode ? endpoint.NodeName?.Value : null;
            if (endpoint.Conditions?.Ready?.Value == true && (zone ?? node) is not null)
            {
                hints.Add(endpoint, New(endpoint, zone, node));
            }
        }

        return hints;
    }

    private Dictionary<SliceEndpoint, EndpointHints>? Automatic(IReadOnlyList<SliceEndpoint> endpoints)
    {
        var ready = endpoints.Where(e => e.Conditions?.Ready?.Value == true).ToArray();
        if (_zones is null || ready.Any(e => e.Zone is null) || _zones.Assign(ready.Select(e => e.Zone!.Value).ToArray()) is not { } zones)
        {
            return null;
        }

        var hints = Empty();
        for (var i = 0; i < ready.Length; i++)
        {
            hints.Add(ready[i], New(ready[i], zones[i], null));
        }

        return hints;
    }

    private static EndpointHints New(SliceEndpoint place, string? zone, string? node) => new()
    {
        Span = place.Span,
        KeySpan = place.KeySpan,
        ForZones = Target(place, zone),
        ForNodes = Target(place, node),
    };

    private static LocatedList<HintTarget>? Target(SliceEndpoint place, string? name) => name is null ? null : new(
        [new HintTarget { Span = place.Span, KeySpan = place.KeySpan, Name = new Located<string>(name, place.Span, IsDefault: true) }],
        place.Span,
        place.KeySpan,
        IsDefault: true);

    private static Dictionary<SliceEndpoint, EndpointHints> Empty() => new(ByIdentity<SliceEndpoint>.Instance);
}
