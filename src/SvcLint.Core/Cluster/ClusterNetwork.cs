using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>The ranges that a tool is told to make a cluster with.</summary>
/// <param name="Owner">The object that says it; null for a plain file.</param>
/// <param name="Pods">Ranges of pods, as they are written.</param>
/// <param name="Services">Ranges of Services, as they are written.</param>
/// <param name="PodField">What the tool calls the first.</param>
/// <param name="ServiceField">What it calls the second.</param>
/// <param name="Dns">Addresses of the cluster's DNS.</param>
internal sealed record ClusterNetwork(
    KubernetesObject? Owner, IReadOnlyList<Located<string>> Pods, IReadOnlyList<Located<string>> Services, string PodField, string ServiceField, IReadOnlyList<Located<string>> Dns)
{
    /// <summary>Those of kubeadm, kind, k0s and Cluster API among the objects of a unit.</summary>
    public static IEnumerable<ClusterNetwork> Of(DeploymentUnit unit) => unit.OfType<OtherObject>().Where(o => o.Node is not null).Select(Read).OfType<ClusterNetwork>();

    /// <summary>Those of every unit, each once, and the configuration files of k3s and RKE2.</summary>
    public static IEnumerable<ClusterNetwork> All(Repository repository)
    {
        var seen = new HashSet<SourceSpan>();
        return repository.Units.SelectMany(Of).Where(n => seen.Add(n.Owner!.Kind.Span)).Concat(repository.Files.SelectMany(f => f.Documents).Select(OfFile).OfType<ClusterNetwork>());
    }

    /// <summary>The ranges of a field, which may list several.</summary>
    public static IEnumerable<(Located<string> Text, CidrValue Range)> Ranges(IEnumerable<Located<string>> fields)
    {
        foreach (var field in fields)
        {
            for (var start = 0; start < field.Value.Length;)
            {
                var end = field.Value.IndexOf(',', start);
                end = end < 0 ? field.Value.Length : end;
                if (CidrValue.TryParse(field.Value.Substring(start, end - start).Trim(), out var range))
                {
                    yield return (field.Slice(start, end), range);
                }

                start = end + 1;
            }
        }
    }

    private static ClusterNetwork? Read(OtherObject item)
    {
        var root = MappingReader.Of(item.Node!);
        return (item.Group, item.Kind.Value) switch
        {
            ("kubeadm.k8s.io", "ClusterConfiguration") => Make(item, root.Nested("networking"), "podSubnet", "serviceSubnet"),
            ("kind.x-k8s.io", "Cluster") => Make(item, root.Nested("networking"), "podSubnet", "serviceSubnet"),
            ("k0s.k0sproject.io", "ClusterConfig") => Make(item, root.Nested("spec")?.Nested("network"), "podCIDR", "serviceCIDR"),
            ("cluster.x-k8s.io", "Cluster") when root.Nested("spec")?.Nested("clusterNetwork") is { } network =>
                new ClusterNetwork(item, network.Nested("pods")?.Strings("cidrBlocks")?.Items ?? [], network.Nested("services")?.Strings("cidrBlocks")?.Items ?? [], "pods.cidrBlocks", "services.cidrBlocks", []),
            _ => null,
        };
    }

    private static ClusterNetwork? Make(KubernetesObject? owner, MappingReader? reader, string pods, string services, string? dns = null) => reader is null
        ? null
        : new ClusterNetwork(owner, Texts(reader, pods), Texts(reader, services), pods, services, dns is null ? [] : Texts(reader, dns));

    // Nobody else writes these two keys.
    private static ClusterNetwork? OfFile(ParsedDocument document) =>
        document is { Objects.Count: 0, Root: YamlMapping root } && (root["cluster-cidr"] is not null || root["service-cidr"] is not null)
            ? Make(null, MappingReader.Of(root), "cluster-cidr", "service-cidr", "cluster-dns")
            : null;

    private static IReadOnlyList<Located<string>> Texts(MappingReader reader, string field) => reader.Strings(field)?.Items ?? (reader.String(field) is { } text ? [text] : []);
}
