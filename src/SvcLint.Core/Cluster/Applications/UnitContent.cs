using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>What one deployment applies, while it is put together.</summary>
internal sealed class UnitContent
{
    public List<KubernetesObject> Objects { get; } = [];

    public List<RenderedManifest> Manifests { get; } = [];

    public List<UnitGap> Gaps { get; } = [];

    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that the deployment accounts for: they form no unit of their own.</summary>
    public HashSet<string> Reached { get; } = new(StringComparer.Ordinal);

    public List<ChartProblem> Problems { get; } = [];

    /// <summary>True when anything of it was found.</summary>
    public bool HasSource { get; set; }

    public void Gap(SourceSpan span, string reason) => Gaps.Add(new UnitGap(span, reason));
}

/// <summary>Small mappings that an application's fields make, each node where the field stands.</summary>
internal static class MadeNode
{
    public static YamlMapping Mapping(SourceSpan span, params (string Key, YamlNode? Value)[] entries) =>
        new(span, [.. entries.Where(e => e.Value is not null).Select(e => new YamlEntry(NodeEdit.Text(e.Value!.Span, e.Key), e.Value!))]);

    public static YamlSequence Texts(SourceSpan span, IEnumerable<string> texts) => new(span, [.. texts.Select(t => NodeEdit.Text(span, t))]);

    public static YamlNode? Field(YamlMapping? mapping, string name) => mapping?[name] is { } node && !NodeEdit.IsNull(node) ? node : null;
}
