namespace SvcLint.Emulation;

/// <summary>Whether hints narrow the cluster endpoints of a Service port on a node.</summary>
internal readonly struct TopologyFilter
{
    private readonly string? _zone;
    private readonly string? _node;

    private TopologyFilter(string? zone, string? node)
    {
        _zone = zone;
        _node = node;
    }

    public static TopologyFilter None => default;

    public bool IsNone => _zone is null && _node is null;

    public bool Accepts(ProxyEndpoint endpoint) =>
        _node is not null ? Holds(endpoint.NodeHints, _node) : _zone is null || Holds(endpoint.ZoneHints, _zone);

    /// <summary>Hints count only when every ready endpoint has one and one of them names this node or zone.</summary>
    public static TopologyFilter Of(ProxyServicePort service, IReadOnlyList<ProxyEndpoint> endpoints, ProxyNode node, KubeProxyRelease release)
    {
        if (!release.TopologyHints.Allows(service.HintsAnnotation))
        {
            return None;
        }

        if (release.NodeHints && Covers(endpoints, e => e.NodeHints, node.Name))
        {
            return new TopologyFilter(null, node.Name);
        }

        return node.Zone is { Length: > 0 } zone && Covers(endpoints, e => e.ZoneHints, zone) ? new TopologyFilter(zone, null) : None;
    }

    private static bool Covers(IReadOnlyList<ProxyEndpoint> endpoints, Func<ProxyEndpoint, IReadOnlyList<string>> hints, string name)
    {
        var found = false;
        for (var i = 0; i < endpoints.Count; i++)
        {
            if (!endpoints[i].IsReady)
            {
                continue;
            }

            var given = hints(endpoints[i]);
            if (given.Count == 0)
            {
                return false;
            }

            found |= Holds(given, name);
        }

        return found;
    }

    private static bool Holds(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return true;
            }
        }

        return false;
    }
}
