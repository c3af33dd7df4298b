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

    /// <summary>The ids of now: transformations change them.</summary>
    public HashSet<ResourceId> Ids() => [.. _items.Select(r => r.Id)];

    /// <param name="more">What comes behind.</param>
    /// <param name="ids">Those of this list, to which the new ones are added.</param>
    /// <param name="span">Where a message points.</param>
    public void Append(IEnumerable<Resource> more, HashSet<ResourceId> ids, SourceSpan span)
    {
        foreach (var resource in more)
        {
            if (_items.Count >= MaxCount)
            {
                log.BeyondLimit(span, "more than " + MaxCount + " objects");
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
}
