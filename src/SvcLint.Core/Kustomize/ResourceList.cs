using SvcLint.Text;

namespace SvcLint.Kustomize;

/// <summary>The objects of one build step, in order; no two have the same id.</summary>
internal sealed class ResourceList(BuildLog log)
{
    /// <summary>Includes that multiply: far beyond any repository.</summary>
    public const int MaxCount = 50_000;

    private readonly List<Resource> _items = [];

    public IReadOnlyList<Resource> Items => _items;

    public int Count => _items.Count;

    public void Append(IEnumerable<Resource> more, SourceSpan span)
    {
        var ids = new HashSet<ResourceId>(_items.Select(r => r.Id));
        foreach (var resource in more)
        {
            if (_items.Count >= MaxCount)
            {
                log.Unsupported(span, "more than " + MaxCount + " objects");
                return;
            }

            if (ids.Add(resource.Id))
            {
                _items.Add(resource);
            }
            else
            {
                log.Invalid(span, $"{resource.Id} is there twice");
            }
        }
    }

    public void Replace(Resource old, Resource successor) => _items[_items.IndexOf(old)] = successor;

    public void Remove(Resource resource) => _items.Remove(resource);

    public void RemoveAll(Predicate<Resource> match) => _items.RemoveAll(match);

    public List<Resource> ById(ResourceId id) => ByAnyId(other => other == id);

    public List<Resource> ByAnyId(Func<ResourceId, bool> matches) => _items.FindAll(r => r.HasId(matches));
}
