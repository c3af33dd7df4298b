using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Tracing;

/// <summary>Follows the first packet of a connection through emulated rules, to every outcome that it may have.</summary>
public sealed class PacketTracer
{
    private readonly ProxyState _state;
    private readonly RuleSet _rules;
    private readonly IptablesTraversal? _iptables;
    private readonly NftablesTraversal? _nftables;
    private readonly Dictionary<string, VirtualServer> _servers = new(StringComparer.Ordinal);
    private readonly HashSet<IPAddressValue> _bound = [];
    private readonly HashSet<IPAddressValue> _local = [];

    public PacketTracer(ProxyState state, RuleSet rules)
    {
        _state = state;
        _rules = rules;
        switch (rules)
        {
            case IptablesRuleSet iptables:
                _iptables = new IptablesTraversal(iptables.Jumps, iptables.Tables, []);
                break;
            case NftablesRuleSet nftables:
                _nftables = new NftablesTraversal(nftables);
                break;
            case IpvsRuleSet ipvs:
                _iptables = new IptablesTraversal(ipvs.Jumps, ipvs.Tables, ipvs.Sets);
                foreach (var server in ipvs.VirtualServers)
                {
                    _servers[server.Protocol + " " + server.Address] = server;
                }

                foreach (var address in ipvs.BoundAddresses)
                {
                    if (IPAddressValue.TryParseSloppy(address.IP, out var ip))
                    {
                        _bound.Add(ip);
                    }
                }

                break;
        }

        foreach (var service in state.ServicePorts)
        {
            foreach (var endpoint in service.Endpoints)
            {
                if (endpoint.IsLocal && IPAddressValue.TryParseSloppy(endpoint.IP, out var ip))
                {
                    _local.Add(ip);
                }
            }
        }
    }

    /// <summary>All outcomes; their probabilities add up to 1.</summary>
    public IReadOnlyList<TraceOutcome> Trace(Packet packet)
    {
        var outcomes = new List<TraceOutcome>();
        var choices = new ChoiceTree();
        do
        {
            var run = new TraceRun(_state, packet, choices, _bound);
            outcomes.Add(run.End(Follow(run)));
        }
        while (choices.Advance());

        return outcomes;
    }

    private TraceVerdict Follow(TraceRun run) => _nftables is not null
        ? FollowNftables(_nftables, run)
        : _rules is IpvsRuleSet ? FollowIpvs(_iptables!, run) : FollowIptables(_iptables!, run);

    private static TraceVerdict? Refused(IptablesVerdict? verdict) => verdict switch
    {
        IptablesVerdict.Drop => TraceVerdict.Dropped,
        IptablesVerdict.Reject => TraceVerdict.Rejected,
        _ => null,
    };

    private TraceVerdict Arrived(TraceRun run)
    {
        if (!run.IsTranslated)
        {
            return TraceVerdict.Unchanged;
        }

        var answersPastNode = run.Packet.Origin == PacketOrigin.Outside && !run.IsMasqueraded && !_local.Contains(run.Destination);
        return answersPastNode ? TraceVerdict.ReplyLost : TraceVerdict.Allowed;
    }

    private TraceVerdict FollowIptables(IptablesTraversal tables, TraceRun run)
    {
        var isOwn = run.Packet.Origin == PacketOrigin.Node;
        tables.Run("nat", isOwn ? "OUTPUT" : "PREROUTING", run);
        var filter = isOwn ? "OUTPUT" : run.IsDestinationLocal ? "INPUT" : "FORWARD";
        if (Refused(tables.Run("filter", filter, run)) is { } refused)
        {
            return refused;
        }

        // What the node sends to itself comes back over the loopback interface.
        if (isOwn && run.IsDestinationLocal && Refused(tables.Run("filter", "INPUT", run)) is { } onReturn)
        {
            return onReturn;
        }

        tables.Run("nat", "POSTROUTING", run);
        return Arrived(run);
    }

    private TraceVerdict FollowNftables(NftablesTraversal tables, TraceRun run)
    {
        var isOwn = run.Packet.Origin == PacketOrigin.Node;
        if (!tables.Run(isOwn ? "output" : "prerouting", run, out var verdict))
        {
            return verdict;
        }

        if (run.IsDestinationLocal || !isOwn)
        {
            if (!tables.Run(run.IsDestinationLocal ? "input" : "forward", run, out verdict))
            {
                return verdict;
            }
        }

        tables.Run("postrouting", run, out _);
        return Arrived(run);
    }

    // IPVS takes packets behind the input filter, and the node's own behind the output filter, which holds them to the source ranges.
    private TraceVerdict FollowIpvs(IptablesTraversal tables, TraceRun run)
    {
        var isOwn = run.Packet.Origin == PacketOrigin.Node;
        tables.Run("nat", isOwn ? "OUTPUT" : "PREROUTING", run);
        run.ComesFromBoundAddress = isOwn;
        if (Refused(tables.Run("filter", isOwn ? "OUTPUT" : run.IsDestinationLocal ? "INPUT" : "FORWARD", run)) is { } refused)
        {
            return refused;
        }

        run.ComesFromBoundAddress = false;

        var key = run.Packet.Protocol + " " + ProxyEndpoint.JoinHostPort(run.Destination.ToString(), run.Port);
        if (_servers.TryGetValue(key, out var server))
        {
            run.Step("virtual servers", server.Text, server.Cause);
            if (server.RealServers.Count == 0)
            {
                return TraceVerdict.Rejected;
            }

            var real = server.RealServers[run.Choices.Choose(server.RealServers.Count)];
            run.Step("virtual servers", $"-a {server.Service} -r {real.Address} -m -w {real.Weight}", real.Cause);
            run.Translate(real.Address);
        }
        else if (isOwn && run.IsDestinationLocal && Refused(tables.Run("filter", "INPUT", run)) is { } onReturn)
        {
            return onReturn;
        }

        tables.Run("nat", "POSTROUTING", run);
        return Arrived(run);
    }
}
