using SvcLint.Emulation.Iptables;

namespace SvcLint.Emulation.Ipvs;

/// <summary>Emulates kube-proxy's ipvs mode: virtual servers, sets and the rules around them.</summary>
/// <remarks>Source: pkg/proxy/ipvs/proxier.go, syncProxyRules.</remarks>
internal sealed class IpvsProxier
{
    private readonly ProxyState _state;
    private readonly IpSetTable _sets;
    private readonly List<string> _nodeIPs = [];
    private readonly HashSet<string> _interfaceIPs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VirtualServer> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DummyAddress> _bound = new(StringComparer.Ordinal);
    private readonly List<IptablesRule> _outFilter = [];

    private IpvsProxier(ProxyState state)
    {
        _state = state;
        _sets = new IpSetTable(state.Family);
        var wanted = state.NodePortAddresses;
        var matching = wanted.MatchesAll ? state.InterfaceAddresses : wanted.Matching(state.InterfaceAddresses);
        foreach (var address in state.InterfaceAddresses)
        {
            _interfaceIPs.Add(address.ToString());
        }

        foreach (var address in matching)
        {
            if (!address.IsLoopback && !(address.IsIPv6 && address.IsLinkLocalUnicast))
            {
                _nodeIPs.Add(address.ToString());
            }
        }
    }

    public static IpvsRuleSet Sync(ProxyState state) => new IpvsProxier(state).Sync();

    private IpvsRuleSet Sync()
    {
        // kube-proxy's order is random and the last Service on an address has the virtual server. Backwards, so that it is the
        // Service whose rules stand first in iptables mode.
        for (var i = _state.ServicePorts.Count - 1; i >= 0; i--)
        {
            var service = _state.ServicePorts[i];
            AddLoopBack(service);
            AddClusterIP(service);
            AddExternalIPs(service);
            AddLoadBalancerVIPs(service);
            AddNodePort(service);
        }

        foreach (var address in _bound.Values)
        {
            _sets.Add(IpSetTable.IpvsIPs, new IpSetEntry(address.IP, null, null, null, address.Cause));
        }

        var rules = new IpvsTables(_state, _sets, _outFilter);
        var configuration = _state.Configuration;
        var hasTimeouts = configuration.TcpTimeout > 0 || configuration.TcpFinTimeout > 0 || configuration.UdpTimeout > 0;
        return new IpvsRuleSet(_state.Family)
        {
            Sysctls = Sysctls(configuration.StrictARP),
            BoundAddresses = Sorted(_bound.Values, address => address.IP),
            Timeouts = hasTimeouts ? new IpvsTimeouts(configuration.TcpTimeout, configuration.TcpFinTimeout, configuration.UdpTimeout) : null,
            VirtualServers = Sorted(_servers.Values, server => server.Text),
            Sets = _sets.Build(),
            Jumps = rules.Jumps(),
            Tables = rules.Build(),
        };
    }

    private static Sysctl[] Sysctls(bool strictArp)
    {
        Sysctl[] always =
        [
            new("net.ipv4.ip_forward", 1),
            new("net.ipv4.vs.conntrack", 1),
            new("net.ipv4.vs.expire_nodest_conn", 1),
            new("net.ipv4.vs.expire_quiescent_template", 1),
        ];
        return strictArp ? [new("net.ipv4.conf.all.arp_announce", 2), new("net.ipv4.conf.all.arp_ignore", 1), .. always] : always;
    }

    private static List<T> Sorted<T>(IEnumerable<T> items, Func<T, string> key)
    {
        var sorted = new List<(string Key, T Item)>();
        foreach (var item in items)
        {
            sorted.Add((key(item), item));
        }

        sorted.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return sorted.ConvertAll(pair => pair.Item);
    }

    private void AddLoopBack(ProxyServicePort service)
    {
        foreach (var endpoint in service.Endpoints)
        {
            if (endpoint.IsLocal)
            {
                _sets.Add(IpSetTable.LoopBack, new IpSetEntry(endpoint.IP, service.ProtocolText, endpoint.Port, endpoint.IP, endpoint.Cause));
            }
        }
    }

    private void AddClusterIP(ProxyServicePort service)
    {
        _sets.Add(IpSetTable.ClusterIP, Entry(service, service.ClusterIP));
        AddServer(service, service.ClusterIP.IP, service.Port, service.InternalPolicyLocal, service.ClusterIP.Cause);
        _bound[service.ClusterIP.IP] = new DummyAddress(service.ClusterIP.IP, service.ClusterIP.Cause);
    }

    private void AddExternalIPs(ProxyServicePort service)
    {
        foreach (var address in service.ExternalIPs)
        {
            _sets.Add(service.ExternalPolicyLocal ? IpSetTable.ExternalIPLocal : IpSetTable.ExternalIP, Entry(service, address));
            AddExternalServer(service, address);
        }
    }

    private void AddLoadBalancerVIPs(ProxyServicePort service)
    {
        foreach (var vip in service.LoadBalancerVIPs)
        {
            _sets.Add(IpSetTable.LoadBalancer, Entry(service, vip));
            if (service.ExternalPolicyLocal)
            {
                _sets.Add(IpSetTable.LoadBalancerLocal, Entry(service, vip));
            }

            if (service.SourceRanges.Count > 0)
            {
                AddSourceRanges(service, vip);
            }

            AddExternalServer(service, vip);
        }
    }

    private void AddSourceRanges(ProxyServicePort service, ServiceAddress vip)
    {
        _sets.Add(IpSetTable.LoadBalancerFirewall, Entry(service, vip));
        Cause? allowsNode = null;
        foreach (var range in service.SourceRanges)
        {
            _sets.Add(IpSetTable.LoadBalancerSourceCidr, new IpSetEntry(vip.Text, service.ProtocolText, service.Port, range.Text, range.Cause));
            allowsNode ??= range.Range.Contains(_state.NodeIP) ? range.Cause : null;
        }

        if (allowsNode is not null)
        {
            _sets.Add(IpSetTable.LoadBalancerSourceIP, new IpSetEntry(vip.Text, service.ProtocolText, service.Port, vip.Text, allowsNode));
        }
        else
        {
            _outFilter.Add(new IptablesRule(
                [new AddressMatch(IsSource: true, vip.Text), new IpvsMatch(vip.Text, service.ProtocolText, service.Port)],
                VerdictTarget.Drop,
                vip.Cause));
        }
    }

    private void AddExternalServer(ProxyServicePort service, ServiceAddress address)
    {
        AddServer(service, address.IP, service.Port, service.ExternalPolicyLocal, address.Cause);
        if (!_state.Release.IpvsSparesInterfaceAddresses || !_interfaceIPs.Contains(address.IP))
        {
            _bound[address.IP] = new DummyAddress(address.IP, address.Cause);
        }
    }

    private void AddNodePort(ProxyServicePort service)
    {
        if (service.NodePort != 0)
        {
            // Without an address to serve node ports on, kube-proxy goes on to the next Service.
            if (_nodeIPs.Count == 0)
            {
                return;
            }

            AddNodePortEntries(service, IpSetTable.NodePort(service.ProtocolText));
            if (service.ExternalPolicyLocal)
            {
                AddNodePortEntries(service, IpSetTable.NodePortLocal(service.ProtocolText));
            }

            foreach (var ip in _nodeIPs)
            {
                AddServer(service, ip, service.NodePort, service.ExternalPolicyLocal, service.NodePortCause);
            }
        }

        if (service.HealthCheckNodePort != 0)
        {
            _sets.Add(IpSetTable.HealthCheckNodePort, new IpSetEntry(null, null, service.HealthCheckNodePort, null, service.HealthCheckNodePortCause));
        }
    }

    private void AddNodePortEntries(ProxyServicePort service, string set)
    {
        if (service.ProtocolText != "sctp")
        {
            _sets.Add(set, new IpSetEntry(null, null, service.NodePort, null, service.NodePortCause));
            return;
        }

        foreach (var ip in _nodeIPs)
        {
            _sets.Add(set, new IpSetEntry(ip, "sctp", service.NodePort, null, service.NodePortCause));
        }
    }

    private void AddServer(ProxyServicePort service, string ip, int port, bool onlyLocal, Cause? cause)
    {
        var choice = service.Choice;
        // Without a local endpoint ipvs mode does not drop: it uses the cluster's.
        var endpoints = onlyLocal && choice.Local.Count > 0 ? choice.Local : choice.Cluster;
        var reals = new List<RealServer>(endpoints.Count);
        foreach (var endpoint in endpoints)
        {
            reals.Add(new RealServer(ProxyEndpoint.JoinHostPort(endpoint.KernelIP, endpoint.Port), Weight: 1, endpoint.Cause));
        }

        var scheduler = _state.Configuration.IpvsScheduler;
        var server = new VirtualServer(
            ip,
            port,
            service.ProtocolText,
            scheduler,
            service.HasAffinity ? service.StickyMaxAgeSeconds : null,
            scheduler == "mh" && _state.Release.HashesSourcePort,
            reals,
            cause);
        _servers[server.Service] = _state.Release.CanonicalEndpoints ? server : server with { RealServers = BySpelling(server, endpoints) };
    }

    // kube-proxy compares what the kernel has with what the slices spell. An address that is written twice is synchronised twice: the second
    // time an endpoint of another spelling counts as stale, and its real server goes.
    private List<RealServer> BySpelling(VirtualServer server, IReadOnlyList<ProxyEndpoint> endpoints)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        if (_servers.TryGetValue(server.Service, out var before))
        {
            present.UnionWith(before.RealServers.Select(real => real.Address));
        }

        var kept = new List<RealServer>(endpoints.Count);
        for (var i = 0; i < endpoints.Count; i++)
        {
            var real = server.RealServers[i];
            if (endpoints[i].Address == real.Address || !present.Contains(real.Address))
            {
                kept.Add(real);
            }
        }

        // By the slices' spelling they may stand in another order than by the kernel's.
        kept.Sort((a, b) => string.CompareOrdinal(a.Address, b.Address));
        return kept;
    }

    private static IpSetEntry Entry(ProxyServicePort service, ServiceAddress address) =>
        new(address.Text, service.ProtocolText, service.Port, null, address.Cause);
}
