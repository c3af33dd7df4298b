namespace SvcLint.Emulation.Iptables;

/// <summary>The chains to which every Service adds.</summary>
internal sealed record IptablesSharedChains
{
    public required IptablesChainBuilder FilterServices { get; init; }

    public required IptablesChainBuilder ExternalServices { get; init; }

    public required IptablesChainBuilder Forward { get; init; }

    public required IptablesChainBuilder FilterNodePorts { get; init; }

    public required IptablesChainBuilder ProxyFirewall { get; init; }

    public required IptablesChainBuilder NatServices { get; init; }

    public required IptablesChainBuilder NatNodePorts { get; init; }

    /// <summary>False in releases that leave node ports out when no address of the node serves them.</summary>
    public required bool ServesNodePorts { get; init; }

    /// <summary>Statistic matches by number of outcomes, each as the only match of a rule, shared by all Services.</summary>
    public Dictionary<int, StatisticMatch[]> Statistics { get; } = [];
}

/// <summary>The rules of one Service port, in the order in which kube-proxy writes them.</summary>
internal sealed class IptablesServiceRules
{
    private static readonly ChainTarget MarkMasq = new(IptablesProxier.MarkMasqChain);
    private static readonly LocalAddressMatch FromLocal = new(IsSource: true);

    private readonly ProxyState _state;
    private readonly ProxyServicePort _service;
    private readonly IptablesSharedChains _shared;
    private readonly IptablesTableBuilder _nat;
    private readonly ProtocolMatch _protocol;
    private readonly CommentMatch _name;
    private readonly DestinationPortMatch _port;
    private readonly ChainTarget _cluster;
    private readonly ChainTarget _local;
    private readonly ChainTarget _external;
    private readonly ChainTarget _firewall;

    // Of every rule that translates without affinity.
    private readonly IptablesMatch[] _toEndpoint;

    // One for each reachable endpoint.
    private readonly ChainTarget[] _endpoints;

    public IptablesServiceRules(ProxyState state, ProxyServicePort service, IptablesSharedChains shared, IptablesTableBuilder nat)
    {
        _state = state;
        _service = service;
        _shared = shared;
        _nat = nat;
        _protocol = ProtocolMatch.Of(service.ProtocolText);
        _name = new CommentMatch(service.NameText);
        _port = new DestinationPortMatch(service.Port);
        _toEndpoint = state.IsLargeCluster ? [_protocol] : [_name, _protocol];
        var hash = ChainHash.Name("", (service.NameText + service.ProtocolText).AsSpan(), 16);
        _cluster = new ChainTarget("KUBE-SVC-" + hash);
        _local = new ChainTarget("KUBE-SVL-" + hash);
        _external = new ChainTarget("KUBE-EXT-" + hash);
        _firewall = new ChainTarget("KUBE-FW-" + hash);
        var reachable = service.Choice.Reachable;
        _endpoints = new ChainTarget[reachable.Count];
        for (var i = 0; i < _endpoints.Length; i++)
        {
            var text = string.Concat(service.NameText, service.ProtocolText, reachable[i].Address);
            _endpoints[i] = new ChainTarget(ChainHash.Name("KUBE-SEP-", text.AsSpan(), 16));
        }
    }

    private ChainTarget Internal => _service.InternalPolicyLocal ? _local : _cluster;

    private bool UsesFirewall => _service.Choice.HasAny && _service.LoadBalancerVIPs.Count > 0 && _service.SourceRanges.Count > 0;

    // Why and how packets are refused that no endpoint may take.
    private CommentMatch Reason => new(_service.NameText + (_service.Choice.HasAny ? " has no local endpoints" : " has no endpoints"));

    private VerdictTarget Refusal => _service.Choice.HasAny ? VerdictTarget.Drop : VerdictTarget.Reject;

    public void Add(bool countsLocalhostNodePorts)
    {
        AddClusterIP();
        AddExternalIPs();
        AddLoadBalancerVIPs();
        AddNodePort(countsLocalhostNodePorts);
        AddHealthCheckNodePort();
        AddExternalChain();
        AddFirewallChain();
        AddPolicyChains();
        for (var i = 0; i < _endpoints.Length; i++)
        {
            AddEndpointChain(_service.Choice.Reachable[i], _endpoints[i]);
        }
    }

    private void AddClusterIP()
    {
        var destination = new AddressMatch(IsSource: false, _service.ClusterIP.Text);
        if (_service.HasInternalEndpoints)
        {
            _shared.NatServices.Add(_service.ClusterIP.Cause, Internal, Comment(" cluster IP"), _protocol, destination, _port);
        }
        else
        {
            _shared.FilterServices.Add(_service.InternalPolicyLocal && _service.Choice.HasAny ? _service.InternalPolicyCause : _service.ClusterIP.Cause, Refusal, Reason, _protocol, destination, _port);
        }
    }

    private void AddExternalIPs()
    {
        foreach (var address in _service.ExternalIPs)
        {
            var destination = new AddressMatch(IsSource: false, address.Text);
            if (_service.Choice.HasAny)
            {
                _shared.NatServices.Add(address.Cause, _external, Comment(" external IP"), _protocol, destination, _port);
            }

            AddExternalRefusal(address.Cause, destination);
        }
    }

    private void AddLoadBalancerVIPs()
    {
        foreach (var vip in _service.LoadBalancerVIPs)
        {
            var destination = new AddressMatch(IsSource: false, vip.Text);
            if (_service.Choice.HasAny)
            {
                var target = UsesFirewall ? _firewall : _external;
                _shared.NatServices.Add(vip.Cause, target, Comment(" loadbalancer IP"), _protocol, destination, _port);
            }

            if (UsesFirewall)
            {
                _shared.ProxyFirewall.Add(vip.Cause, VerdictTarget.Drop, Comment(" traffic not accepted by " + _firewall.Chain), _protocol, destination, _port);
            }
        }

        foreach (var vip in _service.LoadBalancerVIPs)
        {
            AddExternalRefusal(vip.Cause, new AddressMatch(IsSource: false, vip.Text));
        }
    }

    private void AddExternalRefusal(Cause cause, AddressMatch destination)
    {
        if (!_service.HasExternalEndpoints)
        {
            _shared.ExternalServices.Add(cause, Refusal, Reason, _protocol, destination, _port);
        }
    }

    private void AddNodePort(bool countsLocalhost)
    {
        if (_service.NodePort == 0 || !_shared.ServesNodePorts)
        {
            return;
        }

        var port = new DestinationPortMatch(_service.NodePort);
        if (_service.Choice.HasAny)
        {
            if (countsLocalhost)
            {
                _shared.NatNodePorts.Add(
                    _service.NodePortCause,
                    _external,
                    _name,
                    _protocol,
                    new AddressMatch(IsSource: false, "127.0.0.0/8"),
                    port,
                    new NfacctMatch("localhost_nps_accepted_pkts"));
            }

            _shared.NatNodePorts.Add(_service.NodePortCause, _external, _name, _protocol, port);
        }

        if (!_service.HasExternalEndpoints)
        {
            _shared.ExternalServices.Add(_service.NodePortCause, Refusal, Reason, new LocalAddressMatch(IsSource: false), _protocol, port);
        }
    }

    private void AddHealthCheckNodePort()
    {
        if (_service.HealthCheckNodePort != 0)
        {
            _shared.FilterNodePorts.Add(
                _service.HealthCheckNodePortCause,
                VerdictTarget.Accept,
                Comment(" health check node port"),
                ProtocolMatch.Of("tcp"),
                new DestinationPortMatch(_service.HealthCheckNodePort));
        }
    }

    private void AddExternalChain()
    {
        if (!_service.Choice.HasAny || !_service.ExternallyAccessible)
        {
            return;
        }

        var chain = _nat.AddOwn(_external.Chain, 4);
        var cause = _service.ExternalPolicyCause ?? _service.Cause;
        if (!_service.ExternalPolicyLocal)
        {
            chain.Add(cause, MarkMasq, new CommentMatch("masquerade traffic for " + _service.NameText + " external destinations"));
        }
        else
        {
            if (_state.LocalDetector.IsImplemented)
            {
                chain.Add(cause, _cluster, new CommentMatch("pod traffic for " + _service.NameText + " external destinations"), Detector(negated: false));
            }

            chain.Add(cause, MarkMasq, new CommentMatch("masquerade LOCAL traffic for " + _service.NameText + " external destinations"), FromLocal);
            chain.Add(cause, _cluster, new CommentMatch("route LOCAL traffic for " + _service.NameText + " external destinations"), FromLocal);
        }

        if (_service.HasExternalEndpoints)
        {
            chain.Add(cause, _service.ExternalPolicyLocal ? _local : _cluster);
        }
    }

    private void AddFirewallChain()
    {
        if (!UsesFirewall)
        {
            return;
        }

        var chain = _nat.AddOwn(_firewall.Chain, _service.SourceRanges.Count + 1);
        var comment = Comment(" loadbalancer IP");
        Cause? allowsNode = null;
        foreach (var range in _service.SourceRanges)
        {
            chain.Add(range.Cause, _external, comment, new AddressMatch(IsSource: true, range.Text));
            allowsNode ??= range.Range.Contains(_state.NodeIP) ? range.Cause : null;
        }

        // A node that is allowed uses the VIP itself as the source of what it sends there.
        if (allowsNode is not null)
        {
            foreach (var vip in _service.LoadBalancerVIPs)
            {
                chain.Add(allowsNode, _external, comment, new AddressMatch(IsSource: true, vip.Text));
            }
        }

        if (_state.Release.FirewallChainEndsWithComment)
        {
            chain.Add(_service.Cause, null, new CommentMatch("other traffic to " + _service.NameText + " will be dropped by KUBE-PROXY-FIREWALL"));
        }
    }

    private void AddPolicyChains()
    {
        var cluster = _service.Choice.Cluster.Count > 0 && _service.UsesClusterEndpoints
            ? _nat.AddOwn(_cluster.Chain, (_service.Choice.Cluster.Count * (_service.HasAffinity ? 2 : 1)) + 1)
            : null;
        var local = _service.Choice.Local.Count > 0 && _service.UsesLocalEndpoints
            ? _nat.AddOwn(_local.Chain, (_service.Choice.Local.Count * (_service.HasAffinity ? 2 : 1)) + 1)
            : null;
        if (_service.HasInternalEndpoints && (_service.InternalPolicyLocal ? local : cluster) is { } internalChain)
        {
            AddInternalMasquerade(internalChain);
        }

        if (cluster is not null)
        {
            AddLoadBalancing(cluster, _service.Choice.Cluster);
        }

        if (local is not null)
        {
            AddLoadBalancing(local, _service.Choice.Local);
        }
    }

    private void AddInternalMasquerade(IptablesChainBuilder chain)
    {
        var comment = Comment(" cluster IP");
        var destination = new AddressMatch(IsSource: false, _service.ClusterIP.Text);
        if (_state.Configuration.MasqueradeAll)
        {
            chain.Add(_service.ClusterIP.Cause, MarkMasq, comment, _protocol, destination, _port);
        }
        else if (_state.LocalDetector.IsImplemented)
        {
            chain.Add(_service.ClusterIP.Cause, MarkMasq, comment, _protocol, destination, _port, Detector(negated: true));
        }
    }

    private void AddLoadBalancing(IptablesChainBuilder chain, IReadOnlyList<ProxyEndpoint> endpoints)
    {
        if (_service.HasAffinity)
        {
            var at = 0;
            for (var i = 0; i < endpoints.Count; i++)
            {
                var target = EndpointChain(endpoints[i], ref at);
                AddToEndpoint(chain, endpoints[i], target, [new RecentMatch(target.Chain, _service.StickyMaxAgeSeconds)]);
            }
        }

        var next = 0;
        for (var i = 0; i < endpoints.Count; i++)
        {
            var outcomes = endpoints.Count - i;
            AddToEndpoint(chain, endpoints[i], EndpointChain(endpoints[i], ref next), outcomes == 1 ? [] : Statistic(outcomes));
        }
    }

    // Both policies' lists are subsequences of the reachable endpoints.
    private ChainTarget EndpointChain(ProxyEndpoint endpoint, ref int at)
    {
        var reachable = _service.Choice.Reachable;
        while (reachable[at] != endpoint)
        {
            at++;
        }

        return _endpoints[at];
    }

    private StatisticMatch[] Statistic(int outcomes)
    {
        if (!_shared.Statistics.TryGetValue(outcomes, out var match))
        {
            _shared.Statistics.Add(outcomes, match = [new StatisticMatch(outcomes)]);
        }

        return match;
    }

    private void AddToEndpoint(IptablesChainBuilder chain, ProxyEndpoint endpoint, ChainTarget target, IptablesMatch[] conditions)
    {
        if (_state.IsLargeCluster)
        {
            chain.Add(endpoint.Cause, target, conditions);
            return;
        }

        chain.Add(endpoint.Cause, target, [new CommentMatch(_service.NameText + " -> " + endpoint.Address), .. conditions]);
    }

    private void AddEndpointChain(ProxyEndpoint endpoint, ChainTarget target)
    {
        var chain = _nat.AddOwn(target.Chain, 2);
        var source = new AddressMatch(IsSource: true, endpoint.IP);
        var dnat = new DnatTarget(endpoint.Address);
        // A pod that reaches itself through its Service must not see itself as the sender.
        chain.Add(endpoint.Cause, MarkMasq, _state.IsLargeCluster ? [source] : [_name, source]);
        if (_service.HasAffinity)
        {
            var remember = new RecentMatch(target.Chain, Seconds: null);
            chain.Add(endpoint.Cause, dnat, _state.IsLargeCluster ? [remember, _protocol] : [_name, remember, _protocol]);
        }
        else
        {
            chain.Add(endpoint.Cause, dnat, _toEndpoint);
        }
    }

    private IptablesMatch Detector(bool negated) => IptablesProxier.DetectorMatch(_state.LocalDetector, negated);

    private CommentMatch Comment(string suffix) => new(_service.NameText + suffix);
}
