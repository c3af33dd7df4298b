using System.Text.Json;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Cli.Outputs;

/// <summary>The transaction of nftables mode, command by command.</summary>
internal static class NftablesJson
{
    public static void Write(Utf8JsonWriter json, NftablesRuleSet rules)
    {
        var ip = rules.Family == IPFamily.IPv6 ? "ip6" : "ip";
        EmulationJson.Array(json, "commands", rules.Transaction, (json, command) =>
        {
            json.WriteString("verb", command.Verb switch { NftVerb.Add => "add", NftVerb.Flush => "flush", _ => "delete" });
            Object(json, command.Object, ip);
        });
    }

    private static void Object(Utf8JsonWriter json, NftObject item, string ip)
    {
        switch (item)
        {
            case NftTable table:
                Named(json, "table", null, table.Comment);
                break;
            case NftChain chain:
                Named(json, "chain", chain.Name, chain.Comment);
                if (chain.Hook is { } hook)
                {
                    json.WriteString("type", hook.Type);
                    json.WriteString("hook", hook.Hook);
                    json.WriteNumber("priority", hook.Priority);
                }

                break;
            case NftRule rule:
                Named(json, "rule", null, rule.Comment);
                json.WriteString("chain", rule.Chain);
                EmulationJson.Array(json, "statements", rule.Statements, (json, statement) => Statement(json, statement, ip));
                EmulationJson.Cause(json, rule.Cause);
                break;
            case NftSet set:
                Named(json, "set", set.Name, set.Comment);
                EmulationJson.Optional(json, "type", set.Type);
                EmulationJson.Optional(json, "flags", set.Flags);
                if (set.TimeoutSeconds is { } timeout)
                {
                    json.WriteNumber("timeoutSeconds", timeout);
                }

                break;
            case NftMap map:
                Named(json, "map", map.Name, map.Comment);
                EmulationJson.Optional(json, "type", map.Type);
                break;
            case NftCounter counter:
                Named(json, "counter", counter.Name, null);
                break;
            case NftElement element:
                Named(json, "element", null, element.Comment);
                json.WriteString("container", element.Container);
                json.WriteString("key", element.Key);
                if (element.Verdict is { } verdict)
                {
                    json.WriteStartObject("value");
                    Statement(json, verdict, ip);
                    json.WriteEndObject();
                }

                EmulationJson.Cause(json, element.Cause);
                break;
            default:
                throw new InvalidOperationException("No JSON for " + item);
        }
    }

    private static void Named(Utf8JsonWriter json, string kind, string? name, string? comment)
    {
        json.WriteString("object", kind);
        EmulationJson.Optional(json, "name", name);
        EmulationJson.Optional(json, "comment", comment);
    }

    private static void Statement(Utf8JsonWriter json, NftStatement statement, string ip)
    {
        switch (statement)
        {
            case NftAddressMatch address:
                Match(json, Address(ip, address.IsSource), address.Text, address.Negated);
                break;
            case NftSetMatch set:
                Match(json, Address(ip, set.IsSource), "@" + set.Set);
                break;
            case NftAddressListMatch list:
                json.WriteString("statement", "match");
                json.WriteString("left", Address(ip, list.IsSource));
                EmulationJson.Negation(json, list.Negated);
                EmulationJson.Strings(json, "right", list.Texts);
                break;
            case NftDestinationPortMatch port:
                Match(json, port.Protocol + " dport", port.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case NftProtocolMatch protocol:
                Match(json, "meta l4proto", protocol.Protocol);
                break;
            case NftLocalAddressMatch local:
                Match(json, local.IsSource ? "fib saddr type" : "fib daddr type", "local");
                break;
            case NftInterfaceMatch name:
                Match(json, name.Keyword, name.Name, name.Negated);
                break;
            case NftConntrackStateMatch state:
                Match(json, "ct state", state.State);
                break;
            case NftConntrackStatusMatch status:
                Match(json, "ct status", status.Status);
                break;
            case NftMarkMatch mark:
                Match(json, "mark and " + IptablesJson.Mark(mark.Mark), "0", isNegated: mark.IsSet);
                break;
            case NftKeyMatch key:
                Match(json, Key(key.Key, ip), "@" + key.Set);
                break;
            default:
                Action(json, statement, ip);
                break;
        }
    }

    private static void Action(Utf8JsonWriter json, NftStatement statement, string ip)
    {
        switch (statement)
        {
            case NftVerdictStatement verdict:
                json.WriteString("statement", verdict.Verdict.ToString().ToLowerInvariant());
                EmulationJson.Optional(json, "chain", verdict.Chain);
                break;
            case NftVerdictMapLookup lookup:
                json.WriteString("statement", "vmap");
                json.WriteString("left", Key(lookup.Key, ip));
                json.WriteString("map", lookup.Map);
                break;
            case NftRandomGoto random:
                json.WriteString("statement", "numgen random vmap");
                EmulationJson.Strings(json, "chains", random.Chains);
                break;
            case NftMarkStatement mark:
                json.WriteString("statement", "mark set");
                json.WriteString(mark.IsXor ? "xor" : "or", IptablesJson.Mark(mark.Mark));
                break;
            case NftCounterStatement counter:
                json.WriteString("statement", "counter");
                json.WriteString("counter", counter.Name);
                break;
            case NftMasqueradeStatement:
                json.WriteString("statement", "masquerade");
                break;
            case NftDnatStatement dnat:
                json.WriteString("statement", "dnat");
                EmulationJson.Strings(json, "to", [dnat.Destination]);
                break;
            case NftRandomDnat random:
                json.WriteString("statement", "dnat");
                EmulationJson.Strings(json, "to", random.Destinations.Select(JoinPort));
                break;
            case NftUpdateSetStatement update:
                json.WriteString("statement", "update");
                json.WriteString("set", update.Set);
                break;
            default:
                throw new InvalidOperationException("No JSON for " + statement);
        }
    }

    // "10.0.0.1 . 80" as in the other way to write it, 10.0.0.1:80.
    private static string JoinPort(string destination)
    {
        var parts = destination.Split(" . ");
        return parts[0].Contains(':', StringComparison.Ordinal) ? $"[{parts[0]}]:{parts[1]}" : $"{parts[0]}:{parts[1]}";
    }

    private static void Match(Utf8JsonWriter json, string left, string right, bool isNegated = false)
    {
        json.WriteString("statement", "match");
        json.WriteString("left", left);
        EmulationJson.Negation(json, isNegated);
        json.WriteString("right", right);
    }

    private static string Address(string ip, bool isSource) => $"{ip} {(isSource ? "saddr" : "daddr")}";

    private static string Key(NftKey key, string ip) => key switch
    {
        NftKey.Port => "meta l4proto . th dport",
        NftKey.Destination => $"{ip} daddr . meta l4proto . th dport",
        NftKey.DestinationAndSource => $"{ip} daddr . meta l4proto . th dport . {ip} saddr",
        _ => $"{ip} saddr . {ip} daddr . meta l4proto . th dport",
    };
}
