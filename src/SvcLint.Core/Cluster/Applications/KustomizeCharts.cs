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
    private const string Refused = "kustomize refuses the kustomization";

    private readonly List<RenderedUnit> _rendered = [];
    private readonly List<ChartProblem> _problems = [];
    private ILookup<string, string>? _charts;

    public IReadOnlyList<RenderedUnit> Rendered => _rendered;

    /// <summary>Charts and values files that are not there: kustomize refuses the kustomization.</summary>
    public IReadOnlyList<ChartProblem> Problems => _problems;

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
        if (chart["name"] is not YamlScalar { Value.Length: > 0 } name || RelativePath.Resolve(home, name.Value) is not { } place)
        {
            return null;
        }

        if (files.Find(RelativePath.Combine(place, "Chart.yaml")) is null)
        {
            // With a repository, kustomize pulls it.
            if (chart["repo"] is not YamlScalar { Value.Length: > 0 } && !Placeholder.Is(name.Value))
            {
                _problems.Add(Missing(name, home));
            }

            return null;
        }

        var layers = new List<ValuesLayer>();
        foreach (var file in new[] { chart["valuesFile"] }.Concat(chart["additionalValuesFiles"] is YamlSequence more ? more.Items : []).OfType<YamlScalar>().Where(f => f.Value.Length > 0))
        {
            if (RelativePath.IsRemote(file.Value) || RelativePath.Resolve(folder, file.Value) is not { } path)
            {
                return null;
            }

            if (files.Text(path) is not { } text)
            {
                if (GitIgnore.Names(files.Text, path))
                {
                    return null;
                }

                _problems.Add(new ChartProblem(ApplicationProblem.ValuesMissing, file.Span, $"values file '{file.Value}' does not exist", "write its path as seen from the kustomization") { Effect = Refused });
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

    // Builds may put charts beside a kustomization: certain is what stands among others.
    private ChartProblem Missing(YamlScalar name, string home)
    {
        _charts ??= files.All.Where(f => RelativePath.FileName(f.Path) == "Chart.yaml").Select(f => RelativePath.Folder(f.Path)).ToLookup(RelativePath.Folder, RelativePath.FileName, StringComparer.Ordinal);
        var near = NearMiss.Nearest(name.Value, _charts[home], shortest: 3);
        var problem = new ChartProblem(
            ApplicationProblem.PathMissing,
            name.Span,
            $"chart '{name.Value}' does not exist in {home}" + (near is null ? "" : $"; did you mean '{near}'?"),
            near is null ? "name a chart of that folder, or the repo that it is pulled from" : $"write '{near}'")
        {
            Effect = Refused,
        };
        return _charts[home].Any() ? problem : problem with { Severity = Findings.Severity.Warning, Confidence = Findings.Confidence.Medium };
    }
}
