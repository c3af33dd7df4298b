using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Nftables;

/// <summary>
/// What nftables mode does with packets to node ports on loopback addresses since 1.37: nothing by default; by a gate it rejects and counts
/// them, but leaves TCP to a proxy in user space where nodePortAddresses names loopback addresses.
/// </summary>
internal sealed class NftablesLocalhostPorts
{
    private const string Map = "localhost-nodeport-reject-ports";
    private const string ChainPrefix = "localhost-nodeport-reject-";
    private const string CounterPrefix = "localhost-nodeport-rejected-";

    private static readonly string[] Protocols = ["tcp", "udp", "sctp"];

    private readonly NftablesTransaction _transaction;
    private readonly string[] _rejected;

    public NftablesLocalhostPorts(ProxyState state, NftablesTransaction transaction)
    {
        _transaction = transaction;
        _rejected = !state.Release.RejectsLocalhostNodePorts ? []
            : state.NodePortAddresses.NamesLoopback ? ["udp", "sctp"]
            : Protocols;
    }

    /// <summary>The base objects, and the deletion of those that are not used.</summary>
    public void AddBase(IPFamily family, string nodePortChain, Cause? cause)
    {
        _transaction.Add(new NftMap(Map, "inet_proto . inet_service", "localhost NodePorts rejected by kube-proxy"));
        foreach (var protocol in _rejected)
        {
            _transaction.Add(new NftCounter(CounterPrefix + protocol));
            _transaction.AddEmptyChain(new NftChain(ChainPrefix + protocol));
            _transaction.AddRule(cause, ChainPrefix + protocol, new NftCounterStatement(CounterPrefix + protocol), NftVerdictStatement.Reject);
        }

        if (_rejected.Length > 0)
        {
            var loopback = family == IPFamily.IPv6 ? "::1" : "127.0.0.0/8";
            _transaction.AddRule(cause, nodePortChain, new NftAddressMatch(IsSource: false, loopback), new NftVerdictMapLookup(NftKey.Port, Map));
        }
        else
        {
            _transaction.Delete(new NftMap(Map));
        }

        foreach (var protocol in Protocols)
        {
            if (Array.IndexOf(_rejected, protocol) < 0)
            {
                _transaction.Add(new NftChain(ChainPrefix + protocol));
                _transaction.Delete(new NftChain(ChainPrefix + protocol));
                _transaction.Add(new NftCounter(CounterPrefix + protocol));
                _transaction.Delete(new NftCounter(CounterPrefix + protocol));
            }
        }
    }

    /// <param name="protocol">Of the Service port.</param>
    /// <param name="key">Protocol and node port.</param>
    /// <param name="cause">The node port.</param>
    public void Add(string protocol, string key, Cause? cause)
    {
        if (Array.IndexOf(_rejected, protocol) >= 0)
        {
            _transaction.AddElement(Map, key, cause, NftVerdictStatement.Goto(ChainPrefix + protocol));
        }
    }
}
