using System.Text;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Suppression;

/// <summary>
/// Accepted old findings, by fingerprint, as a multiset: of three findings alike where two were accepted, one is new. Rule and file
/// stand beside each fingerprint for people; only the fingerprint counts.
/// </summary>
public sealed class Baseline
{
    private const int Version = 1;

    private readonly IReadOnlyDictionary<string, int> _counts;

    private Baseline(IReadOnlyDictionary<string, int> counts) => _counts = counts;

    /// <summary>Reads what <see cref="Write"/> writes.</summary>
    /// <param name="source">The baseline.</param>
    /// <param name="problem">Why it is none, or null.</param>
    public static Baseline? Read(SourceText source, out ConfigurationProblem? problem)
    {
        var result = YamlReader.Read(TextSlice.Whole(source));
        var root = result.Root is { } node ? MappingReader.Of(node) : null;
        problem = result.Problem is { } fault ? new ConfigurationProblem(fault.Span, fault.Message)
            : root?.Int("version") is not { } version ? new ConfigurationProblem(source.Span(0, 0), "this is no baseline: it has no version")
            : version.Value != Version ? new ConfigurationProblem(version.Span, $"this baseline is of version {version.Value}, and svclint reads version {Version}")
            : root.Raw("findings") is not YamlSequence list ? new ConfigurationProblem(root.Raw("findings")?.Span ?? root.Span, "the findings of a baseline are a list")
            : list.Items.FirstOrDefault(i => (i as YamlMapping)?["fingerprint"] is not YamlScalar) is { } stray ? new ConfigurationProblem(stray.Span, "a finding of a baseline has a fingerprint")
            : null;
        if (problem is not null)
        {
            return null;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (fingerprint, count) in root!.List("findings", f => (Fingerprint: f.String("fingerprint"), Count: f.Int("count")?.Value ?? 1))?.Items ?? [])
        {
            if (fingerprint is not null)
            {
                counts[fingerprint.Value] = (counts.TryGetValue(fingerprint.Value, out var known) ? known : 0) + count;
            }
        }

        return new Baseline(counts);
    }

    /// <summary>The findings as JSON text, one line each and in a fixed order, so that changes read well in a diff.</summary>
    public static string Write(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder("{ \"version\": 1, \"findings\": [");
        var separator = "\n";
        var groups = findings.GroupBy(f => (f.Fingerprint, Rule: f.Rule.Id, File: f.Span.Source.Path))
            .OrderBy(g => g.Key.File, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Rule, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Fingerprint, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            text.Append(separator).Append("  { \"fingerprint\": ").Append(Quote(group.Key.Fingerprint));
            text.Append(", \"rule\": ").Append(Quote(group.Key.Rule)).Append(", \"file\": ").Append(Quote(group.Key.File));
            var count = group.Count();
            text.Append(count > 1 ? ", \"count\": " + count.ToString(System.Globalization.CultureInfo.InvariantCulture) : "").Append(" }");
            separator = ",\n";
        }

        return text.Append(findings.Count > 0 ? "\n" : "").Append("] }\n").ToString();
    }

    /// <summary>Parts findings into new ones and accepted ones; of findings alike the first ones are the accepted.</summary>
    public (IReadOnlyList<Finding> New, IReadOnlyList<Finding> Accepted) Apply(IReadOnlyList<Finding> findings)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pair in _counts)
        {
            left.Add(pair.Key, pair.Value);
        }

        var added = new List<Finding>();
        var accepted = new List<Finding>();
        foreach (var finding in findings)
        {
            if (left.TryGetValue(finding.Fingerprint, out var count) && count > 0)
            {
                left[finding.Fingerprint] = count - 1;
                accepted.Add(finding);
            }
            else
            {
                added.Add(finding);
            }
        }

        return (added, accepted);
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => "\\u" + ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
