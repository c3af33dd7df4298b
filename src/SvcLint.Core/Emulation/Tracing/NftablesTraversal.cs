using System.Globalization;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Tracing;

/// <summary>Runs a packet through the base chains of an nftables transaction.</summary>
internal sealed class NftablesTraversal
{
    private readonly IPFamily _family;
    private readonly List<NftChain> _baseChains = [];
    private readonly Dictionary<string, List<NftRule>> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Container, string Key), NftElement> _elements = [];
    private readonly Dictionary<string, List<NftElement>> _intervals = new(StringComparer.Ordinal);

    public NftablesTraversal(NftablesRuleSet rules)
    {
        _family = rules.Family;
        foreach (var command in rules.Transaction)
        {
            if (command.Verb == NftVerb.Add)
            {
                Add(command.Object);
            }
        }

        _baseChains.Sort((a, b) => a.Hook!.Priority.CompareTo(b.Hook!.Priority));
    }

    /// <summary>True when the packet goes on behind the hook; else it was dropped or rejected, as the verdict says.</summary>
    public bool Run(string hook, TraceRun run, out TraceVerdict verdict)
    {
        verdict = TraceVerdict.Unchanged;
        foreach (var chain in _baseChains)
        {
            if (chain.Hook!.Hook != hook || (chain.Hook.Type == "nat" && run.IsTranslated && hook != "postrouting"))
            {
                continue;
            }

            var end = RunChain(chain.Name, run);
            if (end is Ending.Drop or Ending.Reject)
            {
                verdict = end == Ending.Drop ? TraceVerdict.Dropped : TraceVerdict.Rejected;
                return false;
            }
        }

        return true;
    }

    private enum Ending
    {
        /// <summary>The chain ran out, or returned.</summary>
        None,

        /// <summary>Address translation ends the base chain.</summary>
        Accept,
        Drop,
        Reject,
    }

    private void Add(NftObject obj)
    {
        switch (obj)
        {
            case NftChain { Hook: not null } chain:
                _baseChains.Add(chain);
                break;
            case NftRule rule:
                if (!_rules.TryGetValue(rule.Chain, out var rules))
                {
                    _rules.Add(rule.Chain, rules = []);
                }

                rules.Add(rule);
                break;
            case NftElement element:
                _elements[(element.Container, element.Key)] = element;
                if (element.Key.IndexOf('/') >= 0)
                {
                    if (!_intervals.TryGetValue(element.Container, out var intervals))
                    {
                        _intervals.Add(element.Container, intervals = []);
                    }

                    intervals.Add(element);
                }

                break;
        }
    }

    private Ending RunChain(string chain, TraceRun run)
    {
        if (!_rules.TryGetValue(chain, out var rules))
        {
            return Ending.None;
        }

        foreach (var rule in rules)
        {
            var (end, leaves) = RunRule(rule, run);
            if (end != Ending.None || leaves)
            {
                return end;
            }
        }

        return Ending.None;
    }

    // Leaves: the chain is left for good, by goto or return.
    private (Ending End, bool Leaves) RunRule(NftRule rule, TraceRun run)
    {
        foreach (var statement in rule.Statements)
        {
            if (statement is NftVerdictStatement verdict)
            {
                if (verdict.Verdict != NftVerdict.Return)
                {
                    Step(rule, run);
                }

                return Follow(verdict, run);
            }

            if (statement is NftVerdictMapLookup lookup)
            {
                return Find(lookup.Map, KeyText(lookup.Key, run)) is { Verdict: { } found } element ? FollowElement(element, found, run) : (Ending.None, false);
            }

            if (statement is NftRandomGoto random)
            {
                Step(rule, run);
                return (RunChain(random.Chains[run.Choices.Choose(random.Chains.Count)], run), true);
            }

            if (IsTranslation(statement, run))
            {
                Step(rule, run);
                return (Ending.Accept, true);
            }

            if (!Matches(statement, run))
            {
                return (Ending.None, false);
            }
        }

        if (rule.Statements.Count > 0 && rule.Statements[rule.Statements.Count - 1] is NftMarkStatement)
        {
            Step(rule, run);
        }

        return (Ending.None, false);
    }

    private (Ending End, bool Leaves) FollowElement(NftElement element, NftVerdictStatement verdict, TraceRun run)
    {
        run.Step(element.Container, NftablesWriter.TextOf(_family, element), element.Cause);
        return Follow(verdict, run);
    }

    private (Ending End, bool Leaves) Follow(NftVerdictStatement verdict, TraceRun run) => verdict.Verdict switch
    {
        NftVerdict.Jump => (Jump(verdict.Chain!, run), false),
        NftVerdict.Goto => (Jump(verdict.Chain!, run), true),
        NftVerdict.Drop => (Ending.Drop, true),
        NftVerdict.Reject => (Ending.Reject, true),
        _ => (Ending.None, true),
    };

    // The step that led here is the last one.
    private Ending Jump(string chain, TraceRun run)
    {
        var before = run.Steps.Count - 1;
        var end = RunChain(chain, run);
        run.ForgetVainJump(before);
        return end;
    }

    private void Step(NftRule rule, TraceRun run) => run.Step(rule.Chain, NftablesWriter.TextOf(_family, rule), rule.Cause);

    private static bool IsTranslation(NftStatement statement, TraceRun run)
    {
        switch (statement)
        {
            case NftDnatStatement dnat:
                run.Translate(dnat.Destination);
                return true;
            case NftRandomDnat random:
                var parts = random.Destinations[run.Choices.Choose(random.Destinations.Count)].Split(' ');
                run.Translate(parts[0], parts[2]);
                return true;
            case NftMasqueradeStatement:
                run.IsMasqueraded = true;
                return true;
            default:
                return false;
        }
    }

    private bool Matches(NftStatement statement, TraceRun run)
    {
        switch (statement)
        {
            case NftMarkStatement mark:
                run.Mark = mark.IsXor ? run.Mark ^ mark.Mark : run.Mark | mark.Mark;
                return true;
            case NftUpdateSetStatement or NftCounterStatement:
                return true;
            case NftAddressMatch address:
                return Covers(address.Text, AddressOf(address.IsSource, run)) != address.Negated;
            case NftAddressListMatch list:
                return list.Texts.Any(text => Covers(text, AddressOf(list.IsSource, run))) != list.Negated;
            case NftSetMatch set:
                return Find(set.Set, AddressOf(set.IsSource, run).ToString()) is not null;
            case NftKeyMatch key:
                return IsInSet(key, run);
            case NftDestinationPortMatch port:
                return port.Protocol == run.Packet.Protocol && port.Port == run.Port;
            case NftProtocolMatch protocol:
                return protocol.Protocol == run.Packet.Protocol;
            case NftLocalAddressMatch local:
                return local.IsSource ? run.IsSourceLocal : run.IsDestinationLocal;
            case NftInterfaceMatch name:
                return (run.Packet.Origin == PacketOrigin.Pod) != name.Negated;
            case NftConntrackStateMatch state:
                return state.State == "new";
            case NftConntrackStatusMatch:
                return run.IsTranslated;
            case NftMarkMatch mark:
                return ((run.Mark & mark.Mark) != 0) == mark.IsSet;
            default:
                return false;
        }
    }

    private static IPAddressValue AddressOf(bool isSource, TraceRun run) => isSource ? run.Packet.Source : run.Destination;

    private static bool Covers(string text, IPAddressValue address) =>
        CidrValue.TryParseSloppy(text, out var range) ? range.Contains(address) : IPAddressValue.TryParseSloppy(text, out var single) && single == address;

    private bool IsInSet(NftKeyMatch match, TraceRun run)
    {
        var key = KeyText(match.Key, run);
        if (Find(match.Set, key) is not null)
        {
            return true;
        }

        var prefix = KeyText(NftKey.Destination, run) + " . ";
        return match.Key == NftKey.DestinationAndSource && _intervals.TryGetValue(match.Set, out var intervals)
            && intervals.Exists(e => e.Key.StartsWith(prefix, StringComparison.Ordinal) && Covers(e.Key.Substring(prefix.Length), run.Packet.Source));
    }

    private NftElement? Find(string container, string key) => _elements.TryGetValue((container, key), out var element) ? element : null;

    private static string KeyText(NftKey key, TraceRun run)
    {
        var port = run.Packet.Protocol + " . " + run.Port.ToString(CultureInfo.InvariantCulture);
        return key switch
        {
            NftKey.Port => port,
            NftKey.Destination => run.Destination + " . " + port,
            NftKey.DestinationAndSource => run.Destination + " . " + port + " . " + run.Packet.Source,
            _ => run.Packet.Source + " . " + run.Destination + " . " + port,
        };
    }
}
