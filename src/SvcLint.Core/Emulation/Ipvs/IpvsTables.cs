using SvcLint.Emulation.Iptables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Ipvs;

/// <summary>The iptables rules of ipvs mode, most of which look into sets.</summary>
internal sealed class IpvsTables
{
    private const string ServicesChain = "KUBE-SERVICES";
    private const string PostroutingChain = "KUBE-POSTROUTING";
    private const string NodePortChain = "KUBE-NODE-PORT";
    private const string LoadBalancerChain = "KUBE-LOAD-BALANCER";
    private const string MarkMasqChain = "KUBE-MARK-MASQ";
    private const string ForwardChain = "KUBE-FORWARD";
    private const string ProxyFirewallChain = "KUBE-PROXY-FIREWALL";
    private const string SourceRangesChain = "KUBE-SOURCE-RANGES-FIREWALL";
    private const string FilterChain = "KUBE-IPVS-FILTER";
    private const string OutFilterChain = "KUBE-IPVS-OUT-FILTER";
    private const string PlaceAndPort = "dst,dst";

    private static readonly string[] Protocols = ["tcp", "udp", "sctp"];
    private static readonly ChainTarget MarkMasq = new(MarkMasqChain);

    private readonly ProxyState _state;
    private readonly IpSetTable _sets;
    private readonly List<IptablesRule> _outFilterRules;
    private readonly IptablesTableBuilder _nat = new("nat");
    private readonly IptablesTableBuilder _filter = new("filter");
    private readonly Cause? _cause;

    public IpvsTables(ProxyState state, IpSetTable sets, List<IptablesRule> outFilterRules)
    {
        _state = state;
        _sets = sets;
        _outFilterRules = outFilterRules;
        _cause = state.Configuration.Cause;
    }

    public IReadOnlyList<IptablesTable> Build()
    {
        BuildNat();
        BuildFilter();
        return [_nat.Build(), _filter.Build()];
    }

    public IReadOnlyList<IptablesJump> Jumps()
    {
        var jumps = new List<IptablesJump>();
        Add("nat", "OUTPUT", ServicesChain, "kubernetes service portals");
        Add("nat", "PREROUTING", ServicesChain, "kubernetes service portals");
        Add("nat", "POSTROUTING", PostroutingChain, "kubernetes postrouting rules");
        Add("filter", "FORWARD", ForwardChain, "kubernetes forwarding rules");
        Add("filter", "INPUT", NodePortChain, "kubernetes health check rules");
        Add("filter", "INPUT", ProxyFirewallChain, "kube-proxy firewall rules");
        Add("filter", "FORWARD", ProxyFirewallChain, "kube-proxy firewall rules");
        Add("filter", "INPUT", FilterChain, "kubernetes ipvs access filter");
        if (_state.Release.IpvsFiltersOutput)
        {
            Add("filter", "OUTPUT", OutFilterChain, "kubernetes ipvs access filter");
        }

        return jumps;

        void Add(string table, string chain, string target, string comment) =>
            jumps.Add(new IptablesJump(table, chain, new IptablesRule([new CommentMatch(comment)], new ChainTarget(target), _cause)));
    }

    private void BuildNat()
    {
        var services = _nat.AddShared(ServicesChain);
        var postrouting = _nat.AddShared(PostroutingChain);
        var nodePort = _nat.AddShared(NodePortChain);
        var loadBalancer = _nat.AddShared(LoadBalancerChain);
        var mark = _state.Configuration.MasqueradeMark;
        _nat.AddShared(MarkMasqChain).Add(_cause, new MarkTarget(mark, IsXor: false));

        services.Add(_cause, VerdictTarget.Return, new AddressMatch(IsSource: true, _state.Family == IPFamily.IPv6 ? "::1/128" : "127.0.0.0/8"));
        AddLookup(postrouting, IpSetTable.LoopBack, "dst,dst,src", new MasqueradeTarget(RandomFully: false));
        AddLookup(services, IpSetTable.LoadBalancer, PlaceAndPort, new ChainTarget(LoadBalancerChain));
        AddLookup(loadBalancer, IpSetTable.LoadBalancerLocal, PlaceAndPort, VerdictTarget.Return);
        foreach (var protocol in Protocols)
        {
            AddNodePorts(nodePort, protocol, IpSetTable.NodePortLocal(protocol), VerdictTarget.Return);
            AddNodePorts(nodePort, protocol, IpSetTable.NodePort(protocol), MarkMasq);
        }

        AddClusterIPs(services);
        AddExternalIPs(services);
        services.Add(_cause, new ChainTarget(NodePortChain), new LocalAddressMatch(IsSource: false));
        loadBalancer.Add(_cause, MarkMasq);
        foreach (var set in new[] { IpSetTable.ClusterIP, IpSetTable.LoadBalancer })
        {
            if (!_sets.IsEmpty(set))
            {
                services.Add(_cause, VerdictTarget.Accept, Lookup(set, PlaceAndPort));
            }
        }

        postrouting.Add(_cause, VerdictTarget.Return, new MarkMatch(mark, Negated: true));
        postrouting.Add(_cause, new MarkTarget(mark, IsXor: true));
        postrouting.Add(_cause, new MasqueradeTarget(_state.IsFullyRandom), new CommentMatch("kubernetes service traffic requiring SNAT"));
    }

    private void AddNodePorts(IptablesChainBuilder chain, string protocol, string set, IptablesTarget target)
    {
        if (!_sets.IsEmpty(set))
        {
            var flags = protocol == "sctp" ? PlaceAndPort : "dst";
            chain.Add(_cause, target, new ProtocolMatch(protocol, LoadsModule: false), new CommentMatch(_sets.Comment(set)), Lookup(set, flags));
        }
    }

    private void AddClusterIPs(IptablesChainBuilder services)
    {
        if (_sets.IsEmpty(IpSetTable.ClusterIP))
        {
            return;
        }

        var comment = new CommentMatch(_sets.Comment(IpSetTable.ClusterIP));
        if (_state.Configuration.MasqueradeAll)
        {
            services.Add(_cause, MarkMasq, comment, Lookup(IpSetTable.ClusterIP, PlaceAndPort));
        }
        else if (_state.LocalDetector.IsImplemented)
        {
            services.Add(_cause, MarkMasq, comment, Lookup(IpSetTable.ClusterIP, PlaceAndPort), IptablesProxier.DetectorMatch(_state.LocalDetector, negated: true));
        }
        else
        {
            // Masquerades what a cluster IP sends: what a node's own processes send out over the dummy interface.
            services.Add(_cause, MarkMasq, comment, Lookup(IpSetTable.ClusterIP, "src,dst"));
        }
    }

    private void AddExternalIPs(IptablesChainBuilder services)
    {
        AddLookup(services, IpSetTable.ExternalIP, PlaceAndPort, MarkMasq);
        foreach (var set in new[] { IpSetTable.ExternalIP, IpSetTable.ExternalIPLocal })
        {
            if (_sets.IsEmpty(set))
            {
                continue;
            }

            // Packets from elsewhere that are not bridged, and packets whose destination is bound here.
            var comment = new CommentMatch(_sets.Comment(set));
            services.Add(_cause, VerdictTarget.Accept, comment, Lookup(set, PlaceAndPort), NotFromBridgeMatch.Instance, new LocalAddressMatch(IsSource: true, Negated: true));
            services.Add(_cause, VerdictTarget.Accept, comment, Lookup(set, PlaceAndPort), new LocalAddressMatch(IsSource: false));
        }
    }

    private void BuildFilter()
    {
        var forward = _filter.AddShared(ForwardChain);
        var nodePort = _filter.AddShared(NodePortChain);
        var firewall = _filter.AddShared(ProxyFirewallChain);
        var ranges = _filter.AddShared(SourceRangesChain);
        var filter = _filter.AddShared(FilterChain);
        forward.Add(_cause, VerdictTarget.Accept, new CommentMatch("kubernetes forwarding rules"), new MarkMatch(_state.Configuration.MasqueradeMark));
        forward.Add(_cause, VerdictTarget.Accept, new CommentMatch("kubernetes forwarding conntrack rule"), new ConntrackStateMatch("RELATED,ESTABLISHED"));
        nodePort.Add(_cause, VerdictTarget.Accept, new CommentMatch(_sets.Comment(IpSetTable.HealthCheckNodePort)), Lookup(IpSetTable.HealthCheckNodePort, "dst"));
        AddLookup(firewall, IpSetTable.LoadBalancerFirewall, PlaceAndPort, new ChainTarget(SourceRangesChain));
        AddLookup(ranges, IpSetTable.LoadBalancerSourceCidr, "dst,dst,src", VerdictTarget.Return);
        AddLookup(ranges, IpSetTable.LoadBalancerSourceIP, "dst,dst,src", VerdictTarget.Return);
        ranges.Add(_cause, VerdictTarget.Drop);
        AddAccessFilter(filter);
        if (_state.Release.IpvsFiltersOutput)
        {
            AddOutFilter();
        }
    }

    // What is no Service's port on an address of kube-ipvs0 must not reach the node's own listeners.
    private void AddAccessFilter(IptablesChainBuilder filter)
    {
        filter.Add(_cause, VerdictTarget.Return, Lookup(IpSetTable.LoadBalancer, PlaceAndPort));
        filter.Add(_cause, VerdictTarget.Return, Lookup(IpSetTable.ClusterIP, PlaceAndPort));
        filter.Add(_cause, VerdictTarget.Return, Lookup(IpSetTable.ExternalIP, PlaceAndPort));
        if (_state.Release.IpvsFilterPassesLocalExternalIPs)
        {
            filter.Add(_cause, VerdictTarget.Return, Lookup(IpSetTable.ExternalIPLocal, PlaceAndPort));
        }

        if (_state.Release.IpvsFilterPassesHealthChecks)
        {
            filter.Add(_cause, VerdictTarget.Return, Lookup(IpSetTable.HealthCheckNodePort, "dst"));
        }

        filter.Add(_cause, VerdictTarget.Reject, new ConntrackStateMatch("NEW"), Lookup(IpSetTable.IpvsIPs, "dst"));
    }

    private void AddOutFilter()
    {
        var chain = _filter.AddShared(OutFilterChain);
        _outFilterRules.Sort((a, b) => string.CompareOrdinal(SortKey(a), SortKey(b)));
        foreach (var rule in _outFilterRules)
        {
            chain.Add(rule);
        }
    }

    private static string SortKey(IptablesRule rule) => rule.Matches is [AddressMatch, IpvsMatch ipvs]
        ? $"{ipvs.Address} {ipvs.Protocol} --vport {ipvs.Port} "
        : "";

    private void AddLookup(IptablesChainBuilder chain, string set, string flags, IptablesTarget target)
    {
        if (!_sets.IsEmpty(set))
        {
            chain.Add(_cause, target, new CommentMatch(_sets.Comment(set)), Lookup(set, flags));
        }
    }

    private SetMatch Lookup(string set, string flags) => new(_sets.KernelName(set), flags);
}
