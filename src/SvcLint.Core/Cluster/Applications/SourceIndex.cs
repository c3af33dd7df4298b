using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>What applications refer to by name: sources, ConfigMaps and Secrets with values.</summary>
internal sealed class SourceIndex
{
    private const int MostNames = 2000;

    private readonly Dictionary<(string Kind, string Name), List<KubernetesObject>> _objects = [];
    private readonly Dictionary<string, (FluxReference Source, string Folder)> _artifacts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _names = new(StringComparer.Ordinal);
    private readonly HashSet<KubernetesObject> _seen = new(ByIdentity<KubernetesObject>.Instance);

    public IReadOnlyList<Secret> Clusters => [.. _objects.Where(o => o.Key.Kind == "Secret").SelectMany(o => o.Value).OfType<Secret>().Where(s => s.Metadata.Labels?["argocd.argoproj.io/secret-type"] == "cluster")];

    public void Add(IEnumerable<KubernetesObject> objects)
    {
        foreach (var item in objects)
        {
            if (item is OtherObject { Kind.Value: "ArtifactGenerator", Node: { } generator })
            {
                AddArtifacts(generator, item.Namespace);
            }

            if (item is FluxSource or ConfigMap or Secret or FluxKustomization or FluxHelmRelease or ArgoProject && item.Name is { } name && _seen.Add(item))
            {
                var key = (item.Kind.Value, name);
                if (!_objects.TryGetValue(key, out var same))
                {
                    _objects.Add(key, same = []);
                    if (!_names.TryGetValue(key.Item1, out var names))
                    {
                        _names.Add(key.Item1, names = []);
                    }

                    names.Add(name);
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

    /// <summary>What an artifact was made from: a source, and its folder; null where that is not plain.</summary>
    public (FluxReference Source, string Folder)? ArtifactNamed(string name) => _artifacts.TryGetValue(name, out var found) ? found : null;

    private void AddArtifacts(YamlMapping generator, string? @namespace)
    {
        var spec = generator["spec"] as YamlMapping;
        var sources = Mappings(spec?["sources"]).Where(s => s["alias"] is YamlScalar).GroupBy(s => ((YamlScalar)s["alias"]!).Value).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        foreach (var artifact in Mappings(spec?["artifacts"]))
        {
            var copies = Mappings(artifact["copy"]).Select(Copy).ToArray();
            if (artifact["name"] is not YamlScalar name || copies.Length == 0 || copies.Contains(null) || copies.Select(c => (c!.Value.Alias, c.Value.Root)).Distinct().Count() != 1)
            {
                continue;
            }

            var (alias, folder) = copies[0]!.Value;
            if (sources.TryGetValue(alias, out var source) && FluxReference.Read(MappingReader.Of(source)) is { } reference)
            {
                _artifacts[name.Value] = (reference with { Namespace = reference.Namespace ?? (@namespace is null ? null : reference.Name with { Value = @namespace }) }, folder);
            }
        }
    }

    // What lies below the copy's target in the artifact lies below the root in the source.
    private static (string Alias, string Root)? Copy(YamlMapping copy)
    {
        if (copy["from"] is not YamlScalar from || copy["to"] is not YamlScalar to || !from.Value.StartsWith("@", StringComparison.Ordinal) || !to.Value.StartsWith("@artifact", StringComparison.Ordinal))
        {
            return null;
        }

        var slash = from.Value.IndexOf('/');
        var alias = slash < 0 ? from.Value.Substring(1) : from.Value.Substring(1, slash - 1);
        var folder = slash < 0 ? "" : from.Value.Substring(slash + 1).TrimEnd('*').Trim('/');
        var target = to.Value.Substring("@artifact".Length).Trim('/');
        return folder.IndexOfAny(['*', '?', '[']) >= 0 ? null
            : target.Length == 0 ? (alias, folder)
            : folder == target ? (alias, "")
            : folder.EndsWith("/" + target, StringComparison.Ordinal) ? (alias, folder.Substring(0, folder.Length - target.Length - 1))
            : null;
    }

    private static IEnumerable<YamlMapping> Mappings(YamlNode? node) => node is YamlSequence list ? list.Items.OfType<YamlMapping>() : [];

    /// <summary>True when an object of the kind has the name, in whatever namespace.</summary>
    public bool Has(string kind, string name) => _objects.ContainsKey((kind, name));

    /// <summary>The name of the kind that a slip of the hand kept from being found; of many names none is looked for.</summary>
    public string? Nearest(string kind, string written) =>
        _names.TryGetValue(kind, out var names) && names.Count <= MostNames ? NearMiss.Nearest(written, names) : null;
}
