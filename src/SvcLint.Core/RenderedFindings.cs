using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;
using SvcLint.Suppression;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint;

/// <summary>
/// Leads findings in rendered text back to what a person has to change: the values line where the value stands there unchanged, else the
/// template's; the other places on the way are related. What several values files have in common is one finding with all their units. Nothing is
/// said of what is random or known to a cluster alone.
/// </summary>
internal sealed class RenderedFindings
{
    private const string Value = "value";
    private const string Default = "overridden default";

    private readonly Dictionary<SourceText, RenderedManifest> _manifests = [];
    private readonly Dictionary<string, ParsedFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> _defaults = new(StringComparer.Ordinal);

    private RenderedFindings(IReadOnlyList<RenderedUnit> units, IReadOnlyList<ParsedFile> files)
    {
        foreach (var manifest in units.SelectMany(u => u.Manifests))
        {
            _manifests[manifest.Text.Source] = manifest;
        }

        foreach (var file in files)
        {
            _files[file.Path] = file;
        }

        foreach (var unit in units)
        {
            if (unit.Defaults is { } defaults)
            {
                _defaults[unit.Name] = defaults;
            }
        }
    }

    public static IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings, IReadOnlyList<RenderedUnit> units, IReadOnlyList<ParsedFile> files)
    {
        if (units.Count == 0)
        {
            return findings;
        }

        var places = new RenderedFindings(units, files);
        var merged = new Dictionary<(string Rule, string Path, TextSpan Range, string Message), Finding>();
        var order = new List<(string, string, TextSpan, string)>();
        var indents = new HashSet<SourceSpan>(findings.Where(f => f.Rule.Id == IndentBreaksStructure.Id).Select(f => places.OfFile(f.Span)));
        foreach (var finding in findings)
        {
            if (places.Map(finding) is not { } mapped || IsExplained(mapped, indents))
            {
                continue;
            }

            // Each rendering has a text of its own of what is not among the input.
            var key = (mapped.Rule.Id, mapped.Span.Source.Path, mapped.Span.Range, mapped.FullMessage);
            if (merged.TryGetValue(key, out var known))
            {
                merged[key] = known with { Units = [.. known.Units.Union(mapped.Units)] };
            }
            else
            {
                merged.Add(key, mapped);
                order.Add(key);
            }
        }

        return [.. order.Select(k => merged[k])];
    }

    // Whether a scalar is a string or a number is the template's choice, unless it writes the value as it stands in the file.
    private static bool IsOfNotation(Finding finding) => finding.Rule.Id == "SVC1003" || (finding.Rule.Id == "SVC1107" && finding.Span.Text.Trim('"', '\'').All(c => c is >= '0' and <= '9'));

    // What the API server misses in a mapping may be the value in it that somebody else sets.
    private static bool IsSomebodysToSet(Finding finding, RenderedManifest manifest)
    {
        if (finding.Rule.Category != Category.Api || !manifest.Text.HasUnknown)
        {
            return false;
        }

        var start = finding.Span.Start;
        var node = manifest.File.Documents.FirstOrDefault(d => d.Range.Start <= start && start < d.Range.End)?.Root;
        while (node is not null && node.Span.Start != start)
        {
            node = Children(node).FirstOrDefault(c => c.Span.Start <= start && start < c.Span.End);
        }

        return node is YamlMapping && Children(node).Any(c => c is YamlScalar && manifest.Text.Locate(c.Span.Range) is { IsUnknown: true });
    }

    private static IEnumerable<YamlNode> Children(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Entries.Select(e => e.Value),
        YamlSequence sequence => sequence.Items,
        _ => [],
    };

    // What an indent put at the wrong column is wrong for that reason alone.
    private static bool IsExplained(Finding finding, HashSet<SourceSpan> indents) =>
        indents.Count > 0 && finding.Rule.Id != IndentBreaksStructure.Id && (indents.Contains(finding.Span) || finding.Related.Any(r => r.Note == RenderedPlace.Shown && indents.Contains(r.Span)));

    private Finding? Map(Finding finding)
    {
        if (!_manifests.ContainsKey(finding.Span.Source) && !finding.Related.Any(r => _manifests.ContainsKey(r.Span.Source)))
        {
            return finding with
            {
                Span = OfFile(finding.Span),
                Related = [.. finding.Related.Select(r => r with { Span = OfFile(r.Span) })],
                Fixes = [.. finding.Fixes.Select(Map).OfType<Fix>()],
            };
        }

        var related = new List<RelatedSpan>();
        var span = OfFile(finding.Span);
        var field = finding.Field;
        if (_manifests.TryGetValue(finding.Span.Source, out var manifest))
        {
            if (manifest.Text.Locate(finding.Span.Range) is not { IsUnknown: false } place || IsSomebodysToSet(finding, manifest))
            {
                return null;
            }

            if (IsOfNotation(finding) && place is { Site: { } shown, Action: { } action } && !RenderedPlace.WritesNotation(action))
            {
                place = new RenderedPlace(shown, null, [place.Span], false);
            }

            field = FieldPath.Find(manifest.File, finding.Span.Range)?.Display;
            span = OfFile(place.Span);
            if (place.Site is { } site)
            {
                related.Add(new RelatedSpan(OfFile(site), RenderedPlace.Shown));
            }

            if (place.Action is not null && Overridden(span, finding.Units) is { } overridden)
            {
                related.Add(new RelatedSpan(overridden, Default));
            }

            related.AddRange(place.Values.Take(3).Select(v => new RelatedSpan(OfFile(v), Value)));
        }

        foreach (var other in finding.Related)
        {
            if (!_manifests.TryGetValue(other.Span.Source, out var its))
            {
                related.Add(other with { Span = OfFile(other.Span) });
            }
            else if (its.Text.Locate(other.Span.Range) is { } place)
            {
                if (place.IsUnknown)
                {
                    return null;
                }

                related.Add(other with { Span = OfFile(place.Span) });
            }
        }

        return finding with
        {
            Span = span,
            Field = field,
            Related = [.. related.Where(r => r.Span != span).Distinct()],
            Fixes = [.. finding.Fixes.Select(Map).OfType<Fix>()],
        };
    }

    private Fix? Map(Fix fix)
    {
        var edits = new List<TextEdit>();
        foreach (var edit in fix.Edits)
        {
            if (!_manifests.TryGetValue(edit.Span.Source, out var manifest))
            {
                edits.Add(edit with { Span = OfFile(edit.Span) });
            }
            else if (manifest.Text.Trace(edit.Span.Range, edit.NewText) is { } traced)
            {
                edits.Add(new TextEdit(OfFile(traced.Span), traced.NewText));
            }
            else
            {
                return null;
            }
        }

        return fix with { Edits = edits };
    }

    // The chart's copy of a file and the one that was read are the same text.
    private SourceSpan OfFile(SourceSpan span) =>
        _files.TryGetValue(span.Source.Path, out var file) && file.Source.Content == span.Source.Content ? new SourceSpan(file.Source, span.Range) : span;

    // The chart's own value that the one at a place of another values file takes the place of.
    private SourceSpan? Overridden(SourceSpan span, IReadOnlyList<string> units)
    {
        if (!_files.TryGetValue(span.Source.Path, out var file) || file.Documents.Count == 0
            || units.Select(u => _defaults.TryGetValue(u, out var found) ? found : null).FirstOrDefault(d => d is not null) is not { } own || own.Span.Source.Path == span.Source.Path)
        {
            return null;
        }

        var node = file.Documents[0].Root;
        while (node is YamlMapping map && map.Entries.FirstOrDefault(e => e.Value.Span.Start <= span.Start && span.End <= e.Value.Span.End) is { Name: { } key } entry)
        {
            if ((own as YamlMapping)?[key] is not { } below)
            {
                return null;
            }

            (node, own) = (entry.Value, below);
        }

        return node is YamlMapping ? null : OfFile(own.Span);
    }
}
