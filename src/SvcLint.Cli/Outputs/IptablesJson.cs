using System.Globalization;
using System.Text.Json;
using SvcLint.Emulation.Iptables;

namespace SvcLint.Cli.Outputs;

/// <summary>Jumps and tables of iptables, also those around the virtual servers of ipvs mode.</summary>
internal static class IptablesJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<IptablesJump> jumps, IReadOnlyList<IptablesTable> tables)
    {
        EmulationJson.Array(json, "jumps", jumps, static (json, jump) =>
        {
            json.WriteString("table", jump.Table);
            json.WriteString("chain", jump.Chain);
            Rule(json, jump.Rule);
        });
        EmulationJson.Array(json, "tables", tables, static (json, table) =>
        {
            json.WriteString("name", table.Name);
            EmulationJson.Array(json, "chains", table.Chains, static (json, chain) =>
            {
                json.WriteString("name", chain.Name);
                EmulationJson.Array(json, "rules", chain.Rules, Rule);
            });
        });
    }

    public static string Mark(uint mark) => "0x" + mark.ToString("x", CultureInfo.InvariantCulture);

    private static void Rule(Utf8JsonWriter json, IptablesRule rule)
    {
        EmulationJson.Array(json, "matches", rule.Matches, Match);
        if (rule.Target is { } target)
        {
            json.WriteStartObject("target");
            Target(json, target);
            json.WriteEndObject();
        }

        EmulationJson.Cause(json, rule.Cause);
    }

    private static void Match(Utf8JsonWriter json, IptablesMatch match)
    {
        switch (match)
        {
            case CommentMatch comment:
                Named(json, "comment").WriteString("comment", comment.Text);
                break;
            case ProtocolMatch protocol:
                Named(json, "protocol").WriteString("protocol", protocol.Protocol);
                break;
            case AddressMatch address:
                Named(json, address.IsSource ? "source" : "destination", address.Negated).WriteString("address", address.Text);
                break;
            case DestinationPortMatch port:
                Named(json, "dport").WriteNumber("port", port.Port);
                break;
            case InInterfaceMatch inInterface:
                Named(json, "in-interface", inInterface.Negated).WriteString("name", inInterface.Name);
                break;
            case ConntrackStateMatch state:
                EmulationJson.Strings(Named(json, "ctstate", state.Negated), "states", state.States.Split(','));
                break;
            case MarkMatch mark:
                Named(json, "mark", mark.Negated).WriteString("mark", Mark(mark.Mark));
                break;
            case LocalAddressMatch local:
                Named(json, local.IsSource ? "src-type" : "dst-type", local.Negated).WriteString("type", "LOCAL");
                break;
            case StatisticMatch statistic:
                Named(json, "statistic").WriteNumber("probability", decimal.Parse(statistic.Text, CultureInfo.InvariantCulture));
                break;
            case RecentMatch recent:
                Named(json, "recent").WriteString("list", recent.List);
                WriteSeconds(json, recent);
                break;
            case NfacctMatch nfacct:
                Named(json, "nfacct").WriteString("name", nfacct.Counter);
                break;
            case SetMatch set:
                Named(json, "set").WriteString("set", set.Set);
                EmulationJson.Strings(json, "flags", set.Flags.Split(','));
                break;
            case NotFromBridgeMatch:
                Named(json, "physdev-is-in", isNegated: true);
                break;
            case IpvsMatch ipvs:
                Named(json, "ipvs").WriteString("vaddr", ipvs.Address);
                json.WriteString("vproto", ipvs.Protocol);
                json.WriteNumber("vport", ipvs.Port);
                break;
            default:
                throw new InvalidOperationException("No JSON for " + match);
        }
    }

    private static void WriteSeconds(Utf8JsonWriter json, RecentMatch recent)
    {
        if (recent.Seconds is { } seconds)
        {
            json.WriteNumber("rcheckSeconds", seconds);
        }
        else
        {
            json.WriteBoolean("set", true);
        }
    }

    private static void Target(Utf8JsonWriter json, IptablesTarget target)
    {
        switch (target)
        {
            case ChainTarget chain:
                json.WriteString("target", "jump");
                json.WriteString("chain", chain.Chain);
                break;
            case VerdictTarget verdict:
                json.WriteString("target", verdict.Verdict.ToString().ToUpperInvariant());
                break;
            case MarkTarget mark:
                json.WriteString("target", "MARK");
                json.WriteString(mark.IsXor ? "xorMark" : "orMark", Mark(mark.Mark));
                break;
            case MasqueradeTarget masquerade:
                json.WriteString("target", "MASQUERADE");
                json.WriteBoolean("randomFully", masquerade.RandomFully);
                break;
            case DnatTarget dnat:
                json.WriteString("target", "DNAT");
                json.WriteString("toDestination", dnat.Destination);
                break;
            default:
                throw new InvalidOperationException("No JSON for " + target);
        }
    }

    private static Utf8JsonWriter Named(Utf8JsonWriter json, string match, bool isNegated = false)
    {
        json.WriteString("match", match);
        EmulationJson.Negation(json, isNegated);
        return json;
    }
}
