using System.Text.Json;
using SvcLint.Emulation.Ipvs;

namespace SvcLint.Cli.Outputs;

/// <summary>What ipvs mode leaves: kernel settings, bound addresses, virtual servers, sets, and the iptables rules around them.</summary>
internal static class IpvsJson
{
    public static void Write(Utf8JsonWriter json, IpvsRuleSet rules)
    {
        EmulationJson.Array(json, "sysctls", rules.Sysctls, static (json, sysctl) =>
        {
            json.WriteString("name", sysctl.Name);
            json.WriteNumber("value", sysctl.Value);
        });
        EmulationJson.Array(json, "kubeIpvs0", rules.BoundAddresses, static (json, bound) =>
        {
            json.WriteString("address", bound.IP);
            EmulationJson.Cause(json, bound.Cause);
        });
        if (rules.Timeouts is { } timeouts)
        {
            json.WriteStartObject("timeouts");
            json.WriteNumber("tcp", timeouts.Tcp);
            json.WriteNumber("tcpFin", timeouts.TcpFin);
            json.WriteNumber("udp", timeouts.Udp);
            json.WriteEndObject();
        }

        EmulationJson.Array(json, "virtualServers", rules.VirtualServers, Server);
        EmulationJson.Array(json, "sets", rules.Sets, Set);
        IptablesJson.Write(json, rules.Jumps, rules.Tables);
    }

    private static void Server(Utf8JsonWriter json, VirtualServer server)
    {
        json.WriteString("protocol", server.Protocol);
        json.WriteString("address", server.IP);
        json.WriteNumber("port", server.Port);
        json.WriteString("scheduler", server.Scheduler);
        if (server.PersistenceSeconds is { } seconds)
        {
            json.WriteNumber("persistenceSeconds", seconds);
        }

        if (server.HashesSourcePort)
        {
            EmulationJson.Strings(json, "flags", ["mh-port"]);
        }

        EmulationJson.Cause(json, server.Cause);
        EmulationJson.Array(json, "realServers", server.RealServers, static (json, real) =>
        {
            json.WriteString("address", real.Address);
            json.WriteNumber("weight", real.Weight);
            EmulationJson.Cause(json, real.Cause);
        });
    }

    private static void Set(Utf8JsonWriter json, IpSet set)
    {
        json.WriteString("name", set.Name);
        json.WriteString("type", set.Type);
        EmulationJson.Optional(json, "family", set.Family);
        EmulationJson.Array(json, "entries", set.Entries, static (json, entry) =>
        {
            EmulationJson.Optional(json, "address", entry.IP);
            EmulationJson.Optional(json, "protocol", entry.Protocol);
            if (entry.Port is { } port)
            {
                json.WriteNumber("port", port);
            }

            EmulationJson.Optional(json, "second", entry.Second);
            EmulationJson.Cause(json, entry.Cause);
        });
    }
}
