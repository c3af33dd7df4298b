using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// Texts with variables whose values are all known wherever they are deployed: what stands in the file looks like a placeholder, and is none. For one
/// thread while it is filled.
/// </summary>
internal sealed class ResolvedTexts
{
    private readonly Dictionary<SourceText, SortedDictionary<int, (int End, bool IsKnown)>> _texts = [];
    private readonly Dictionary<SourceText, (int Start, int End)[]> _known = [];

    public void Add(SourceSpan span, bool isKnown)
    {
        if (!_texts.TryGetValue(span.Source, out var texts))
        {
            _texts.Add(span.Source, texts = []);
        }

        texts[span.Start] = (span.End, isKnown && (!texts.TryGetValue(span.Start, out var known) || known.IsKnown));
    }

    /// <summary>No more is added.</summary>
    public ResolvedTexts Done()
    {
        foreach (var entry in _texts)
        {
            _known.Add(entry.Key, [.. entry.Value.Where(t => t.Value.IsKnown).Select(t => (t.Key, t.Value.End))]);
        }

        return this;
    }

    /// <summary>True when the span is one of the texts, or lies within one.</summary>
    public bool Holds(SourceSpan span)
    {
        if (!_known.TryGetValue(span.Source, out var texts))
        {
            return false;
        }

        var (low, high) = (0, texts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = texts[middle].Start <= span.Start ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && texts[low - 1].End >= span.End;
    }
}
