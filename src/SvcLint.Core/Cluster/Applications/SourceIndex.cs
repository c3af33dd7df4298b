using SvcLint.Model;
using SvcLint.Model.GitOps;

namespace SvcLint.Cluster.Applications;

/// <summary>What applications refer to by name: sources, ConfigMaps and Secrets with values.</summary>
internal sealed class SourceIndex
{
    private readonly Dictionary<(string Kind, string Name), List<KubernetesObject>> _objects = [];
    private readonly HashSet<KubernetesObject> _seen = new(ObjectIdentity.Instance);

    public IReadOnlyList<Secret> Clusters => [.. _objects.Where(o => o.Key.Kind == "Secret").SelectMany(o => o.Value).OfType<Secret>().Where(s => s.Metadata.Labels?["argocd.argoproj.io/secret-type"] == "cluster")];

    public void Add(IEnumerable<KubernetesObject> objects)
    {
        foreach (var item in objects)
        {
            if (item is FluxSource or ConfigMap or Secret or FluxKustomization or FluxHelmRelease && item.Name is { } name && _seen.Add(item))
            {
                var key = (item.Kind.Value, name);
                if (!_objects.TryGetValue(key, out var same))
                {
                    _objects.Add(key, same = []);
                }

                same.Add(item);
            }
        }
    }

    /// <summary>The object of a name in a namespace that may be the given one; one that surely is goes first.</summary>
    public KubernetesObject? Find(string kind, string name, string? @namespace)
    {
        if (!_objects.TryGetValue((kind, name), out var same))
        {
            return null;
        }

        return same.FirstOrDefault(o => o.Namespace == @namespace) ?? same.FirstOrDefault(o => NamespaceComparer.MayBeSame(o.Namespace, @namespace));
    }

    /// <summary>Names of the objects of a kind.</summary>
    public IEnumerable<string> Names(string kind) => _objects.Keys.Where(k => k.Kind == kind).Select(k => k.Name);
}
