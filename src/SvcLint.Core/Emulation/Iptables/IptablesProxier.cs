using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Iptables;

/// <summary>Emulates kube-proxy's iptables mode: a full sync.</summary>
/// <remarks>Source: pkg/proxy/iptables/proxier.go, syncProxyRules.</remarks>
internal sealed class IptablesProxier
{
    internal const string ServicesChain = "KUBE-SERVICES";
    internal const string ExternalServicesChain = "KUBE-EXTERNAL-SERVICES";
    internal const string NodePortsChain = "KUBE-NODEPORTS";
    internal const string ProxyFirewallChain = "KUBE-PROXY-FIREWALL";
    internal const string MarkMasqChain = "KUBE-MARK-MASQ";
    private const string PostroutingChain = "KUBE-POSTROUTING";
    private const string ForwardChain = "KUBE-FORWARD";
    private const string KubeFirewallChain = "KUBE-FIREWALL";
    private const string LoopbackRange = "127.0.0.0/8";

    private readonly ProxyState _state;
    private readonly NodePortAddresses _nodePortAddresses;
    private readonly bool _localhostNodePorts;
    private readonly IptablesTableBuilder _filterTable = new("filter");
    private readonly IptablesTableBuilder _natTable = new("nat");
    private readonly Cause? _configuration;

    private IptablesProxier(ProxyState state)
    {
        _state = state;
        _configuration = state.Configuration.Cause;
        _nodePortAddresses = state.NodePortAddresses;
        _localhostNodePorts = state.ServesLocalhostNodePorts;
    }

    private bool IsIPv6 => _state.Family == IPFamily.IPv6;

    private bool UsesNfacct => _state.Release.UsesNfacct && _state.Environment.Nfacct;

    public static IptablesRuleSet Sync(ProxyState state) => new IptablesProxier(state).Sync();

    /// <summary>The match that tells pods' packets (or, negated, others).</summary>
    internal static IptablesMatch DetectorMatch(LocalDetector detector, bool negated) => detector.Kind switch
    {
        LocalDetectorKind.Cidr => new AddressMatch(IsSource: true, detector.Value, negated),
        LocalDetectorKind.InterfaceNamePrefix => new InInterfaceMatch(detector.Value + "+", negated),
        _ => new InInterfaceMatch(detector.Value, negated),
    };

    private IptablesRuleSet Sync()
    {
        var chains = new IptablesSharedChains
        {
            FilterServices = _filterTable.AddShared(ServicesChain),
            ExternalServices = _filterTable.AddShared(ExternalServicesChain),
            Forward = _filterTable.AddShared(ForwardChain),
            FilterNodePorts = _filterTable.AddShared(NodePortsChain),
            ProxyFirewall = _filterTable.AddShared(ProxyFirewallChain),
            NatServices = _natTable.AddShared(ServicesChain),
            NatNodePorts = _natTable.AddShared(NodePortsChain),
            ServesNodePorts = !_state.Release.NodePortsNeedAddress || _nodePortAddresses.MatchesAll
                || _nodePortAddresses.Matching(_state.InterfaceAddresses).Count > 0,
        };
        AddKubeFirewall();
        AddMasquerading();
        var countsLocalhost = UsesNfacct && _localhostNodePorts;
        foreach (var service in InTextOrder(_state.ServicePorts))
        {
            new IptablesServiceRules(_state, service, chains, _natTable).Add(countsLocalhost);
        }

        AddNodePortsTail(chains.NatServices);
        AddForward(chains.Forward);
        return new IptablesRuleSet(_state.Family, Jumps(), [_filterTable.Build(), _natTable.Build()]);
    }

    // The canonical order of rules in shared chains: by the text in their comments, then by protocol.
    private static List<ProxyServicePort> InTextOrder(IReadOnlyList<ProxyServicePort> services)
    {
        var ordered = new List<ProxyServicePort>(services);
        ordered.Sort((a, b) => string.CompareOrdinal(a.NameText, b.NameText) is var order and not 0
            ? order
            : string.CompareOrdinal(a.ProtocolText, b.ProtocolText));
        return ordered;
    }

    private void AddKubeFirewall()
    {
        if (!_localhostNodePorts || !_state.Release.OwnsKubeFirewall)
        {
            return;
        }

        IptablesMatch[] accounting = UsesNfacct ? [new NfacctMatch("localhost_nps_dropped_pkts")] : [];
        _filterTable.AddShared(KubeFirewallChain).Add(
            _configuration,
            VerdictTarget.Drop,
            [
                new CommentMatch("block incoming localnet connections"),
                new AddressMatch(IsSource: false, LoopbackRange),
                new AddressMatch(IsSource: true, LoopbackRange, Negated: true),
                new ConntrackStateMatch("RELATED,ESTABLISHED,DNAT", Negated: true),
                .. accounting,
            ]);
    }

    private void AddMasquerading()
    {
        var mark = _state.Configuration.MasqueradeMark;
        var postrouting = _natTable.AddShared(PostroutingChain);
        postrouting.Add(_configuration, VerdictTarget.Return, new MarkMatch(mark, Negated: true));
        // Clears the bit, so that a packet that traverses the stack again is not masqueraded twice.
        postrouting.Add(_configuration, new MarkTarget(mark, IsXor: true));
        postrouting.Add(_configuration, new MasqueradeTarget(_state.IsFullyRandom), new CommentMatch("kubernetes service traffic requiring SNAT"));
        _natTable.AddShared(MarkMasqChain).Add(_configuration, new MarkTarget(mark, IsXor: false));
    }

    private void AddNodePortsTail(IptablesChainBuilder services)
    {
        var comment = new CommentMatch("kubernetes service nodeports; NOTE: this must be the last rule in this chain");
        var target = new ChainTarget(NodePortsChain);
        if (_nodePortAddresses.MatchesAll)
        {
            var local = new LocalAddressMatch(IsSource: false);
            if (IsIPv6)
            {
                services.Add(_configuration, target, comment, local, new AddressMatch(IsSource: false, "::1/128", Negated: true));
            }
            else if (!_localhostNodePorts)
            {
                services.Add(_configuration, target, comment, local, new AddressMatch(IsSource: false, LoopbackRange, Negated: true));
            }
            else
            {
                services.Add(_configuration, target, comment, local);
            }

            return;
        }

        var addresses = new List<string>();
        foreach (var address in _nodePortAddresses.Matching(_state.InterfaceAddresses))
        {
            if (!address.IsLoopback || _localhostNodePorts)
            {
                addresses.Add(address.ToString());
            }
        }

        addresses.Sort(string.CompareOrdinal);
        foreach (var address in addresses)
        {
            services.Add(_configuration, target, comment, new AddressMatch(IsSource: false, address));
        }
    }

    private void AddForward(IptablesChainBuilder forward)
    {
        if (!_state.Environment.TcpBeLiberal || !_state.Release.AsksTcpBeLiberal)
        {
            IptablesMatch[] accounting = UsesNfacct ? [new NfacctMatch("ct_state_invalid_dropped_pkts")] : [];
            forward.Add(_configuration, VerdictTarget.Drop, [new ConntrackStateMatch("INVALID"), .. accounting]);
        }

        forward.Add(
            _configuration,
            VerdictTarget.Accept,
            new CommentMatch("kubernetes forwarding rules"),
            new MarkMatch(_state.Configuration.MasqueradeMark));
        forward.Add(
            _configuration,
            VerdictTarget.Accept,
            new CommentMatch("kubernetes forwarding conntrack rule"),
            new ConntrackStateMatch("RELATED,ESTABLISHED"));
    }

    private List<IptablesJump> Jumps()
    {
        var jumps = new List<IptablesJump>();
        const string portals = "kubernetes service portals";
        const string external = "kubernetes externally-visible service portals";
        const string firewall = "kubernetes load balancer firewall";
        Add("filter", "INPUT", ExternalServicesChain, external, isNew: true);
        Add("filter", "FORWARD", ExternalServicesChain, external, isNew: true);
        Add("filter", "INPUT", NodePortsChain, "kubernetes health check service ports");
        Add("filter", "FORWARD", ServicesChain, portals, isNew: true);
        Add("filter", "OUTPUT", ServicesChain, portals, isNew: true);
        Add("filter", "FORWARD", ForwardChain, "kubernetes forwarding rules");
        Add("filter", "INPUT", ProxyFirewallChain, firewall, isNew: true);
        Add("filter", "OUTPUT", ProxyFirewallChain, firewall, isNew: true);
        Add("filter", "FORWARD", ProxyFirewallChain, firewall, isNew: true);
        Add("nat", "OUTPUT", ServicesChain, portals);
        Add("nat", "PREROUTING", ServicesChain, portals);
        if (!_state.Release.PostroutingJumpIsShared)
        {
            Add("nat", "POSTROUTING", PostroutingChain, "kubernetes postrouting rules");
        }

        if (_state.Release.OwnsKubeFirewall)
        {
            Add("filter", "INPUT", KubeFirewallChain, comment: null);
            Add("filter", "OUTPUT", KubeFirewallChain, comment: null);
        }

        if (_state.Release.PostroutingJumpIsShared)
        {
            Add("nat", "POSTROUTING", PostroutingChain, "kubernetes postrouting rules");
        }

        return jumps;

        void Add(string table, string chain, string target, string? comment, bool isNew = false)
        {
            var matches = new List<IptablesMatch>();
            if (isNew)
            {
                matches.Add(new ConntrackStateMatch("NEW"));
            }

            if (comment is not null)
            {
                matches.Add(new CommentMatch(comment));
            }

            jumps.Add(new IptablesJump(table, chain, new IptablesRule(matches, new ChainTarget(target), _configuration)));
        }
    }
}
