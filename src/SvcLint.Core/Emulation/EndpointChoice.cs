namespace SvcLint.Emulation;

/// <summary>Which endpoints of a Service port a node uses.</summary>
/// <param name="Cluster">For traffic policy Cluster.</param>
/// <param name="Local">For traffic policy Local.</param>
/// <param name="Reachable">Union of both; sorted where kube-proxy's order is random.</param>
/// <param name="HasAny">Some endpoint of the cluster can take traffic; without one, packets are rejected.</param>
public sealed record EndpointChoice(
    IReadOnlyList<ProxyEndpoint> Cluster,
    IReadOnlyList<ProxyEndpoint> Local,
    IReadOnlyList<ProxyEndpoint> Reachable,
    bool HasAny)
{
    internal static EndpointChoice None { get; } = new([], [], [], false);

    internal static EndpointChoice Of(ProxyServicePort service, IReadOnlyList<ProxyEndpoint> endpoints, ProxyNode node, KubeProxyRelease release)
    {
        if (endpoints.Count == 0)
        {
            return None;
        }

        IReadOnlyList<ProxyEndpoint> cluster = [];
        var filter = TopologyFilter.None;
        if (service.UsesClusterEndpoints)
        {
            filter = TopologyFilter.Of(service, endpoints, node, release);
            cluster = Select(endpoints, e => e.IsReady && filter.Accepts(e));
            if (cluster.Count == 0 && release.FallsBackToTerminating)
            {
                cluster = Select(endpoints, e => e.IsServingTerminating);
            }
        }

        if (!service.UsesLocalEndpoints)
        {
            return new EndpointChoice(cluster, [], cluster, cluster.Count > 0);
        }

        var hasAny = cluster.Count > 0 || Exists(endpoints, e => e.IsReady || (release.FallsBackToTerminating && e.IsServingTerminating));
        var local = Select(endpoints, e => e.IsLocal && e.IsReady);
        var terminating = local.Count == 0 && release.FallsBackToTerminating;
        if (terminating)
        {
            local = Select(endpoints, e => e.IsLocal && e.IsServingTerminating);
            terminating = local.Count > 0;
        }

        if (!service.UsesClusterEndpoints)
        {
            return new EndpointChoice(cluster, local, local, hasAny);
        }

        // Without a filter every ready local endpoint is in the cluster list already.
        var reachable = filter.IsNone && !terminating ? cluster : Union(endpoints, cluster, local);
        return new EndpointChoice(cluster, local, reachable, hasAny);
    }

    private static bool Exists(IReadOnlyList<ProxyEndpoint> endpoints, Func<ProxyEndpoint, bool> accepts)
    {
        for (var i = 0; i < endpoints.Count; i++)
        {
            if (accepts(endpoints[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<ProxyEndpoint> Select(IReadOnlyList<ProxyEndpoint> endpoints, Func<ProxyEndpoint, bool> accepts)
    {
        var count = 0;
        for (var i = 0; i < endpoints.Count; i++)
        {
            count += accepts(endpoints[i]) ? 1 : 0;
        }

        if (count == 0 || count == endpoints.Count)
        {
            return count == 0 ? [] : endpoints;
        }

        var selected = new List<ProxyEndpoint>(count);
        for (var i = 0; i < endpoints.Count; i++)
        {
            if (accepts(endpoints[i]))
            {
                selected.Add(endpoints[i]);
            }
        }

        return selected;
    }

    private static IReadOnlyList<ProxyEndpoint> Union(
        IReadOnlyList<ProxyEndpoint> all, IReadOnlyList<ProxyEndpoint> cluster, IReadOnlyList<ProxyEndpoint> local)
    {
        var used = new HashSet<ProxyEndpoint>(cluster);
        used.UnionWith(local);
        return Select(all, used.Contains);
    }
}
