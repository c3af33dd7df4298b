using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>The Namespaces that the input declares, by name and by label.</summary>
internal sealed class DeclaredNamespaces
{
    private readonly ILookup<string, Namespace> _byName;
    private readonly Dictionary<string, HashSet<string>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NameNeighbours> _valueNeighbours = new(StringComparer.Ordinal);
    private readonly NameNeighbours _names;

    public DeclaredNamespaces(IEnumerable<Namespace> namespaces)
    {
        var all = namespaces.ToArray();
        _byName = all.Where(n => n.Name is not null).ToLookup(n => n.Name!, StringComparer.Ordinal);
        _names = new NameNeighbours(_byName.Select(g => g.Key));
        foreach (var label in all.SelectMany(n => n.Metadata.Labels?.Entries ?? []))
        {
            if (!_values.TryGetValue(label.Key.Value, out var values))
            {
                _values.Add(label.Key.Value, values = new HashSet<string>(StringComparer.Ordinal));
            }

            values.Add(label.Value.Value);
        }

        foreach (var values in _values)
        {
            _valueNeighbours.Add(values.Key, new NameNeighbours(values.Value));
        }
    }

    public bool HasName(string name) => _byName.Contains(name);

    public bool HasLabel(string key, string value) => _values.TryGetValue(key, out var values) && values.Contains(value);

    /// <summary>True when some namespace has the label, whatever its value.</summary>
    public bool HasKey(string key) => _values.ContainsKey(key);

    /// <summary>The first of a name, or null.</summary>
    public Namespace? Named(string name) => _byName[name].FirstOrDefault();

    public IEnumerable<Namespace> AllNamed(string name) => _byName[name];

    /// <summary>Names that may be meant by a slip of the hand.</summary>
    public IEnumerable<string> NamesLike(string name) => _names.Of(name);

    /// <summary>Values of a label that may be meant by a slip of the hand.</summary>
    public IEnumerable<string> ValuesLike(string key, string value) => _valueNeighbours.TryGetValue(key, out var values) ? values.Of(value) : [];
}
