using System.Text.Json;
using SvcLint.Emulation;
using SvcLint.Emulation.Derivation;
using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Emulation.Nftables;

namespace SvcLint.Cli.Outputs;

/// <summary>Emulated rules as JSON, version 1; <c>schemas/emulation.schema.json</c> describes it. Names are those of iptables, nft and ipvsadm.</summary>
internal static class EmulationJson
{
    public static void Write(EmulationResult result, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonLayout.Indented))
        {
            var state = result.State!;
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("mode", Words.Of(result.Rules!.Mode));
            json.WriteString("family", Words.Of(result.Rules.Family));
            json.WriteString("node", state.Node.Name);
            json.WriteString("kubernetesVersion", state.Release.Version.ToString());
            Array(json, "placeholders", result.DerivedValues, WriteDerivedValue);
            switch (result.Rules)
            {
                case IptablesRuleSet iptables:
                    IptablesJson.Write(json, iptables.Jumps, iptables.Tables);
                    break;
                case NftablesRuleSet nftables:
                    NftablesJson.Write(json, nftables);
                    break;
                case IpvsRuleSet ipvs:
                    IpvsJson.Write(json, ipvs);
                    break;
            }

            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>An array of objects.</summary>
    public static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>The YAML behind an object; nothing where kube-proxy itself is.</summary>
    public static void Cause(Utf8JsonWriter json, Cause? cause)
    {
        if (cause is null)
        {
            return;
        }

        JsonPlace.Write(json, cause.Span);
        if (cause.IsDerived)
        {
            json.WriteBoolean("placeholder", true);
        }
    }

    public static void Negation(Utf8JsonWriter json, bool isNegated)
    {
        if (isNegated)
        {
            json.WriteBoolean("negated", true);
        }
    }

    public static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteDerivedValue(Utf8JsonWriter json, DerivedValue placeholder)
    {
        json.WriteString("kind", placeholder.Kind switch
        {
            DerivedValueKind.Node => "node",
            DerivedValueKind.ClusterIP => "clusterIP",
            DerivedValueKind.NodePort => "nodePort",
            DerivedValueKind.HealthCheckNodePort => "healthCheckNodePort",
            DerivedValueKind.LoadBalancerIP => "loadBalancerIP",
            _ => "pod",
        });
        json.WriteString("value", placeholder.Value);
        json.WriteString("owner", placeholder.Owner);
        JsonPlace.Write(json, placeholder.Span);
    }
}
