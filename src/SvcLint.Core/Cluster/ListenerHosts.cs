using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>
/// The host names that listeners of a Gateway take, by what is asked of them. A wildcard stands for one label or several; a listener without a
/// host name takes every name.
/// </summary>
internal sealed class ListenerHosts
{
    // What is longer is no host name, and has no tails worth keeping.
    private const int Longest = 253;

    private readonly bool _takesAll;
    private readonly string[] _names;
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _tails = new(StringComparer.OrdinalIgnoreCase);

    public ListenerHosts(IReadOnlyCollection<GatewayListener> listeners)
    {
        Count = listeners.Count;
        _takesAll = listeners.Any(l => string.IsNullOrEmpty(l.Hostname?.Value));
        _names = [.. listeners.Select(l => l.Hostname?.Value).OfType<string>().Distinct()];
        foreach (var name in _names)
        {
            _written.Add(name);
            _tails.UnionWith(Tails(name));
        }
    }

    /// <summary>How many listeners there are.</summary>
    public int Count { get; }

    /// <summary>Each name once.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>True when a route of this name has a listener.</summary>
    public bool Overlap(string route) =>
        _takesAll || _written.Contains(route) || Tails(route).Any(t => _written.Contains("*" + t)) || (route.StartsWith("*.", StringComparison.Ordinal) && _tails.Contains(route.Substring(1)));

    // ".b.c" and ".c" of "a.b.c"
    private static IEnumerable<string> Tails(string name)
    {
        for (var dot = name.IndexOf('.', Math.Min(1, name.Length)); dot > 0 && name.Length <= Longest; dot = name.IndexOf('.', dot + 1))
        {
            yield return name.Substring(dot);
        }
    }
}
