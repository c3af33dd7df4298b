using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Change;

/// <summary>
/// The lines of kustomizations, patches and values that are behind a change of objects whose own files say what they said: the change is there,
/// and not where the object stands.
/// </summary>
public sealed class CauseOrigins
{
    private const int MostLines = 3;

    // Of more nobody looks for the one that speaks of an object.
    private const int MostSearched = 200;

    private readonly HashSet<string> _unchanged = new(StringComparer.Ordinal);
    private readonly List<(ParsedFile? Before, ParsedFile? After)> _files = [];
    private SourceSpan[]? _changed;

    /// <param name="before">The files of the one unit.</param>
    /// <param name="after">Those of the other.</param>
    /// <param name="place">A path as it is in both states, which may lie in folders of their own.</param>
    public CauseOrigins(IEnumerable<ParsedFile> before, IEnumerable<ParsedFile> after, Func<string, string> place)
    {
        var earlier = new Dictionary<string, ParsedFile>(StringComparer.Ordinal);
        foreach (var file in before)
        {
            earlier[place(file.Source.Path)] = file;
        }

        foreach (var file in after)
        {
            if (earlier.TryGetValue(place(file.Source.Path), out var same) && same.Source.Content == file.Source.Content)
            {
                _unchanged.Add(file.Source.Path);
                _unchanged.Add(same.Source.Path);
            }
            else
            {
                _files.Add((same, file));
            }

            earlier.Remove(place(file.Source.Path));
        }

        _files.AddRange(earlier.Values.Select(f => ((ParsedFile?)f, (ParsedFile?)null)));
    }

    private SourceSpan[] Changed => _changed ??= [.. _files.SelectMany(f => f.After is { } after ? Lines(f.Before, after) : Roots(f.Before!).Take(1).Select(r => r.FirstLine))];

    /// <summary>The change, with the lines that did change where it names none of these.</summary>
    public ClusterChange In(ClusterChange change) => _files.Count == 0 || _unchanged.Count == 0 ? change : change with
    {
        Connections = [.. change.Connections.Select(c => c with { Because = Of(c.Because) })],
        Unknown = [.. change.Unknown.Select(c => c with { Because = Of(c.Because) })],
        Services = [.. change.Services.Select(s => s with { Because = Of(s.Because) })],
        Exposure = [.. change.Exposure.Select(e => e with { Because = Of(e.Because) })],
        Names = [.. change.Names.Select(n => n with { Because = Of(n.Because) is var lines && ReferenceEquals(lines, n.Because) ? lines : [.. lines, .. n.Because] })],
    };

    private IReadOnlyList<PolicyCause> Of(IReadOnlyList<PolicyCause> because)
    {
        if (because.Count == 0 || because.Any(c => !_unchanged.Contains(c.Span.Source.Path)) || Changed.Length == 0)
        {
            return because;
        }

        // Of several changes the ones that speak of the object or its file.
        var about = because[0];
        string[] words = [about.Policy.Split('/', ' ').Last().Split('[')[0], RelativePath.FileName(about.Span.Source.Path)];
        var own = Changed.Take(Changed.Length <= MostSearched ? MostSearched : 0).Where(l => words.Any(w => w.Length > 0 && Line(l).IndexOf(w, StringComparison.Ordinal) >= 0)).ToArray();
        return [.. (own.Length > 0 ? own : Changed).Take(MostLines).Select(l => new PolicyCause(about.Policy, l))];
    }

    private static string Line(SourceSpan span) => span.Source.Content.Substring(span.Start, Math.Max(0, span.Source.Lines.Line(span.Source.Lines.LineIndex(span.Start)).End - span.Start));

    private static YamlNode[] Roots(ParsedFile file) => [.. file.Documents.Select(d => d.Root).OfType<YamlNode>()];

    private static IEnumerable<SourceSpan> Lines(ParsedFile? before, ParsedFile after)
    {
        var roots = Roots(after);
        var others = before is null ? [] : Roots(before);
        return roots.Length == others.Length ? roots.Zip(others, (root, other) => NodeDifference.Of(other, root)).SelectMany(places => places.Select(p => p.Span))
            : Unequal(others, roots);
    }

    // Documents that came and went: whatever has no equal.
    private static IEnumerable<SourceSpan> Unequal(YamlNode[] before, YamlNode[] after)
    {
        var known = before.ToLookup(n => NodeDifference.Hash(n));
        return after.Where(r => !known[NodeDifference.Hash(r)].Any(o => NodeDifference.AreEqual(o, r))).Select(r => r.FirstLine);
    }
}
