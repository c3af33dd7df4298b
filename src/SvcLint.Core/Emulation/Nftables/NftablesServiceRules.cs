using System.Globalization;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Nftables;

/// <summary>The objects of one Service port.</summary>
internal sealed class NftablesServiceRules
{
    private const int LongestName = 240;

    private static readonly NftLocalAddressMatch FromLocal = new(IsSource: true);

    private readonly ProxyState _state;
    private readonly NftablesLayout _layout;
    private readonly ProxyServicePort _service;
    private readonly NftablesLocalhostPorts _localhost;
    private readonly NftablesTransaction _transaction;
    private readonly string _comment;
    private readonly string _port;
    private readonly string _cluster;
    private readonly string _local;
    private readonly string _external;
    private readonly string _firewall;
    private readonly NftStatement _mark;

    // Of each reachable endpoint, without prefix.
    private readonly string[] _endpointNames;
    private readonly string[] _endpointChains;

    public NftablesServiceRules(ProxyState state, NftablesLayout layout, ProxyServicePort service, NftablesLocalhostPorts localhost, NftablesTransaction transaction)
    {
        _state = state;
        _layout = layout;
        _service = service;
        _localhost = localhost;
        _transaction = transaction;
        _comment = Cut(service.NameText, layout.LongestComment);
        _port = service.Port.ToString(CultureInfo.InvariantCulture);
        _mark = layout.MarksInPlace
            ? new NftMarkStatement(state.Configuration.MasqueradeMark, IsXor: false)
            : NftVerdictStatement.Jump(NftablesProxier.MarkForMasqueradeChain);
        var name = service.Name;
        var text = $"{name.Namespace}/{name.Name}/{service.ProtocolText}/{name.Port}";
        var suffix = NameBase(text);
        _cluster = "service-" + suffix;
        _local = "local-" + suffix;
        _external = "external-" + suffix;
        _firewall = "firewall-" + suffix;
        var reachable = service.Choice.Reachable;
        _endpointNames = new string[reachable.Count];
        _endpointChains = new string[reachable.Count];
        for (var i = 0; i < reachable.Count && !(layout.SquashesEndpoints && !service.HasAffinity); i++)
        {
            var endpoint = reachable[i];
            // nft takes no colon in names.
            var ip = endpoint.IP.IndexOf(':') >= 0 ? endpoint.IP.Replace(':', '.') : endpoint.IP;
            _endpointNames[i] = NameBase(text + "__" + ip + "/" + endpoint.Port.ToString(CultureInfo.InvariantCulture));
            _endpointChains[i] = "endpoint-" + _endpointNames[i];
        }
    }

    private NftVerdictStatement Refusal =>
        _service.Choice.HasAny ? NftVerdictStatement.Drop : NftVerdictStatement.Goto(NftablesProxier.RejectChain);

    public void Add()
    {
        AddClusterIP();
        AddExternalIPs();
        AddLoadBalancerVIPs();
        AddNodePort();
        AddExternalChain();
        AddPolicyChains();
        AddEndpointChains();
    }

    private static string NameBase(string text)
    {
        var name = ChainHash.Name("", text.AsSpan(), 8, "-" + text);
        return name.Length > LongestName ? name.Substring(0, LongestName - 3) + "..." : name;
    }

    // Names are ASCII, where a character is a byte.
    private static string Cut(string comment, int length) => comment.Length > length ? comment.Substring(0, length) : comment;

    private string Destination(string ip) => ip + " . " + _service.ProtocolText + " . " + _port;

    private void AddClusterIP()
    {
        var address = _service.ClusterIP;
        if (_layout.ChecksClusterIPs)
        {
            _transaction.AddElement(NftablesProxier.ClusterIPsSet, address.Text, address.Cause);
        }

        if (_service.HasInternalEndpoints)
        {
            var chain = _service.InternalPolicyLocal ? _local : _cluster;
            _transaction.AddElement(NftablesProxier.ServiceIPsMap, Destination(address.Text), address.Cause, NftVerdictStatement.Goto(chain));
        }
        else
        {
            AddNoEndpoints(address, _service.Choice.HasAny ? _service.InternalPolicyCause : null);
        }
    }

    private void AddExternalIPs()
    {
        foreach (var address in _service.ExternalIPs)
        {
            AddExternalAddress(address);
        }
    }

    private void AddExternalAddress(ServiceAddress address)
    {
        if (_service.Choice.HasAny)
        {
            _transaction.AddElement(NftablesProxier.ServiceIPsMap, Destination(address.Text), address.Cause, NftVerdictStatement.Goto(_external));
        }

        if (!_service.HasExternalEndpoints)
        {
            AddNoEndpoints(address, null);
        }
    }

    private void AddNoEndpoints(ServiceAddress address, Cause? cause) =>
        _transaction.AddElement(NftablesProxier.NoEndpointServicesMap, Destination(address.Text), cause ?? address.Cause, Refusal, _comment);

    private void AddLoadBalancerVIPs()
    {
        var isRestricted = _service.LoadBalancerVIPs.Count > 0 && _service.SourceRanges.Count > 0;
        if (isRestricted && _layout.Firewall == NftFirewallStyle.ServiceChains)
        {
            AddFirewallChain();
        }

        foreach (var vip in _service.LoadBalancerVIPs)
        {
            AddExternalAddress(vip);
            if (isRestricted && _layout.Firewall == NftFirewallStyle.ServiceChains)
            {
                var comment = _layout.CommentsFirewallElements ? _service.NameText : null;
                _transaction.AddElement(NftablesProxier.FirewallIPsMap, Destination(vip.Text), vip.Cause, NftVerdictStatement.Goto(_firewall), comment);
            }
            else if (isRestricted)
            {
                AddAllowedSources(vip);
            }
        }
    }

    // The first range that holds the node's address: the node then may use the load balancer's address as its source.
    private Cause? RangeOfNode()
    {
        foreach (var range in _service.SourceRanges)
        {
            if (range.Range.Contains(_state.NodeIP))
            {
                return range.Cause;
            }
        }

        return null;
    }

    private void AddFirewallChain()
    {
        var sources = new List<string>();
        foreach (var range in _service.SourceRanges)
        {
            sources.Add(range.Text);
        }

        if (RangeOfNode() is not null)
        {
            foreach (var vip in _service.LoadBalancerVIPs)
            {
                sources.Add(vip.Text);
            }
        }

        var chain = _transaction.AddServiceChain(_firewall, 1);
        chain.Add(_service.SourceRanges[0].Cause, new NftAddressListMatch(IsSource: true, sources, Negated: true), NftVerdictStatement.Drop);
    }

    private void AddAllowedSources(ServiceAddress vip)
    {
        _transaction.AddElement(NftablesProxier.FirewallSet, Destination(vip.Text), vip.Cause, comment: _service.NameText);
        foreach (var range in _service.SourceRanges)
        {
            _transaction.AddElement(NftablesProxier.FirewallAllowSet, Destination(vip.Text) + " . " + range.Text, range.Cause, comment: _service.NameText);
        }

        if (RangeOfNode() is { } cause)
        {
            _transaction.AddElement(NftablesProxier.FirewallAllowSet, Destination(vip.Text) + " . " + vip.Text, cause);
        }
    }

    private void AddNodePort()
    {
        if (_service.NodePort == 0)
        {
            return;
        }

        var key = _service.ProtocolText + " . " + _service.NodePort.ToString(CultureInfo.InvariantCulture);
        _localhost.Add(_service.ProtocolText, key, _service.NodePortCause);
        if (_service.Choice.HasAny)
        {
            _transaction.AddElement(NftablesProxier.ServiceNodePortsMap, key, _service.NodePortCause, NftVerdictStatement.Goto(_external));
        }

        if (!_service.HasExternalEndpoints)
        {
            _transaction.AddElement(NftablesProxier.NoEndpointNodePortsMap, key, _service.NodePortCause, Refusal, _comment);
        }
    }

    private void AddExternalChain()
    {
        if (!_service.Choice.HasAny || !_service.ExternallyAccessible)
        {
            return;
        }

        var chain = _transaction.AddServiceChain(_external, 4);
        var cause = _service.ExternalPolicyCause ?? _service.Cause;
        if (!_service.ExternalPolicyLocal)
        {
            chain.Add(cause, _layout.MarksInPlace ? "masquerade" : null, [_mark]);
        }
        else
        {
            if (_state.LocalDetector.IsImplemented)
            {
                chain.Add(cause, "short-circuit pod traffic", [Detector(negated: false), NftVerdictStatement.Goto(_cluster)]);
            }

            chain.Add(cause, "masquerade local traffic", [FromLocal, _mark]);
            chain.Add(cause, "short-circuit local traffic", [FromLocal, NftVerdictStatement.Goto(_cluster)]);
        }

        if (_service.HasExternalEndpoints)
        {
            chain.Add(cause, NftVerdictStatement.Goto(_service.ExternalPolicyLocal ? _local : _cluster));
        }
    }

    private void AddPolicyChains()
    {
        if (_service.Choice.Cluster.Count > 0 && _service.UsesClusterEndpoints)
        {
            AddPolicyChain(_cluster, _service.Choice.Cluster, _service.HasInternalEndpoints && !_service.InternalPolicyLocal);
        }

        if (_service.Choice.Local.Count > 0 && _service.UsesLocalEndpoints)
        {
            AddPolicyChain(_local, _service.Choice.Local, _service.HasInternalEndpoints && _service.InternalPolicyLocal);
        }
    }

    private void AddPolicyChain(string name, IReadOnlyList<ProxyEndpoint> endpoints, bool isInternal)
    {
        var chain = _transaction.AddServiceChain(name, 2 + (_service.HasAffinity ? endpoints.Count : 0));
        if (isInternal && !_layout.MarksInPlace && (_state.Configuration.MasqueradeAll || _state.LocalDetector.IsImplemented))
        {
            AddInternalMasquerade(chain);
        }

        if (_layout.SquashesEndpoints && !_service.HasAffinity)
        {
            chain.Add(
                _service.Cause,
                new NftProtocolMatch(_service.ProtocolText),
                endpoints.Count == 1 && !_layout.ChoosesFromOne ? new NftDnatStatement(endpoints[0].Address) : new NftRandomDnat(Destinations(endpoints)));
            return;
        }

        var chains = ChainsOf(endpoints, _endpointChains);
        if (_service.HasAffinity)
        {
            var sets = ChainsOf(endpoints, _endpointNames);
            for (var i = 0; i < endpoints.Count; i++)
            {
                chain.Add(endpoints[i].Cause, new NftSetMatch(IsSource: true, "affinity-" + sets[i]), NftVerdictStatement.Goto(chains[i]));
            }
        }

        chain.Add(_service.Cause, new NftRandomGoto(chains));
    }

    // Both policies' lists are subsequences of the reachable endpoints.
    private string[] ChainsOf(IReadOnlyList<ProxyEndpoint> endpoints, string[] names)
    {
        var reachable = _service.Choice.Reachable;
        if (endpoints == reachable)
        {
            return names;
        }

        var chains = new string[endpoints.Count];
        var at = 0;
        for (var i = 0; i < chains.Length; i++, at++)
        {
            while (reachable[at] != endpoints[i])
            {
                at++;
            }

            chains[i] = names[at];
        }

        return chains;
    }

    private void AddInternalMasquerade(NftChainBuilder chain)
    {
        var statements = new List<NftStatement> { new NftAddressMatch(IsSource: false, _service.ClusterIP.Text) };
        if (_layout.MasqueradeNamesPort)
        {
            statements.Add(new NftDestinationPortMatch(_service.ProtocolText, _service.Port));
        }

        if (!_state.Configuration.MasqueradeAll)
        {
            statements.Add(Detector(negated: true));
        }

        statements.Add(_mark);
        chain.Add(_service.ClusterIP.Cause, statements.ToArray());
    }

    private static string[] Destinations(IReadOnlyList<ProxyEndpoint> endpoints)
    {
        var destinations = new string[endpoints.Count];
        for (var i = 0; i < destinations.Length; i++)
        {
            destinations[i] = endpoints[i].IP + " . " + endpoints[i].Port.ToString(CultureInfo.InvariantCulture);
        }

        return destinations;
    }

    private void AddEndpointChains()
    {
        var protocol = new NftProtocolMatch(_service.ProtocolText);
        for (var i = 0; i < _endpointChains.Length; i++)
        {
            var endpoint = _service.Choice.Reachable[i];
            if (_layout.MarksInPlace && endpoint.IsLocal)
            {
                var port = endpoint.Port.ToString(CultureInfo.InvariantCulture);
                _transaction.AddElement(NftablesProxier.HairpinSet, $"{endpoint.IP} . {endpoint.IP} . {_service.ProtocolText} . {port}", endpoint.Cause);
            }

            if (!_layout.SquashesEndpoints || _service.HasAffinity)
            {
                AddEndpointChain(i, endpoint, protocol);
            }
        }
    }

    private void AddEndpointChain(int index, ProxyEndpoint endpoint, NftProtocolMatch protocol)
    {
        var chain = _transaction.AddServiceChain(_endpointChains[index], _service.HasAffinity ? 3 : 2);
        if (!_layout.MarksInPlace)
        {
            chain.Add(endpoint.Cause, new NftAddressMatch(IsSource: true, endpoint.IP), _mark);
        }

        if (_service.HasAffinity)
        {
            var set = "affinity-" + _endpointNames[index];
            var type = _state.Family == IPFamily.IPv6 ? "ipv6_addr" : "ipv4_addr";
            _transaction.AddAffinitySet(new NftSet(set, type, "dynamic,timeout", _service.StickyMaxAgeSeconds));
            chain.Add(endpoint.Cause, new NftUpdateSetStatement(set));
        }

        chain.Add(endpoint.Cause, protocol, new NftDnatStatement(endpoint.Address));
    }

    private NftStatement Detector(bool negated) => NftablesProxier.Detector(_state.LocalDetector, _layout, negated);
}
