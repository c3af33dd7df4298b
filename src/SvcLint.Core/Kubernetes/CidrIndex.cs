namespace SvcLint.Kubernetes;

/// <summary>Ranges by what they contain: those around another one take a look-up for each prefix length that occurs, however many they are.</summary>
/// <typeparam name="T">What has a range.</typeparam>
internal sealed class CidrIndex<T>
{
    private readonly Dictionary<CidrValue, List<T>> _items = [];
    private readonly HashSet<(IPFamily, int)> _lengths = [];

    public void Add(CidrValue range, T item)
    {
        if (!_items.TryGetValue(range, out var same))
        {
            _items.Add(range, same = []);
            _lengths.Add((range.Family, range.PrefixLength));
        }

        same.Add(item);
    }

    /// <summary>What has a range that contains this one, for each such range in the order of adding; the narrowest range first.</summary>
    public IEnumerable<IReadOnlyList<T>> Containing(CidrValue range)
    {
        for (var length = range.PrefixLength; length >= 0; length--)
        {
            if (_lengths.Contains((range.Family, length)) && _items.TryGetValue(CidrValue.Create(range.Network, length), out var found))
            {
                yield return found;
            }
        }
    }
}
