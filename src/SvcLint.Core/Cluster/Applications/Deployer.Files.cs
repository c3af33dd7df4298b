using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>Files that are no Kubernetes objects: helmfiles, Fleet's, Skaffold's and Tilt's.</content>
internal sealed partial class Deployer
{
    private void FollowFiles()
    {
        // A helmfile that names others goes before them.
        foreach (var file in _files.All.Where(f => !IsParked(RelativePath.Folder(f.Path))).OrderBy(f => ApplicationFiles.IsHelmfile(f.Path) && f.Source.Content.IndexOf("helmfiles:", StringComparison.Ordinal) >= 0 ? 0 : 1).ToArray())
        {
            if (ApplicationFiles.IsHelmfile(file.Path))
            {
                if (ApplicationFiles.DeploysReleases(file.Source))
                {
                    FollowHelmfile(file.Source, null);
                }
            }
            else if (ApplicationFiles.IsFleet(file.Path))
            {
                FollowFleet(file);
            }
            else if (ApplicationFiles.IsSkaffold(file.Path))
            {
                FollowSkaffold(file);
            }
            else if (ApplicationFiles.IsTiltfile(file.Path))
            {
                FollowTiltfile(file);
            }
        }
    }

    private Deployment Start(DeploymentTool tool, string kind, Located<string> name, DeploymentCluster cluster, Deployment? parent = null)
    {
        var deployment = new Deployment(tool, kind, name.Value, name.Span, cluster, parent);
        Add(deployment);
        return deployment;
    }

    private static Located<string> NameOf(ParsedFile file) => NameOf(file.Source);

    private static Located<string> NameOf(SourceText file)
    {
        var line = file.Lines.Line(0);
        var folder = RelativePath.FileName(RelativePath.Folder(file.Path));
        return new Located<string>(folder.Length == 0 ? RelativePath.FileName(file.Path) : folder, file.Span(line.Start, line.End));
    }

    /// <summary>Adds a values file; one that is not there keeps the chart from being rendered.</summary>
    private void AddValuesFile(Deployment deployment, UnitContent content, string folder, Located<string> written, List<ValuesLayer> layers, YamlMapping? data = null)
    {
        if (Placeholder.Is(written.Value) || RelativePath.IsRemote(written.Value) || RelativePath.Resolve(folder, written.Value) is not { } path)
        {
            content.Gap(written.Span, $"values file {written.Value} is not known");
        }
        else if (_sources.Text(path) is not { } text)
        {
            var near = MissingPath.Nearest(_folders, path);
            content.Gap(written.Span, "a values file that does not exist");
            if (deployment.Tool != DeploymentTool.Fleet && _sources.IsMadeLocally(path))
            {
                return;
            }

            deployment.Add(new ChartProblem(
                ApplicationProblem.ValuesMissing,
                written.Span,
                $"values file '{written.Value}' does not exist" + (near is null ? "" : $"; there is {Short(near)}"),
                near is null ? "name a file that exists" : $"write the path of {Short(near)}"));
        }
        else if (!path.EndsWith(".gotmpl", StringComparison.Ordinal))
        {
            layers.Add(new ValuesLayer(text));
        }
        else if (data is not null && _options.Engine?.Expand(text, data, _sources.ReaderOf(RelativePath.Folder(path))) is { Manifest: { } made } && made.File.Documents.Select(d => d.Root).OfType<YamlMapping>().FirstOrDefault() is { } values)
        {
            layers.Add(new ValuesLayer(null, EmbeddedValues.At(values, written.Span)));
        }
        else
        {
            content.Gap(written.Span, $"values file {written.Value} is a template that is not evaluated here");
        }
    }

    private void AddFolder(Deployment deployment, UnitContent content, string folder, bool recurses)
    {
        deployment.Add(new DeploymentSource(folder, folder, deployment.Span));
        content.HasSource = true;
        if (_sources.KustomizationOf(folder) is not null)
        {
            _sources.AddKustomization(content, folder, null, null);
        }
        else
        {
            _sources.AddDirectory(content, folder, recurses, null, null, deployment.Span);
        }
    }

    // A file, or a pattern of files.
    private void AddFiles(Deployment deployment, UnitContent content, string folder, Located<string> written)
    {
        if (Placeholder.Is(written.Value) || RelativePath.IsRemote(written.Value) || RelativePath.Resolve(folder, written.Value) is not { } pattern)
        {
            content.Gap(written.Span, $"{written.Value} is not followed");
            return;
        }

        if (pattern.IndexOfAny(['*', '?', '[']) < 0)
        {
            if (_folders.Exists(pattern))
            {
                AddFolder(deployment, content, pattern, recurses: false);
            }
            else if (_sources.Text(pattern) is null && _sources.IsMadeLocally(pattern))
            {
                content.Gap(written.Span, $"{written.Value} is made where it is deployed");
            }
            else if (_sources.Text(pattern) is null)
            {
                var near = MissingPath.Nearest(_folders, pattern);
                Missing(deployment, content, written, $"path '{written.Value}' does not exist" + (near is null ? "" : $"; there is '{Short(near)}'"), null, written.Span);
            }
            else
            {
                deployment.Add(new DeploymentSource(written.Value, RelativePath.Folder(pattern), written.Span));
                content.HasSource = true;
                _sources.AddFile(content, pattern, written.Span);
            }

            return;
        }

        deployment.Add(new DeploymentSource(written.Value, null, written.Span));
        content.HasSource = true;
        if (PathGlob.Files(_folders, pattern).Count == 0)
        {
            content.Gap(written.Span, $"no file matches {written.Value}");
        }

        foreach (var file in PathGlob.Files(_folders, pattern))
        {
            _sources.AddFile(content, file, written.Span);
        }
    }

    /// <summary>Renders a chart that lies beside a file; a path that says so and is not there is a mistake.</summary>
    private void AddLocalChart(Deployment deployment, UnitContent content, string folder, Located<string> chart, List<ValuesLayer> layers, IReadOnlyList<YamlMapping>? postRenderers = null)
    {
        var isPath = chart.Value.StartsWith("./", StringComparison.Ordinal) || chart.Value.StartsWith("../", StringComparison.Ordinal);
        var path = Placeholder.Is(chart.Value) || RelativePath.IsRemote(chart.Value) ? null : RelativePath.Resolve(folder, chart.Value);
        if (path is not null && _sources.HasChart(path))
        {
            deployment.Add(new DeploymentSource(chart.Value, path, chart.Span));
            content.HasSource = true;
            _sources.AddChart(content, new ReleaseRequest(deployment.Title, path, deployment.Release ?? deployment.Name, deployment.Destination?.Value ?? "default", layers, FactsFor(deployment.Cluster).Version?.ToString()) { LacksValues = content.Gaps.Count > 0 }, chart.Span, postRenderers);
            content.Reached.UnionWith(content.Files);
            return;
        }

        deployment.Add(new DeploymentSource("chart " + chart.Value, null, chart.Span));
        if (path is not null && isPath && !_folders.HasFile(path) && !_sources.IsMadeLocally(path))
        {
            var near = MissingPath.Nearest(_folders, path);
            Missing(
                deployment,
                content,
                chart,
                _folders.Exists(path) ? $"chart '{chart.Value}' has no Chart.yaml" : $"path '{chart.Value}' does not exist" + (near is null ? "" : $"; there is '{Short(near)}'"),
                near is null ? null : $"write the path of {Short(near)}",
                chart.Span);
        }
        else
        {
            content.Gap(chart.Span, $"chart {chart.Value} is not in this repository");
        }
    }

    private static Located<string>? Scalar(YamlNode? node) => node is YamlScalar { Value.Length: > 0 } scalar ? new Located<string>(scalar.Value, scalar.Span) : null;

    private static IEnumerable<YamlNode> Items(YamlNode? node) => node is YamlSequence list ? list.Items : node is YamlScalar { Value.Length: > 0 } one ? [one] : [];
}
