using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Schemas;

/// <summary>Small changes of a manifest, one at a time.</summary>
internal static class Changes
{
    // As they stand in a file: plain where the type matters.
    private static readonly string[] Stock =
    [
        "null", "true", "{}", "[]", "[x]", "{a: b}", "[{}]", "\"\"", "x", "X", "web", "-web", "web-", "a.b", "a_b", "a--b", "db.example.com", "example.com/a", "a/b/c", "None", "Auto",
        "TCP", "tcp", "UDP", "IPv4", "IPv6", "Cluster", "Local", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "PreferClose", "PreferSameNode", "In", "Exists", "Egress",
        "iptables", "ipvs", "nftables", "kernelspace", "IPTables", "NodeCIDR", "BridgeInterface", "primary", "FQDN",
        "10.0.0.7", "010.0.0.7", "10.0.0.256", "10.0.0", "fd00::1", "\"::1\"", "fd00::g", "10.0.0.0/8", "10.0.0.0/33", "10.0.0.1/8", "fd00::/64", "\"10.0.0.0/8,fd00::/64\"", "\" 10.0.0.0/8 \"",
        "\"0.0.0.0:10256\"", "\"[::]:10256\"", "\"localhost:10256\"", "\"0.0.0.0:99999\"",
        "30s", "-30s", "1h30m", "\"30\"", "5 s", "\"2027-01-31T12:00:00Z\"", "2027-01-31", "\"80\"",
        "0", "1", "-1", "7", "31", "32", "80", "1000", "1001", "30080", "65535", "65536", "86400", "86401", "2147483647", "2147483648", "1.5", "1e3",
        "[10.0.0.7]", "[10.0.0.7, 10.0.0.8, 10.0.0.9]", "[IPv4, IPv6, IPv4]", "[Ingress]", "[null]", "[7]", "[example.com/a]", "[10.0.0.0/8]",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "{a: 7}", "{a/b/c: x}", "{Example.com/a: x}", "{a: null}", "{a: -x}",
    ];

    /// <summary>The path of what is changed, the value that stands there then (empty where a key was left out or misspelled), and the changed manifest.</summary>
    public static IEnumerable<(string Path, string Value, string Text)> Of(YamlNode root)
    {
        var places = new List<(string Path, Func<string, string> Change)>();
        Collect(root, "", value => value, places);
        foreach (var (path, change) in places)
        {
            foreach (var value in Stock)
            {
                yield return (path, value, change(value));
            }
        }

        foreach (var text in WithoutOrMisspelt(root, value => value, ""))
        {
            yield return (text.Path, "", text.Text);
        }
    }

    private static void Collect(YamlNode node, string path, Func<string, string> around, List<(string Path, Func<string, string> Change)> places)
    {
        switch (node)
        {
            case YamlMapping mapping:
                for (var i = 0; i < mapping.Entries.Count; i++)
                {
                    var at = i;
                    var child = path + (path.Length > 0 ? "." : "") + mapping.Entries[i].Name;
                    string Change(string value) => around(Flow(mapping, at, mapping.Entries[at].Name!, value));
                    if (child is not ("apiVersion" or "kind"))
                    {
                        places.Add((child, Change));
                        Collect(mapping.Entries[i].Value, child, Change, places);
                    }
                }

                break;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    var at = i;
                    string Change(string value) => around("[" + string.Join(", ", sequence.Items.Select((item, j) => j == at ? value : Flow(item))) + "]");
                    places.Add(($"{path}[{i}]", Change));
                    Collect(sequence.Items[i], $"{path}[{i}]", Change, places);
                }

                break;
        }
    }

    private static IEnumerable<(string Path, string Text)> WithoutOrMisspelt(YamlNode node, Func<string, string> around, string path)
    {
        switch (node)
        {
            case YamlMapping mapping:
                for (var i = 0; i < mapping.Entries.Count; i++)
                {
                    var at = i;
                    var name = mapping.Entries[i].Name!;
                    var child = path + (path.Length > 0 ? "." : "") + name;
                    if (child is "apiVersion" or "kind")
                    {
                        continue;
                    }

                    yield return (child, around("{" + string.Join(", ", mapping.Entries.Where((_, j) => j != at).Select(e => $"{Quoted(e.Name!)}: {Flow(e.Value)}")) + "}"));
                    yield return (child, around(Flow(mapping, at, name + "X", Flow(mapping.Entries[i].Value))));
                    foreach (var inner in WithoutOrMisspelt(mapping.Entries[i].Value, value => around(Flow(mapping, at, name, value)), child))
                    {
                        yield return inner;
                    }
                }

                break;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    var at = i;
                    foreach (var inner in WithoutOrMisspelt(sequence.Items[i], value => around("[" + string.Join(", ", sequence.Items.Select((item, j) => j == at ? value : Flow(item))) + "]"), $"{path}[{i}]"))
                    {
                        yield return inner;
                    }
                }

                break;
        }
    }

    private static string Flow(YamlMapping mapping, int at, string name, string value) =>
        "{" + string.Join(", ", mapping.Entries.Select((e, i) => i == at ? $"{Quoted(name)}: {value}" : $"{Quoted(e.Name!)}: {Flow(e.Value)}")) + "}";

    private static string Flow(YamlNode node) => node switch
    {
        YamlMapping mapping => Flow(mapping, -1, "", ""),
        YamlSequence sequence => "[" + string.Join(", ", sequence.Items.Select(Flow)) + "]",
        YamlScalar { Style: ScalarStyle.Plain } scalar when scalar.Resolve().Kind != ScalarKind.String => scalar.Value,
        YamlScalar scalar => Quoted(scalar.Value),
        _ => "null",
    };

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
