namespace SvcLint.Reachability.Policies;

/// <summary>The ends of a cluster in classes: all in one at first, parted by whatever tells them apart.</summary>
internal sealed class EndClasses(int count)
{
    private readonly int[] _classes = new int[count];
    private readonly Dictionary<(int Class, int Mark), int> _parts = [];

    /// <summary>The class of an end, by its number.</summary>
    public int this[int end] => _classes[end];

    /// <summary>Leaves together those of one class that have the same mark.</summary>
    public void Part(Func<int, int> mark)
    {
        _parts.Clear();
        var (last, part) = ((Class: -1, Mark: -1), 0);
        for (var end = 0; end < _classes.Length; end++)
        {
            // Neighbours are often alike.
            var key = (_classes[end], mark(end));
            if (key != last && !_parts.TryGetValue(key, out part))
            {
                _parts.Add(key, part = _parts.Count);
            }

            (last, _classes[end]) = (key, part);
        }
    }
}
