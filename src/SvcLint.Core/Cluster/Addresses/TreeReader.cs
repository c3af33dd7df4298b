using SvcLint.Model;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Addresses;

/// <summary>The leaves of YAML and JSON.</summary>
internal static class TreeReader
{
    public static IReadOnlyList<ConfigurationSetting> Read(YamlNode? root)
    {
        var settings = new List<ConfigurationSetting>();
        Walk(root, "", "", settings, 0);
        return settings;
    }

    // Envoy connects to the cluster that it names beside a URI, which gives the path and the Host header.
    private static bool IsEnvoyUri(YamlMapping mapping, YamlEntry entry) => entry.Name == "uri" && mapping["cluster"] is YamlScalar && mapping["timeout"] is not null;

    private static void Walk(YamlNode? node, string section, string key, List<ConfigurationSetting> settings, int depth)
    {
        // Aliases make a tree of few letters grow without end.
        if (depth > YamlReader.MaxDepth || settings.Count > 50_000)
        {
            return;
        }

        switch (node)
        {
            case YamlMapping mapping:
                var inner = key.Length == 0 ? section : section.Length == 0 ? key : section + "/" + key;
                foreach (var entry in mapping.Entries.Where(e => !IsEnvoyUri(mapping, e)))
                {
                    Walk(entry.Value, inner, entry.Name ?? "", settings, depth + 1);
                }

                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    Walk(item, section, key, settings, depth + 1);
                }

                break;
            case YamlScalar { Value.Length: > 0 } scalar:
                settings.Add(new ConfigurationSetting(section, key, new Located<string>(scalar.Value, scalar.Span)));
                break;
        }
    }
}
