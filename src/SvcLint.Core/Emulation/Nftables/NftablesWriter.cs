using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Nftables;

/// <summary>Writes a transaction as the text for <c>nft -f -</c>.</summary>
internal readonly struct NftablesWriter(RuleTextBuilder text, IPFamily family)
{
    private const string Table = "kube-proxy";

    private readonly string _ip = family == IPFamily.IPv6 ? "ip6" : "ip";

    /// <summary>The line that adds an object, without line end.</summary>
    public static string TextOf(IPFamily family, NftObject obj)
    {
        var text = new RuleTextBuilder(null, explain: false);
        new NftablesWriter(text, family).WriteCommand(new NftCommand(NftVerb.Add, obj));
        return text.ToString().TrimEnd('\n');
    }

    public void Write(IReadOnlyList<NftCommand> transaction)
    {
        for (var i = 0; i < transaction.Count; i++)
        {
            WriteCommand(transaction[i]);
        }
    }

    private void WriteCommand(NftCommand command)
    {
        switch (command.Object)
        {
            case NftRule rule:
                text.Explain(rule.Cause);
                Start(command.Verb, " rule ").Append(' ').Append(rule.Chain);
                WriteRule(rule);
                break;
            case NftChain chain:
                Start(command.Verb, " chain ").Append(' ').Append(chain.Name);
                WriteChain(chain);
                break;
            case NftElement element:
                text.Explain(element.Cause);
                Start(command.Verb, " element ").Append(' ').Append(element.Container);
                WriteElement(element);
                break;
            case NftSet set:
                Start(command.Verb, " set ").Append(' ').Append(set.Name);
                WriteSet(set);
                break;
            case NftMap map:
                Start(command.Verb, " map ").Append(' ').Append(map.Name);
                WriteMap(map);
                break;
            case NftCounter counter:
                Start(command.Verb, " counter ").Append(' ').Append(counter.Name);
                break;
            case NftTable table:
                Start(command.Verb, " table ");
                WriteBlock(null, table.Comment);
                break;
        }

        text.EndLine();
    }

    private RuleTextBuilder Start(NftVerb verb, string kind) =>
        text.Append(verb switch { NftVerb.Add => "add", NftVerb.Flush => "flush", _ => "delete" }).Append(kind).Append(_ip).Append(' ').Append(Table);

    private void WriteBlock(string? properties, string? comment)
    {
        if (properties is null && comment is null)
        {
            return;
        }

        text.Append(" {").Append(properties ?? "");
        if (comment is not null)
        {
            text.Append(" comment \"").Append(comment).Append("\" ;");
        }

        text.Append(" }");
    }

    private void WriteChain(NftChain chain)
    {
        if (chain.Hook is { } hook)
        {
            text.Append(" { type ").Append(hook.Type).Append(" hook ").Append(hook.Hook).Append(" priority ").Append(hook.Priority).Append(" ; }");
        }
        else
        {
            WriteBlock(null, chain.Comment);
        }
    }

    private void WriteSet(NftSet set)
    {
        if (set.Type is null)
        {
            return;
        }

        text.Append(" { type ").Append(set.Type).Append(" ;");
        if (set.Flags is not null)
        {
            text.Append(" flags ").Append(set.Flags).Append(" ;");
        }

        if (set.TimeoutSeconds is { } timeout)
        {
            text.Append(" timeout ").Append(timeout).Append("s ;");
        }

        WriteCommentAndClose(set.Comment);
    }

    private void WriteMap(NftMap map)
    {
        if (map.Type is not null)
        {
            text.Append(" { type ").Append(map.Type).Append(" : verdict ;");
            WriteCommentAndClose(map.Comment);
        }
    }

    private void WriteCommentAndClose(string? comment)
    {
        if (comment is not null)
        {
            text.Append(" comment \"").Append(comment).Append("\" ;");
        }

        text.Append(" }");
    }

    private void WriteElement(NftElement element)
    {
        text.Append(" { ").Append(element.Key);
        if (element.Comment is not null)
        {
            text.Append(" comment \"").Append(element.Comment).Append('"');
        }

        if (element.Verdict is not null)
        {
            text.Append(" :");
            WriteVerdict(element.Verdict);
        }

        text.Append(" }");
    }

    private void WriteRule(NftRule rule)
    {
        for (var i = 0; i < rule.Statements.Count; i++)
        {
            WriteStatement(rule.Statements[i]);
        }

        if (rule.Comment is not null)
        {
            text.Append(" comment \"").Append(rule.Comment).Append('"');
        }
    }

    private void WriteStatement(NftStatement statement)
    {
        switch (statement)
        {
            case NftAddressMatch address:
                Address(address.IsSource).Append(address.Negated ? " != " : " ").Append(address.Text);
                break;
            case NftVerdictStatement verdict:
                WriteVerdict(verdict);
                break;
            case NftProtocolMatch protocol:
                text.Append(" meta l4proto ").Append(protocol.Protocol);
                break;
            case NftDnatStatement dnat:
                text.Append(" dnat to ").Append(dnat.Destination);
                break;
            case NftRandomGoto random:
                WriteNumgen(random.Chains, " vmap {", " : goto ");
                break;
            case NftRandomDnat dnat:
                text.Append(" dnat ").Append(_ip).Append(" addr . port to");
                WriteNumgen(dnat.Destinations, " map {", " : ");
                break;
            case NftDestinationPortMatch port:
                text.Append(' ').Append(port.Protocol).Append(" dport ").Append(port.Port);
                break;
            case NftLocalAddressMatch local:
                text.Append(local.IsSource ? " fib saddr type local" : " fib daddr type local");
                break;
            case NftSetMatch set:
                Address(set.IsSource).Append(" @").Append(set.Set);
                break;
            case NftUpdateSetStatement update:
                text.Append(" update @").Append(update.Set).Append(" {");
                Address(isSource: true).Append(" }");
                break;
            default:
                WriteRareStatement(statement);
                break;
        }
    }

    private void WriteRareStatement(NftStatement statement)
    {
        switch (statement)
        {
            case NftAddressListMatch list:
                WriteAddressList(list);
                break;
            case NftKeyMatch match:
                WriteKey(match.Key);
                text.Append(" @").Append(match.Set);
                break;
            case NftVerdictMapLookup lookup:
                WriteKey(lookup.Key);
                text.Append(" vmap @").Append(lookup.Map);
                break;
            case NftInterfaceMatch name:
                text.Append(' ').Append(name.Keyword).Append(name.Negated ? " != " : " ").Append(name.Name);
                break;
            case NftConntrackStateMatch state:
                text.Append(" ct state ").Append(state.State);
                break;
            case NftConntrackStatusMatch status:
                text.Append(" ct status ").Append(status.Status);
                break;
            case NftMarkMatch mark:
                text.Append(" mark and ").AppendMark(mark.Mark).Append(mark.IsSet ? " != 0" : " == 0");
                break;
            case NftMarkStatement set:
                text.Append(set.IsXor ? " mark set mark xor " : " mark set mark or ").AppendMark(set.Mark);
                break;
            case NftCounterStatement counter:
                text.Append(" counter name \"").Append(counter.Name).Append('"');
                break;
            case NftMasqueradeStatement:
                text.Append(" masquerade fully-random");
                break;
            default:
                throw new InvalidOperationException("No text for " + statement);
        }
    }

    private RuleTextBuilder Address(bool isSource) => text.Append(' ').Append(_ip).Append(isSource ? " saddr" : " daddr");

    private void WriteKey(NftKey key)
    {
        if (key == NftKey.SourceAndDestination)
        {
            Address(isSource: true).Append(" .");
        }

        if (key != NftKey.Port)
        {
            Address(isSource: false).Append(" .");
        }

        text.Append(" meta l4proto . th dport");
        if (key == NftKey.DestinationAndSource)
        {
            text.Append(" .");
            Address(isSource: true);
        }
    }

    private void WriteAddressList(NftAddressListMatch list)
    {
        Address(list.IsSource).Append(list.Negated ? " != { " : " { ");
        for (var i = 0; i < list.Texts.Count; i++)
        {
            text.Append(i == 0 ? "" : list.IsSpaced ? " , " : ",").Append(list.Texts[i]);
        }

        text.Append(" }");
    }

    private void WriteNumgen(IReadOnlyList<string> outcomes, string map, string leadsTo)
    {
        text.Append(" numgen random mod ").Append(outcomes.Count).Append(map);
        for (var i = 0; i < outcomes.Count; i++)
        {
            text.Append(i == 0 ? " " : " , ").Append(i).Append(leadsTo).Append(outcomes[i]);
        }

        text.Append(" }");
    }

    private void WriteVerdict(NftVerdictStatement verdict)
    {
        text.Append(verdict.Verdict switch
        {
            NftVerdict.Jump => " jump ",
            NftVerdict.Goto => " goto ",
            NftVerdict.Drop => " drop",
            NftVerdict.Return => " return",
            _ => " reject",
        });
        text.Append(verdict.Chain ?? "");
    }
}
