using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Nftables;

/// <summary>Emulates kube-proxy's nftables mode: the transaction of a full sync.</summary>
/// <remarks>Source: pkg/proxy/nftables/proxier.go, setupNFTables and syncProxyRules.</remarks>
internal sealed class NftablesProxier
{
    internal const string MarkForMasqueradeChain = "mark-for-masquerade";
    internal const string RejectChain = "reject-chain";
    internal const string ServiceIPsMap = "service-ips";
    internal const string ServiceNodePortsMap = "service-nodeports";
    internal const string NoEndpointServicesMap = "no-endpoint-services";
    internal const string NoEndpointNodePortsMap = "no-endpoint-nodeports";
    internal const string FirewallIPsMap = "firewall-ips";
    internal const string FirewallSet = "firewall";
    internal const string FirewallAllowSet = "firewall-allow";
    internal const string ClusterIPsSet = "cluster-ips";
    internal const string HairpinSet = "hairpin-connections";
    private const string NodePortIPsSet = "nodeport-ips";
    private const string ServicesChain = "services";
    private const string MasqueradingChain = "masquerading";
    private const string ForwardChain = "forward";
    private const string FirewallCheckChain = "firewall-check";
    private const string FirewallAllowCheckChain = "firewall-allow-check";
    private const string ClusterIPsCheckChain = "cluster-ips-check";

    private readonly ProxyState _state;
    private readonly NftablesLayout _layout;
    private readonly NftablesTransaction _transaction;
    private readonly Cause? _cause;
    private readonly string _addressType;

    private NftablesProxier(ProxyState state)
    {
        _state = state;
        _cause = state.Configuration.Cause;
        _layout = NftablesLayout.Of(state.Release.Version);
        _transaction = new NftablesTransaction(_layout.StoresElements);
        _addressType = state.Family == IPFamily.IPv6 ? "ipv6_addr" : "ipv4_addr";
    }

    private string DestinationType => _addressType + " . inet_proto . inet_service";

    public static NftablesRuleSet Sync(ProxyState state) => new NftablesProxier(state).Sync();

    private NftablesRuleSet Sync()
    {
        AddBaseChains();
        AddJumps();
        AddMasquerading();
        if (_layout.ChecksClusterIPs)
        {
            AddClusterIPsCheck();
        }

        var nodePorts = AddNodePortAddresses();
        AddEndpointChecks(nodePorts);
        var localhost = new NftablesLocalhostPorts(_state, _transaction);
        if (_layout.KnowsLocalhostNodePorts)
        {
            localhost.AddBase(_state.Family, _layout.NodePortEndpointsChain, _cause);
        }

        AddFirewall();
        AddServiceMaps(nodePorts);
        if (_layout.FlushesContainers)
        {
            FlushContainers();
        }

        foreach (var service in _state.ServicePorts)
        {
            new NftablesServiceRules(_state, _layout, service, localhost, _transaction).Add();
        }

        return new NftablesRuleSet(_state.Family, _transaction.Build());
    }

    private void AddBaseChains()
    {
        _transaction.Add(new NftTable("rules for kube-proxy"));
        if (_layout.RecreatesBaseChains)
        {
            foreach (var chain in _layout.BaseChains)
            {
                _transaction.Add(new NftChain(chain.Name));
                _transaction.Delete(new NftChain(chain.Name));
            }
        }

        foreach (var chain in _layout.BaseChains)
        {
            _transaction.AddEmptyChain(chain);
        }
    }

    private void AddJumps()
    {
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var jump in _layout.Jumps)
        {
            if (added.Add(jump.To))
            {
                _transaction.AddEmptyChain(new NftChain(jump.To));
            }

            var target = NftVerdictStatement.Jump(jump.To);
            _transaction.AddRule(_cause, jump.From, jump.NewOnly ? [new NftConntrackStateMatch("new"), target] : [target]);
        }
    }

    private void AddMasquerading()
    {
        var mark = _state.Configuration.MasqueradeMark;
        if (_layout.MarksInPlace)
        {
            AddHairpin(mark);
            return;
        }

        _transaction.AddEmptyChain(new NftChain(MarkForMasqueradeChain));
        _transaction.AddRule(_cause, MarkForMasqueradeChain, new NftMarkStatement(mark, IsXor: false));
        _transaction.AddRule(_cause, MasqueradingChain, new NftMarkMatch(mark, IsSet: false), NftVerdictStatement.Return);
        _transaction.AddRule(_cause, MasqueradingChain, new NftMarkStatement(mark, IsXor: true));
        _transaction.AddRule(_cause, MasqueradingChain, new NftMasqueradeStatement());
        if (_layout.DropsInvalid)
        {
            _transaction.AddRule(_cause, ForwardChain, new NftConntrackStateMatch("invalid"), NftVerdictStatement.Drop);
        }
    }

    private void AddHairpin(uint mark)
    {
        _transaction.Add(new NftSet(HairpinSet, $"{_addressType} . {DestinationType}", Comment: "service hairpin connections"));
        _transaction.AddRule(
            _cause, MasqueradingChain, new NftMarkMatch(mark, IsSet: true), new NftMarkStatement(mark, IsXor: true), new NftMasqueradeStatement());
        _transaction.AddRule(
            _cause, MasqueradingChain, new NftConntrackStatusMatch("dnat"), new NftKeyMatch(NftKey.SourceAndDestination, HairpinSet), new NftMasqueradeStatement());
    }

    private void AddClusterIPsCheck()
    {
        _transaction.Add(new NftSet(ClusterIPsSet, _addressType, Comment: "Active ClusterIPs"));
        _transaction.Add(new NftRule(
            ClusterIPsCheckChain,
            [new NftSetMatch(IsSource: false, ClusterIPsSet), NftVerdictStatement.Reject],
            "Reject traffic to invalid ports of ClusterIPs",
            _cause));
        if (_state.ServiceCIDRs.Count > 0)
        {
            _transaction.Add(new NftRule(
                ClusterIPsCheckChain,
                [new NftAddressListMatch(IsSource: false, _state.ServiceCIDRs, Negated: false, IsSpaced: false), NftVerdictStatement.Drop],
                "Drop traffic to unallocated ClusterIPs",
                _cause));
        }
    }

    // The condition under which a packet's destination port is a node port.
    private NftStatement[] AddNodePortAddresses()
    {
        var addresses = _state.NodePortAddresses;
        _transaction.Add(new NftSet(NodePortIPsSet, _addressType, Comment: "IPs that accept NodePort traffic"));
        if (addresses.MatchesAll)
        {
            _transaction.Delete(new NftSet(NodePortIPsSet));
            var loopback = _state.Family == IPFamily.IPv6 ? "::1" : "127.0.0.0/8";
            return [new NftLocalAddressMatch(IsSource: false), new NftAddressMatch(IsSource: false, loopback, Negated: true)];
        }

        _transaction.Flush(new NftSet(NodePortIPsSet));
        foreach (var address in addresses.Matching(_state.InterfaceAddresses))
        {
            if (!address.IsLoopback)
            {
                _transaction.AddElement(NodePortIPsSet, address.ToString(), _state.Node.Cause ?? _cause);
            }
        }

        return [new NftSetMatch(IsSource: false, NodePortIPsSet)];
    }

    private void AddEndpointChecks(NftStatement[] nodePorts)
    {
        _transaction.Add(new NftMap(NoEndpointServicesMap, DestinationType, "vmap to drop or reject packets to services with no endpoints"));
        _transaction.Add(new NftMap(NoEndpointNodePortsMap, "inet_proto . inet_service", "vmap to drop or reject packets to service nodeports with no endpoints"));
        _transaction.AddEmptyChain(new NftChain(RejectChain, Comment: "helper for @no-endpoint-services / @no-endpoint-nodeports"));
        _transaction.AddRule(_cause, RejectChain, NftVerdictStatement.Reject);
        _transaction.AddRule(_cause, _layout.ServiceEndpointsChain, new NftVerdictMapLookup(NftKey.Destination, NoEndpointServicesMap));
        var asked = nodePorts.Length > 1 && !_layout.NodePortCheckAsksForLocal ? [nodePorts[1]] : nodePorts;
        _transaction.AddRule(_cause, _layout.NodePortEndpointsChain, [.. asked, new NftVerdictMapLookup(NftKey.Port, NoEndpointNodePortsMap)]);
    }

    private void AddFirewall()
    {
        const string restricted = "destinations that are subject to LoadBalancerSourceRanges";
        if (_layout.Firewall == NftFirewallStyle.ServiceChains)
        {
            _transaction.Add(new NftMap(FirewallIPsMap, DestinationType, restricted));
            _transaction.AddRule(_cause, FirewallCheckChain, new NftVerdictMapLookup(NftKey.Destination, FirewallIPsMap));
            return;
        }

        _transaction.Add(new NftSet(FirewallSet, DestinationType, Comment: restricted));
        _transaction.Add(new NftSet(
            FirewallAllowSet,
            DestinationType + " . " + _addressType,
            "interval",
            Comment: "destinations+sources that are allowed by LoadBalancerSourceRanges"));
        _transaction.AddEmptyChain(new NftChain(FirewallAllowCheckChain));
        _transaction.AddRule(_cause, FirewallCheckChain, new NftKeyMatch(NftKey.Destination, FirewallSet), NftVerdictStatement.Jump(FirewallAllowCheckChain));
        _transaction.AddRule(_cause, FirewallAllowCheckChain, new NftKeyMatch(NftKey.DestinationAndSource, FirewallAllowSet), NftVerdictStatement.Return);
        _transaction.AddRule(_cause, FirewallAllowCheckChain, NftVerdictStatement.Drop);
    }

    private void AddServiceMaps(NftStatement[] nodePorts)
    {
        _transaction.Add(new NftMap(ServiceIPsMap, DestinationType, "ClusterIP, ExternalIP and LoadBalancer IP traffic"));
        _transaction.Add(new NftMap(ServiceNodePortsMap, "inet_proto . inet_service", "NodePort traffic"));
        if (_layout.MarksInPlace)
        {
            AddClusterIPMasquerade();
        }

        _transaction.AddRule(_cause, ServicesChain, new NftVerdictMapLookup(NftKey.Destination, ServiceIPsMap));
        _transaction.AddRule(_cause, ServicesChain, [.. nodePorts, new NftVerdictMapLookup(NftKey.Port, ServiceNodePortsMap)]);
    }

    private void AddClusterIPMasquerade()
    {
        var toClusterIP = new NftSetMatch(IsSource: false, ClusterIPsSet);
        var mark = new NftMarkStatement(_state.Configuration.MasqueradeMark, IsXor: false);
        if (_state.Configuration.MasqueradeAll)
        {
            _transaction.Add(new NftRule(ServicesChain, [toClusterIP, mark], "masquerade all clusterIP traffic", _cause));
        }
        else if (_state.LocalDetector.IsImplemented)
        {
            _transaction.Add(new NftRule(
                ServicesChain,
                [toClusterIP, Detector(_state.LocalDetector, _layout, negated: true), mark],
                "masquerade clusterIP traffic from outside cluster",
                _cause));
        }
    }

    /// <summary>The match that tells pods' packets (or, negated, others).</summary>
    internal static NftStatement Detector(LocalDetector detector, NftablesLayout layout, bool negated) => detector.Kind switch
    {
        LocalDetectorKind.Cidr => new NftAddressMatch(IsSource: true, detector.Value, negated),
        LocalDetectorKind.InterfaceNamePrefix => new NftInterfaceMatch(layout.InterfaceKeyword, detector.Value + "*", negated),
        _ => new NftInterfaceMatch(layout.InterfaceKeyword, detector.Value, negated),
    };

    private void FlushContainers()
    {
        if (_layout.ChecksClusterIPs)
        {
            _transaction.Flush(new NftSet(ClusterIPsSet));
        }

        if (_layout.Firewall == NftFirewallStyle.AllowSet)
        {
            _transaction.Flush(new NftSet(FirewallSet));
            _transaction.Flush(new NftSet(FirewallAllowSet));
        }

        string[] maps = _layout switch
        {
            { StoresElements: true } => [ServiceIPsMap, FirewallIPsMap, NoEndpointServicesMap, NoEndpointNodePortsMap, ServiceNodePortsMap],
            { Firewall: NftFirewallStyle.AllowSet } => [NoEndpointServicesMap, NoEndpointNodePortsMap, ServiceIPsMap, ServiceNodePortsMap],
            _ => [FirewallIPsMap, NoEndpointServicesMap, NoEndpointNodePortsMap, ServiceIPsMap, ServiceNodePortsMap],
        };
        foreach (var map in maps)
        {
            _transaction.Flush(new NftMap(map));
        }
    }
}
