using SvcLint.Model;

namespace SvcLint.Cluster.Addresses;

/// <summary>
/// The environment of a container as the kubelet makes it: ConfigMaps of <c>envFrom</c> first, then each variable with references to
/// earlier ones expanded. Secrets, fields and ConfigMaps that the unit lacks are unknown: references to them stay as they are.
/// </summary>
public sealed class ContainerEnvironment
{
    // Thousands of variables that each repeat the one before would fill any memory, however short each is.
    private const int MostOfAll = 1 << 18;

    private readonly Dictionary<string, ComposedText?> _values = new(StringComparer.Ordinal);
    private int _left = MostOfAll;
    private bool _isCut;

    private ContainerEnvironment(Container container, Func<string?, IEnumerable<ConfigMap>> maps)
    {
        foreach (var source in container.EnvFrom?.Items ?? [])
        {
            foreach (var entry in maps(source.ConfigMapRef?.Name?.Value).SelectMany(m => m.Data?.Entries ?? []))
            {
                _values[source.Prefix?.Value + entry.Key.Value] = ComposedText.Of(entry.Value);
            }
        }

        foreach (var variable in container.Env?.Items ?? [])
        {
            if (variable.Name is { } name)
            {
                _values[name.Value] = variable.Value is { } value ? Expand(value)
                    : variable.ValueFrom?.ConfigMapKeyRef is { } key && Referenced(key, maps) is { } text ? ComposedText.Of(text)
                    : null;
            }
        }
    }

    /// <summary>That of a container without any variable.</summary>
    public static ContainerEnvironment Empty { get; } = new(new Container { Span = default, KeySpan = default }, _ => []);

    public static ContainerEnvironment Of(Container container, Workload workload, DeploymentUnit unit) =>
        new(container, name => unit.Lookup.ConfigMaps(name, workload.Namespace));

    /// <summary>Every variable; null for a value that is not known.</summary>
    public IReadOnlyDictionary<string, ComposedText?> Variables => _values;

    /// <summary>What is not expanded first is so because of all texts of the container together, not because of its own length.</summary>
    public bool IsFull { get; private set; }

    /// <summary>A text of the container (an argument, say) with its references expanded.</summary>
    public ComposedText Expand(Located<string> text)
    {
        var expanded = ComposedText.Expand(text, name => _values.TryGetValue(name, out var value) ? value : null, _left);
        IsFull |= expanded.IsCut && !_isCut && _left < ComposedText.Longest;
        _isCut |= expanded.IsCut;
        _left = Math.Max(0, _left - expanded.Cost);
        return expanded;
    }

    private static Located<string>? Referenced(KeySelector reference, Func<string?, IEnumerable<ConfigMap>> maps) =>
        reference.Key is { } key ? maps(reference.Name?.Value).FirstOrDefault()?.Data?.Find(key.Value)?.Value : null;
}
