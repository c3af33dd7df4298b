namespace SvcLint.Kustomize;

/// <summary>The objects of a build step by each name that they have or had, so that a thousand patches do not look at a thousand objects each.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, List<Resource>> _byName = new(StringComparer.Ordinal);

    public NameIndex(ResourceList resources)
    {
        foreach (var resource in resources.Items)
        {
            Add(resource);
        }
    }

    /// <summary>An object that is new.</summary>
    public void Add(Resource resource)
    {
        foreach (var name in Names(resource))
        {
            Add(name, resource);
        }
    }

    /// <summary>An object may have another name now.</summary>
    public void Renamed(Resource resource, ResourceId before)
    {
        if (resource.Id.Name != before.Name && !Named(resource.Id.Name).Contains(resource))
        {
            Add(resource.Id.Name, resource);
        }
    }

    public void Remove(Resource resource)
    {
        foreach (var name in Names(resource))
        {
            _byName[name].Remove(resource);
        }
    }

    /// <summary>Those that have or had a name, and perhaps some that no longer do.</summary>
    public IReadOnlyList<Resource> Named(string name) => _byName.TryGetValue(name, out var named) ? named : [];

    /// <summary>Those of which one id, of now or earlier, matches.</summary>
    public List<Resource> ByAnyId(string name, Func<ResourceId, bool> matches) => [.. Named(name).Where(r => r.HasId(id => id.Name == name && matches(id)))];

    private void Add(string name, Resource resource)
    {
        if (!_byName.TryGetValue(name, out var named))
        {
            _byName.Add(name, named = []);
        }

        named.Add(resource);
    }

    private static IEnumerable<string> Names(Resource resource) => resource.PreviousIds.Select(id => id.Name).Append(resource.Id.Name).Distinct();
}
