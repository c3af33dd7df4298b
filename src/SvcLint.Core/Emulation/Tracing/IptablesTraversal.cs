using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;

namespace SvcLint.Emulation.Tracing;

/// <summary>Runs a packet through iptables rules: those of iptables mode, and those around the virtual servers of ipvs mode.</summary>
internal sealed class IptablesTraversal
{
    private readonly Dictionary<(string Table, string Chain), IReadOnlyList<IptablesRule>> _chains = [];
    private readonly Dictionary<string, HashSet<string>> _sets = new(StringComparer.Ordinal);

    public IptablesTraversal(IReadOnlyList<IptablesJump> jumps, IReadOnlyList<IptablesTable> tables, IReadOnlyList<IpSet> sets)
    {
        foreach (var table in tables)
        {
            foreach (var chain in table.Chains)
            {
                _chains[(table.Name, chain.Name)] = chain.Rules;
            }
        }

        // Each jump is inserted at the top, so the last one is met first.
        foreach (var jump in jumps.Reverse())
        {
            var key = (jump.Table, jump.Chain);
            _chains[key] = _chains.TryGetValue(key, out var rules) ? [.. rules, jump.Rule] : [jump.Rule];
        }

        foreach (var set in sets)
        {
            _sets[set.Name] = new HashSet<string>(set.Entries.Select(entry => entry.Text), StringComparer.Ordinal);
        }
    }

    /// <summary>Accept, Drop or Reject; null when no rule decided.</summary>
    public IptablesVerdict? Run(string table, string chain, TraceRun run)
    {
        if (!_chains.TryGetValue((table, chain), out var rules))
        {
            return null;
        }

        foreach (var rule in rules)
        {
            if (rule.Target is null || !Matches(rule, run))
            {
                continue;
            }

            var verdict = Apply(table, chain, rule, run);
            if (verdict == IptablesVerdict.Return)
            {
                return null;
            }

            if (verdict is not null)
            {
                return verdict;
            }
        }

        return null;
    }

    private IptablesVerdict? Apply(string table, string chain, IptablesRule rule, TraceRun run)
    {
        var before = run.Steps.Count;
        if (rule.Target is not VerdictTarget { Verdict: IptablesVerdict.Return })
        {
            run.Step(chain, IptablesWriter.TextOf(chain, rule), rule.Cause);
        }

        switch (rule.Target)
        {
            case ChainTarget target:
                var verdict = Run(table, target.Chain, run);
                run.ForgetVainJump(before);
                return verdict;
            case VerdictTarget end:
                return end.Verdict;
            case MarkTarget mark:
                run.Mark = mark.IsXor ? run.Mark ^ mark.Mark : run.Mark | mark.Mark;
                return null;
            case MasqueradeTarget:
                run.IsMasqueraded = true;
                return IptablesVerdict.Accept;
            case DnatTarget dnat:
                run.Translate(dnat.Destination);
                return IptablesVerdict.Accept;
            default:
                return null;
        }
    }

    private bool Matches(IptablesRule rule, TraceRun run)
    {
        for (var i = 0; i < rule.Matches.Count; i++)
        {
            if (!Matches(rule.Matches[i], run))
            {
                return false;
            }
        }

        return true;
    }

    private bool Matches(IptablesMatch match, TraceRun run) => match switch
    {
        CommentMatch or NfacctMatch => true,
        ProtocolMatch protocol => protocol.Protocol == run.Packet.Protocol,
        AddressMatch address => address.Range.Contains(address.IsSource ? run.Source : run.Destination) != address.Negated,
        DestinationPortMatch port => port.Port == run.Port,
        InInterfaceMatch inInterface => (run.Packet.Origin == PacketOrigin.Pod) != inInterface.Negated,
        ConntrackStateMatch state => IsState(state, run) != state.Negated,
        MarkMatch mark => ((run.Mark & mark.Mark) == mark.Mark) != mark.Negated,
        LocalAddressMatch local => (local.IsSource ? run.IsSourceLocal : run.IsDestinationLocal) != local.Negated,
        StatisticMatch statistic => run.Choices.OneIn(statistic.Outcomes),
        // The client is new to every endpoint.
        RecentMatch recent => recent.Seconds is null,
        SetMatch set => IsInSet(set, run),
        IpvsMatch ipvs => ipvs.Protocol == run.Packet.Protocol && ipvs.Port == run.Packet.Port && ipvs.Address == run.Packet.Destination.ToString(),
        NotFromBridgeMatch => true,
        // Only packets that a virtual server already forwarded belong to one, and those are replies here.
        _ => false,
    };

    private static bool IsState(ConntrackStateMatch match, TraceRun run)
    {
        foreach (var state in match.States.Split(','))
        {
            if (state == "NEW" || (state == "DNAT" && run.IsTranslated))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsInSet(SetMatch match, TraceRun run)
    {
        if (!_sets.TryGetValue(match.Set, out var entries))
        {
            return false;
        }

        var source = run.Source.ToString();
        var destination = run.Destination.ToString();
        var port = run.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return match.Flags switch
        {
            "dst" => entries.Contains(port) || entries.Contains(destination),
            "dst,dst" => entries.Contains($"{destination},{run.Packet.Protocol}:{port}"),
            "src,dst" => entries.Contains($"{source},{run.Packet.Protocol}:{port}"),
            _ => entries.Contains($"{destination},{run.Packet.Protocol}:{port},{source}") || IsInRange(entries, $"{destination},{run.Packet.Protocol}:{port},", run),
        };
    }

    private static bool IsInRange(HashSet<string> entries, string prefix, TraceRun run)
    {
        foreach (var entry in entries)
        {
            if (entry.StartsWith(prefix, StringComparison.Ordinal)
                && Kubernetes.CidrValue.TryParseSloppy(entry.Substring(prefix.Length), out var range) && range.Contains(run.Source))
            {
                return true;
            }
        }

        return false;
    }
}
