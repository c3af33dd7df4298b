using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>From EndpointSlices to endpoints by Service port name, merged, without duplicates, in kube-proxy's order.</summary>
internal sealed class EndpointsMap
{
    private readonly Dictionary<ServicePortName, List<ProxyEndpoint>> _endpoints = [];
    private readonly IPFamily _family;
    private readonly string _nodeName;
    private readonly KubeProxyRelease _release;

    private EndpointsMap(IPFamily family, string nodeName, KubeProxyRelease release)
    {
        _family = family;
        _nodeName = nodeName;
        _release = release;
    }

    public IReadOnlyList<ProxyEndpoint> this[ServicePortName name] =>
        _endpoints.TryGetValue(name, out var endpoints) ? endpoints : [];

    /// <param name="slices">In a fixed order, which decides where two hold one endpoint; kube-proxy's is random.</param>
    /// <param name="family">The proxier's family.</param>
    /// <param name="nodeName">The node on which endpoints are local.</param>
    /// <param name="release">Decides which of two equal endpoints stays.</param>
    public static EndpointsMap Of(IEnumerable<EndpointSlice> slices, IPFamily family, string nodeName, KubeProxyRelease release)
    {
        var map = new EndpointsMap(family, nodeName, release);
        foreach (var slice in slices)
        {
            map.Add(slice);
        }

        foreach (var endpoints in map._endpoints.Values)
        {
            map.Merge(endpoints);
        }

        return map;
    }

    private void Add(EndpointSlice slice)
    {
        if (slice.Metadata.Labels?[EndpointSlice.ServiceNameLabel] is not { Length: > 0 } service
            || slice.Ports is null || slice.Endpoints is null)
        {
            return;
        }

        var places = new Cause?[slice.Endpoints.Count];
        foreach (var port in slice.Ports.Items)
        {
            if (port.Port is not { Value: not 0 } number)
            {
                continue;
            }

            var name = new ServicePortName(slice.Namespace ?? "default", service, port.Name?.Value ?? "", port.Protocol?.Value ?? "TCP");
            if (!_endpoints.TryGetValue(name, out var endpoints))
            {
                _endpoints.Add(name, endpoints = new List<ProxyEndpoint>(slice.Endpoints.Count));
            }

            for (var i = 0; i < places.Length; i++)
            {
                if (Read(slice.Endpoints[i], number.Value, ref places[i]) is { } endpoint)
                {
                    endpoints.Add(endpoint);
                }
            }
        }
    }

    // Only the first address of an endpoint counts.
    private ProxyEndpoint? Read(SliceEndpoint written, int port, ref Cause? cause)
    {
        if (written.Addresses is not { Count: > 0 } addresses)
        {
            return null;
        }

        // What cannot be read counts as IPv4.
        var isRead = IPAddressValue.TryParseSloppy(addresses[0].Value, out var ip);
        if ((isRead && ip.IsIPv6) != (_family == IPFamily.IPv6))
        {
            return null;
        }

        var ready = written.Conditions?.Ready?.Value ?? true;
        var canonical = isRead ? ip.ToString() : addresses[0].Value;
        var printed = _release.CanonicalEndpoints ? canonical : addresses[0].Value;
        return new ProxyEndpoint(printed, port, cause ??= new Cause(addresses[0].Span, addresses[0].IsDefault))
        {
            KernelIP = canonical,
            IsReady = ready,
            IsServing = written.Conditions?.Serving?.Value ?? true,
            IsTerminating = written.Conditions?.Terminating?.Value ?? false,
            IsLocal = written.NodeName is { } node && node.Value == _nodeName,
            ZoneHints = Names(written.Hints?.ForZones),
            NodeHints = Names(written.Hints?.ForNodes),
        };
    }

    private static IReadOnlyList<string> Names(LocatedList<HintTarget>? targets)
    {
        if (targets is null || targets.Count == 0)
        {
            return [];
        }

        var names = new List<string>(targets.Count);
        foreach (var target in targets.Items)
        {
            names.Add(target.Name?.Value ?? "");
        }

        return names;
    }

    private void Merge(List<ProxyEndpoint> endpoints)
    {
        var kept = 0;
        var seen = new Dictionary<string, int>(endpoints.Count, StringComparer.Ordinal);
        for (var i = 0; i < endpoints.Count; i++)
        {
            var endpoint = endpoints[i];
            if (!seen.TryGetValue(endpoint.Address, out var at))
            {
                seen.Add(endpoint.Address, kept);
                endpoints[kept++] = endpoint;
            }
            else if (_release.LaterEndpointWins ? !endpoint.IsTerminating : endpoint.IsLocal)
            {
                endpoints[at] = endpoint;
            }
        }

        endpoints.RemoveRange(kept, endpoints.Count - kept);
        endpoints.Sort((a, b) => string.CompareOrdinal(a.Address, b.Address));
    }
}
