using System.Text;
using SvcLint.Kubernetes;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>The suffix of generated names: ten letters of the SHA-256 of the content, written as Go writes JSON.</summary>
internal static class ContentHash
{
    public static string Of(YamlMapping root, bool isSecret)
    {
        var json = new StringBuilder();
        json.Append('{');
        if (!isSecret && root["binaryData"] is YamlMapping)
        {
            AppendField(json, "binaryData", root);
        }

        AppendField(json, "data", root);
        json.Append("\"kind\":").Append(isSecret ? "\"Secret\"" : "\"ConfigMap\"");
        // Always empty: kustomize looks the name up by a path that cannot be found.
        json.Append(",\"name\":\"\"");
        if (isSecret)
        {
            json.Append(',');
            if (root["stringData"] is YamlMapping)
            {
                AppendField(json, "stringData", root);
            }

            json.Append("\"type\":");
            AppendString(json, (root["type"] as YamlScalar)?.Value ?? "");
        }

        json.Append('}');
        Span<uint> hash = stackalloc uint[8];
        Sha256.Hash(json.ToString().AsSpan(), hash);
        return Encode(hash);
    }

    private static void AppendField(StringBuilder json, string name, YamlMapping root)
    {
        AppendString(json, name);
        json.Append(':');
        if (root[name] is YamlMapping map)
        {
            json.Append('{');
            var separator = "";
            foreach (var entry in map.Entries.OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                json.Append(separator);
                AppendString(json, entry.Name ?? "");
                json.Append(':');
                AppendString(json, (entry.Value as YamlScalar)?.Value ?? "");
                separator = ",";
            }

            json.Append('}');
        }
        else
        {
            AppendString(json, "");
        }

        json.Append(',');
    }

    // Go escapes what HTML and JavaScript could trip over.
    private static void AppendString(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var character in text)
        {
            switch (character)
            {
                case '"':
                    json.Append("\\\"");
                    break;
                case '\\':
                    json.Append("\\\\");
                    break;
                case '\n':
                    json.Append("\\n");
                    break;
                case '\r':
                    json.Append("\\r");
                    break;
                case '\t':
                    json.Append("\\t");
                    break;
                case '\b':
                    json.Append("\\b");
                    break;
                case '\f':
                    json.Append("\\f");
                    break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029':
                    json.Append("\\u").Append(((int)character).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
                    break;
                default:
                    json.Append(character);
                    break;
            }
        }

        json.Append('"');
    }

    // The first ten hexadecimal digits, those that could form words replaced.
    // Hexadecimal digits, eight a word, in letters that spell no words.
    private static string Encode(ReadOnlySpan<uint> hash)
    {
        const string Digits = "gh2k456789mbcdtf";
        var name = new char[10];
        for (var i = 0; i < name.Length; i++)
        {
            name[i] = Digits[(int)(hash[i / 8] >> (28 - (i % 8 * 4))) & 15];
        }

        return new string(name);
    }
}
