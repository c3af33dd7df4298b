using System.Globalization;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Change;

/// <summary>A place that says something else than before.</summary>
/// <param name="Path">The fields that lead to it, items by their index now: <c>spec.ports[0].targetPort</c>; empty for the whole.</param>
/// <param name="Span">The place; of something that is gone the nearest one that is left.</param>
internal readonly record struct ChangedPlace(string Path, SourceSpan Span)
{
    /// <summary>It is a field, lies in it or holds it.</summary>
    public bool Concerns(string field) => Holds(field, Path) || Holds(Path, field);

    private static bool Holds(string outer, string inner) =>
        outer.Length == 0 || (inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '['));
}

/// <summary>The places of a YAML value that say something else than before; order of keys, layout and comments say nothing.</summary>
internal sealed class NodeDifference
{
    private readonly string? _ignored;
    private readonly List<ChangedPlace> _places = [];

    private NodeDifference(string? ignored) => _ignored = ignored;

    /// <param name="before">What stood there.</param>
    /// <param name="after">What stands there.</param>
    /// <param name="ignored">A key whose values do not matter, wherever it is.</param>
    public static IReadOnlyList<ChangedPlace> Of(YamlNode before, YamlNode after, string? ignored = null)
    {
        var difference = new NodeDifference(ignored);
        difference.Compare(before, after, after.FirstLine, "");
        return difference._places;
    }

    public static bool AreEqual(YamlNode before, YamlNode after, string? ignored = null) => Of(before, after, ignored).Count == 0;

    /// <summary>
    /// Items that are not in both lists, wherever they stand, each with the one in whose place it is: that of its name, else the next where as
    /// many went as came. Of an item that is in one list only the other index is -1.
    /// </summary>
    public static IReadOnlyList<(int Before, int After)> Pairs(YamlSequence? before, YamlSequence? after, string? ignored = null)
    {
        var (earlier, later) = (before?.Items ?? [], after?.Items ?? []);
        var (gone, came) = Unequal(earlier, later, ignored);
        var pairs = new List<(int Before, int After)>();
        var byName = gone.ToLookup(i => Name(earlier[i]), StringComparer.Ordinal);
        foreach (var alike in came.GroupBy(i => Name(later[i]), StringComparer.Ordinal).Where(g => g.Key.Length > 0 && g.Count() == 1 && byName[g.Key].Count() == 1).ToArray())
        {
            pairs.Add((byName[alike.Key].First(), alike.First()));
            gone.Remove(pairs[pairs.Count - 1].Before);
            came.Remove(pairs[pairs.Count - 1].After);
        }

        pairs.AddRange(gone.Count == came.Count ? gone.Zip(came, (one, other) => (one, other)) : gone.Select(i => (i, -1)).Concat(came.Select(i => (-1, i))));
        return pairs;
    }

    private static (List<int> Gone, List<int> Came) Unequal(IReadOnlyList<YamlNode> before, IReadOnlyList<YamlNode> after, string? ignored)
    {
        var left = new Dictionary<int, List<int>>();
        for (var i = 0; i < before.Count; i++)
        {
            var hash = Hash(before[i], ignored);
            if (!left.TryGetValue(hash, out var alike))
            {
                left.Add(hash, alike = []);
            }

            alike.Add(i);
        }

        var came = new List<int>();
        for (var i = 0; i < after.Count; i++)
        {
            var same = left.TryGetValue(Hash(after[i], ignored), out var alike) ? alike.FindIndex(b => AreEqual(before[b], after[i], ignored)) : -1;
            if (same >= 0)
            {
                alike!.RemoveAt(same);
            }
            else
            {
                came.Add(i);
            }
        }

        return ([.. left.Values.SelectMany(i => i).OrderBy(i => i)], came);
    }

    private static string Name(YamlNode item) => ((item as YamlMapping)?["name"] as YamlScalar)?.Value ?? "";

    /// <summary>Equal for equal values, in whatever order their keys and items are.</summary>
    public static int Hash(YamlNode node, string? ignored = null) => node switch
    {
        YamlScalar scalar => StringComparer.Ordinal.GetHashCode(scalar.Value),
        YamlSequence sequence => sequence.Items.Aggregate(1, (sum, item) => unchecked(sum + Hash(item, ignored))),
        YamlMapping mapping => mapping.Entries.Where(e => e.Name is { } name && name != ignored)
            .Aggregate(2, (sum, e) => unchecked(sum + ((StringComparer.Ordinal.GetHashCode(e.Name!) * 31) ^ Hash(e.Value, ignored)))),
        _ => 0,
    };

    private void Compare(YamlNode before, YamlNode after, SourceSpan place, string path)
    {
        switch (before, after)
        {
            case (YamlMapping one, YamlMapping other):
                Compare(one, other, place, path);
                break;
            case (YamlSequence one, YamlSequence other):
                Compare(one, other, place, path);
                break;
            case (YamlScalar one, YamlScalar other):
                if (one.Value != other.Value || !one.Resolve().Equals(other.Resolve()))
                {
                    _places.Add(new ChangedPlace(path, other.Span));
                }

                break;
            default:
                _places.Add(new ChangedPlace(path, after.FirstLine));
                break;
        }
    }

    private void Compare(YamlMapping before, YamlMapping after, SourceSpan place, string path)
    {
        SourceSpan? came = null;
        foreach (var entry in after.Entries)
        {
            if (entry.Name is not { } name || name == _ignored)
            {
                continue;
            }

            if (before.TryGet(name, out var earlier))
            {
                Compare(earlier.Value, entry.Value, entry.Key.Span, Field(path, name));
            }
            else
            {
                came ??= entry.Key.Span;
                _places.Add(new ChangedPlace(Field(path, name), entry.Key.Span));
            }
        }

        // What came in place of a key that is gone is nearer to it than the mapping.
        foreach (var entry in before.Entries)
        {
            if (entry.Name is { } name && name != _ignored && !after.TryGet(name, out _))
            {
                _places.Add(new ChangedPlace(Field(path, name), came ?? place));
            }
        }
    }

    private void Compare(YamlSequence before, YamlSequence after, SourceSpan place, string path)
    {
        var pairs = Pairs(before, after, _ignored);
        var hasCome = pairs.Any(p => p.Before < 0);
        foreach (var (was, now) in pairs)
        {
            if (now < 0)
            {
                _places.AddRange(hasCome ? [] : [new ChangedPlace(path, place)]);
            }
            else if (was < 0)
            {
                _places.Add(new ChangedPlace(Item(path, now), after.Items[now].FirstLine));
            }
            else
            {
                Compare(before.Items[was], after.Items[now], after.Items[now].FirstLine, Item(path, now));
            }
        }
    }

    private static string Field(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Item(string path, int index) => $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";
}
