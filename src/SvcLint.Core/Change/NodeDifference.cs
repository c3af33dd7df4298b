using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Change;

/// <summary>The places of a YAML value that say something else than before; order of keys, layout and comments say nothing.</summary>
internal sealed class NodeDifference
{
    private readonly string? _ignored;

    private NodeDifference(string? ignored) => _ignored = ignored;

    /// <summary>Places in what stands now; for something that is gone the nearest place that is left.</summary>
    /// <param name="before">What stood there.</param>
    /// <param name="after">What stands there.</param>
    /// <param name="ignored">A key whose values do not matter, wherever it is.</param>
    public static IReadOnlyList<SourceSpan> Of(YamlNode before, YamlNode after, string? ignored = null)
    {
        var places = new List<SourceSpan>();
        new NodeDifference(ignored).Compare(before, after, after.FirstLine, places);
        return places;
    }

    public static bool AreEqual(YamlNode before, YamlNode after) => Of(before, after).Count == 0;

    private void Compare(YamlNode before, YamlNode after, SourceSpan place, List<SourceSpan> places)
    {
        switch (before, after)
        {
            case (YamlMapping one, YamlMapping other):
                Compare(one, other, place, places);
                break;
            case (YamlSequence one, YamlSequence other):
                Compare(one, other, place, places);
                break;
            case (YamlScalar one, YamlScalar other):
                if (one.Value != other.Value || !one.Resolve().Equals(other.Resolve()))
                {
                    places.Add(other.Span);
                }

                break;
            default:
                places.Add(after.FirstLine);
                break;
        }
    }

    private void Compare(YamlMapping before, YamlMapping after, SourceSpan place, List<SourceSpan> places)
    {
        foreach (var entry in after.Entries)
        {
            if (entry.Name is not { } name || name == _ignored)
            {
                continue;
            }

            if (before.TryGet(name, out var earlier))
            {
                Compare(earlier.Value, entry.Value, entry.Key.Span, places);
            }
            else
            {
                places.Add(entry.Key.Span);
            }
        }

        if (before.Entries.Any(e => e.Name is { } name && after[name] is null && !after.TryGet(name, out _)))
        {
            places.Add(place);
        }
    }

    // Items that are equal in both count as unmoved, wherever they stand.
    private void Compare(YamlSequence before, YamlSequence after, SourceSpan place, List<SourceSpan> places)
    {
        var left = before.Items.ToList();
        var changed = new List<YamlNode>();
        foreach (var item in after.Items)
        {
            var same = left.FindIndex(i => Of(i, item, _ignored).Count == 0);
            if (same >= 0)
            {
                left.RemoveAt(same);
            }
            else
            {
                changed.Add(item);
            }
        }

        for (var i = 0; i < changed.Count; i++)
        {
            // The one item that changed is looked into; several are named whole.
            if (changed.Count == 1 && left.Count == 1)
            {
                Compare(left[0], changed[0], changed[0].FirstLine, places);
            }
            else
            {
                places.Add(changed[i].FirstLine);
            }
        }

        if (changed.Count == 0 && left.Count > 0)
        {
            places.Add(place);
        }
    }
}
