namespace SvcLint.Charts.Templates;

/// <summary>Gathers the scalars whose data is in something, leaf by leaf.</summary>
internal sealed class OriginSum
{
    // Nobody reads a longer list of places; a map that contains itself has no end, and lists that share their parts have none in practice.
    private const int MaxSources = 256;
    private const int MaxDepth = 24;
    private const int MaxVisited = 1 << 16;

    private readonly List<ValueSource> _sources = [];
    private readonly HashSet<ValueSource> _seen = [];

    private int _visited;

    public bool IsUnknown { get; private set; }

    public IReadOnlyList<ValueSource> Sources => _sources;

    public void Add(Origin origin)
    {
        IsUnknown |= origin.Kind == OriginKind.Unknown;
        foreach (var source in origin.Values)
        {
            if (_sources.Count < MaxSources && _seen.Add(source))
            {
                _sources.Add(source);
            }
        }
    }

    public void Add(GoValue value, int depth = 0)
    {
        if (depth > MaxDepth || _visited++ >= MaxVisited || _sources.Count >= MaxSources)
        {
            return;
        }

        switch (value)
        {
            case GoMap map when map.Count > 0:
                foreach (var key in map.SortedKeys)
                {
                    Add(map[key]!, depth + 1);
                }

                break;
            case GoList list when list.Items.Count > 0:
                foreach (var item in list.Items)
                {
                    Add(item, depth + 1);
                }

                break;
            default:
                if (value.Origin is { } origin)
                {
                    Add(origin);
                }

                break;
        }
    }
}
