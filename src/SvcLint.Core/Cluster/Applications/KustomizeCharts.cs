using SvcLint.Kustomize;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// The charts of a kustomization (<c>helmCharts</c>) that lie in the repository: what they render to becomes a resource of it, as
/// <c>kustomize --enable-helm</c> does. Charts of other places stay what the build does not handle.
/// </summary>
internal sealed class KustomizeCharts(FileSet files, IReleaseEngine? engine)
{
    private const string Field = "helmCharts";

    private readonly List<RenderedUnit> _rendered = [];

    public IReadOnlyList<RenderedUnit> Rendered => _rendered;

    /// <param name="path">The kustomization.</param>
    /// <param name="documents">Its documents.</param>
    /// <param name="add">Takes documents of a path that is no file.</param>
    public IReadOnlyList<YamlResult> Render(string path, IReadOnlyList<YamlResult> documents, Action<string, IReadOnlyList<YamlResult>> add)
    {
        if (engine is null || documents.Count == 0 || documents[0].Root is not YamlMapping root || root[Field] is not YamlSequence charts)
        {
            return documents;
        }

        var folder = RelativePath.Folder(path);
        var home = RelativePath.Resolve(folder, (root["helmGlobals"] as YamlMapping)?["chartHome"] is YamlScalar { Value.Length: > 0 } given ? given.Value : "charts");
        var rest = new List<YamlNode>();
        var resources = new List<YamlNode>(root["resources"] is YamlSequence own ? own.Items : []);
        foreach (var item in charts.Items)
        {
            if (item is YamlMapping chart && home is not null && Render(chart, folder, home) is { } rendered)
            {
                // No file bears the name: what stands under it came from the chart.
                var place = $"helmCharts/{_rendered.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)}.yaml";
                add(RelativePath.Combine(folder, place), [.. rendered.Manifests.SelectMany(m => m.File.Documents).Where(d => d.Root is YamlMapping).Select(d => new YamlResult(d.Root, null))]);
                resources.Add(NodeEdit.Text(chart.FirstLine, place));
                _rendered.Add(rendered);
            }
            else
            {
                rest.Add(item);
            }
        }

        if (rest.Count == charts.Items.Count)
        {
            return documents;
        }

        root = NodeEdit.Set(root, "resources", new YamlSequence(charts.Span, [.. resources]), charts.FirstLine);
        root = rest.Count == 0 ? NodeEdit.Remove(NodeEdit.Remove(root, Field), "helmGlobals") : NodeEdit.Set(root, Field, new YamlSequence(charts.Span, [.. rest]), charts.FirstLine);
        return [documents[0] with { Root = root }, .. documents.Skip(1)];
    }

    private RenderedUnit? Render(YamlMapping chart, string folder, string home)
    {
        if (chart["name"] is not YamlScalar { Value.Length: > 0 } name || RelativePath.Resolve(home, name.Value) is not { } place || files.Find(RelativePath.Combine(place, "Chart.yaml")) is null)
        {
            return null;
        }

        var layers = new List<ValuesLayer>();
        foreach (var file in new[] { chart["valuesFile"] }.Concat(chart["additionalValuesFiles"] is YamlSequence more ? more.Items : []).OfType<YamlScalar>().Where(f => f.Value.Length > 0))
        {
            if (RelativePath.Resolve(folder, file.Value) is not { } path || files.Text(path) is not { } text)
            {
                return null;
            }

            layers.Add(new ValuesLayer(text));
        }

        if (chart["valuesInline"] is YamlMapping inline)
        {
            layers.Add(new ValuesLayer(null, inline));
        }

        var release = chart["releaseName"] is YamlScalar { Value.Length: > 0 } given ? given.Value : "release-name";
        var rendered = engine!.Render(new ReleaseRequest($"{place} ({release})", place, release, chart["namespace"] is YamlScalar { Value.Length: > 0 } target ? target.Value : "default", layers, null));
        return rendered.Gaps.Count == 0 ? rendered : null;
    }
}
