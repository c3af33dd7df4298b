using System.Text;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Suppression;

/// <summary>Gives each finding the path of its primary span and a fingerprint that survives edits elsewhere.</summary>
internal static class FindingIdentity
{
    public static IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings, IReadOnlyList<ParsedFile> files)
    {
        var byPath = new Dictionary<string, ParsedFile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            byPath[file.Path] = file;
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var identified = new List<Finding>(findings.Count);
        foreach (var finding in findings)
        {
            var path = byPath.TryGetValue(finding.Span.Source.Path, out var file) ? FieldPath.Find(file, finding.Span.Range) : null;
            var text = string.Join("\n", finding.Rule.Id, finding.Span.Source.Path, finding.Object?.Kind, finding.Object?.Namespace, finding.Object?.Name, path?.Stable ?? finding.Field);
            seen.TryGetValue(text, out var ordinal);
            seen[text] = ordinal + 1;
            identified.Add(finding with { Field = path?.Display ?? finding.Field, Fingerprint = Hash(ordinal == 0 ? text : text + "\n" + ordinal) });
        }

        return identified;
    }

    // FNV-1a, 64 bits: identity, not security; the system's hashes would cost more than a whole run at first use.
    private static string Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ unit) * 1099511628211UL);
        }

        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>A path in a document: as the API server writes it, and with list entries named by their merge key.</summary>
internal sealed record FieldPath(string Display, string Stable)
{
    private static readonly string[] MergeKeys = ["name", "key", "containerPort", "port", "ip", "cidr", "path", "host", "type"];

    /// <summary>The path of the deepest node that holds the range, within the object that holds it; null outside nodes.</summary>
    public static FieldPath? Find(ParsedFile file, TextSpan range)
    {
        // The first document that ends at or behind the range's start; documents stand in the order of the file.
        var (low, high) = (0, file.Documents.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = file.Documents[middle].Range.End < range.Start ? (middle + 1, high) : (low, middle);
        }

        for (; low < file.Documents.Count && file.Documents[low].Range.Start <= range.Start; low++)
        {
            if (file.Documents[low].Root is { } root && range.Start <= file.Documents[low].Range.End)
            {
                return Find(root, range);
            }
        }

        return null;
    }

    private static FieldPath Find(YamlNode root, TextSpan range)
    {
        var display = new StringBuilder();
        var stable = new StringBuilder();
        var node = root;
        while (true)
        {
            // Items of a List are objects of their own: the path starts anew.
            if (node is YamlMapping { } item && item["apiVersion"] is YamlScalar && item["kind"] is YamlScalar)
            {
                display.Clear();
                stable.Clear();
            }

            var next = node switch
            {
                YamlMapping mapping => Step(mapping, range, display, stable),
                YamlSequence sequence => Step(sequence, range, display, stable),
                _ => null,
            };
            if (next is null)
            {
                return new FieldPath(display.ToString(), stable.ToString());
            }

            node = next;
        }
    }

    private static YamlNode? Step(YamlMapping mapping, TextSpan range, StringBuilder display, StringBuilder stable)
    {
        var entries = mapping.Entries;
        for (var i = FirstFrom(entries, range.Start); i < entries.Count && (entries.Count <= Few || (!entries[i].Merged && entries[i].Key.Span.Start <= range.Start)); i++)
        {
            var entry = entries[i];
            if (entry.Name is { } name && !entry.Merged && (entry.Key.Span.Range.Contains(range) || entry.Value.Span.Range.Contains(range)))
            {
                var needsBrackets = name.IndexOfAny(['.', '/']) >= 0;
                var text = needsBrackets ? $"[{name}]" : display.Length == 0 ? name : "." + name;
                display.Append(text);
                stable.Append(text);
                return entry.Value.Span.Range.Contains(range) && !entry.Key.Span.Range.Contains(range) ? entry.Value : null;
            }
        }

        return null;
    }

    private const int Few = 64;

    // In a large mapping the last entry that starts at or before the offset: entries stand in the order of the file, merged ones behind.
    private static int FirstFrom(IReadOnlyList<YamlEntry> entries, int offset)
    {
        if (entries.Count <= Few)
        {
            return 0;
        }

        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = !entries[middle].Merged && entries[middle].Key.Span.Start <= offset ? (middle + 1, high) : (low, middle);
        }

        return Math.Max(0, low - 1);
    }

    private static int FirstFrom(IReadOnlyList<YamlNode> items, int offset)
    {
        if (items.Count <= Few)
        {
            return 0;
        }

        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = items[middle].Span.Start <= offset ? (middle + 1, high) : (low, middle);
        }

        return Math.Max(0, low - 1);
    }

    private static YamlNode? Step(YamlSequence sequence, TextSpan range, StringBuilder display, StringBuilder stable)
    {
        for (var i = FirstFrom(sequence.Items, range.Start); i < sequence.Items.Count && (sequence.Items.Count <= Few || sequence.Items[i].Span.Start <= range.Start); i++)
        {
            if (sequence.Items[i].Span.Range.Contains(range))
            {
                display.Append('[').Append(i).Append(']');
                stable.Append('[').Append(MergeKey(sequence.Items[i])).Append(']');
                return sequence.Items[i];
            }
        }

        return null;
    }

    private static string MergeKey(YamlNode item)
    {
        if (item is YamlMapping mapping)
        {
            foreach (var key in MergeKeys)
            {
                if (mapping[key] is YamlScalar value)
                {
                    return key + "=" + value.Value;
                }
            }

            return "";
        }

        return item is YamlScalar scalar ? scalar.Value : "";
    }
}
