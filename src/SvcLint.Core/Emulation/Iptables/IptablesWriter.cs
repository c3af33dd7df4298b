namespace SvcLint.Emulation.Iptables;

/// <summary>Writes the sections <c># jumps</c> and <c># iptables-restore</c>.</summary>
internal readonly struct IptablesWriter(RuleTextBuilder text)
{
    /// <summary>A rule by itself, without line end.</summary>
    public static string TextOf(string chain, IptablesRule rule)
    {
        var text = new RuleTextBuilder(null, explain: false);
        new IptablesWriter(text.Append("-A ").Append(chain)).WriteRule(rule);
        return text.ToString().TrimEnd('\n');
    }

    public void WriteJumps(IReadOnlyList<IptablesJump> jumps)
    {
        text.Line("# jumps");
        foreach (var jump in jumps)
        {
            text.Append("-t ").Append(jump.Table).Append(" -I ").Append(jump.Chain);
            WriteRule(jump.Rule);
        }
    }

    public void WriteRestore(IReadOnlyList<IptablesTable> tables)
    {
        text.Line("# iptables-restore");
        foreach (var table in tables)
        {
            text.Append('*').Line(table.Name);
            foreach (var chain in table.Chains)
            {
                text.Append(':').Append(chain.Name).Line(" - [0:0]");
            }

            foreach (var chain in table.Chains)
            {
                for (var i = 0; i < chain.Rules.Count; i++)
                {
                    text.Explain(chain.Rules[i].Cause);
                    text.Append("-A ").Append(chain.Name);
                    WriteRule(chain.Rules[i]);
                }
            }

            text.Line("COMMIT");
        }
    }

    private void WriteRule(IptablesRule rule)
    {
        for (var i = 0; i < rule.Matches.Count; i++)
        {
            WriteMatch(rule.Matches[i]);
        }

        if (rule.Target is not null)
        {
            WriteTarget(rule.Target);
        }

        text.EndLine();
    }

    private void WriteMatch(IptablesMatch match)
    {
        switch (match)
        {
            case CommentMatch comment:
                WriteComment(comment.Text);
                break;
            case ProtocolMatch protocol:
                text.Append(protocol.LoadsModule ? " -m " : "").Append(protocol.LoadsModule ? protocol.Protocol : "").Append(" -p ").Append(protocol.Protocol);
                break;
            case AddressMatch address:
                text.Append(address.Negated ? " !" : "").Append(address.IsSource ? " -s " : " -d ").Append(address.Text);
                break;
            case StatisticMatch statistic:
                text.Append(" -m statistic --mode random --probability ").Append(statistic.Text);
                break;
            case DestinationPortMatch port:
                text.Append(" --dport ").Append(port.Port);
                break;
            case RecentMatch recent:
                WriteRecent(recent);
                break;
            case SetMatch set:
                text.Append(" -m set --match-set ").Append(set.Set).Append(' ').Append(set.Flags);
                break;
            default:
                WriteRareMatch(match);
                break;
        }
    }

    private void WriteRareMatch(IptablesMatch match)
    {
        switch (match)
        {
            case InInterfaceMatch inInterface:
                text.Append(inInterface.Negated ? " ! -i " : " -i ").Append(inInterface.Name);
                break;
            case ConntrackStateMatch state:
                text.Append(state.Negated ? " -m conntrack ! --ctstate " : " -m conntrack --ctstate ").Append(state.States);
                break;
            case MarkMatch mark:
                text.Append(mark.Negated ? " -m mark ! --mark " : " -m mark --mark ").AppendMark(mark.Mark).Append('/').AppendMark(mark.Mark);
                break;
            case LocalAddressMatch local:
                text.Append(local.Negated ? " -m addrtype !" : " -m addrtype").Append(local.IsSource ? " --src-type LOCAL" : " --dst-type LOCAL");
                break;
            case NfacctMatch nfacct:
                text.Append(" -m nfacct --nfacct-name ").Append(nfacct.Counter);
                break;
            case NotFromBridgeMatch:
                text.Append(" -m physdev ! --physdev-is-in");
                break;
            case IpvsMatch ipvs:
                text.Append(" -m ipvs --vaddr ").Append(ipvs.Address).Append(" --vproto ").Append(ipvs.Protocol).Append(" --vport ").Append(ipvs.Port);
                break;
            default:
                throw new InvalidOperationException("No text for " + match);
        }
    }

    private void WriteComment(string comment)
    {
        var quote = comment.IndexOf(' ') >= 0 ? "\"" : "";
        text.Append(" -m comment --comment ").Append(quote).Append(comment).Append(quote);
    }

    private void WriteRecent(RecentMatch recent)
    {
        text.Append(" -m recent --name ").Append(recent.List);
        if (recent.Seconds is { } seconds)
        {
            text.Append(" --rcheck --seconds ").Append(seconds).Append(" --reap");
        }
        else
        {
            text.Append(" --set");
        }
    }

    private void WriteTarget(IptablesTarget target)
    {
        switch (target)
        {
            case ChainTarget chain:
                text.Append(" -j ").Append(chain.Chain);
                break;
            case DnatTarget dnat:
                text.Append(" -j DNAT --to-destination ").Append(dnat.Destination);
                break;
            case VerdictTarget verdict:
                text.Append(" -j ").Append(Keyword(verdict.Verdict));
                break;
            case MarkTarget mark:
                text.Append(mark.IsXor ? " -j MARK --xor-mark " : " -j MARK --or-mark ").AppendMark(mark.Mark);
                break;
            case MasqueradeTarget masquerade:
                text.Append(" -j MASQUERADE").Append(masquerade.RandomFully ? " --random-fully" : "");
                break;
        }
    }

    private static string Keyword(IptablesVerdict verdict) => verdict switch
    {
        IptablesVerdict.Accept => "ACCEPT",
        IptablesVerdict.Drop => "DROP",
        IptablesVerdict.Reject => "REJECT",
        _ => "RETURN",
    };
}
