using System.Text;
using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>The texts that a ConfigMap or Secret of the repository holds.</summary>
internal static class ObjectData
{
    /// <summary>Null for what is encrypted or no text.</summary>
    public static IReadOnlyList<(string Key, YamlScalar Value)>? Of(KubernetesObject item)
    {
        if (item.Node is not { } node || node["sops"] is not null)
        {
            return null;
        }

        var data = new List<(string, YamlScalar)>();
        foreach (var entry in (node["data"] as YamlMapping)?.Entries ?? [])
        {
            if (entry.Name is { } key && entry.Value is YamlScalar value)
            {
                if (item is not Secret)
                {
                    data.Add((key, value));
                }
                else if (Decode(value.Value) is { } text)
                {
                    data.Add((key, NodeEdit.Text(value.Span, text)));
                }
                else
                {
                    return null;
                }
            }
        }

        foreach (var entry in (node["stringData"] as YamlMapping)?.Entries ?? [])
        {
            if (entry.Name is { } key && entry.Value is YamlScalar value)
            {
                data.Add((key, value));
            }
        }

        return data;
    }

    private static string? Decode(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
