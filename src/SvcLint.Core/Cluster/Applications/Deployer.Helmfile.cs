using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>helmfile.</content>
internal sealed partial class Deployer
{
    private const string DefaultEnvironment = "default";
    private const int MaxHelmfiles = 20;

    private readonly HashSet<string> _helmfiles = new(StringComparer.Ordinal);
    private readonly HashSet<SourceSpan> _needs = [];

    /// <summary>What a helmfile gets from the one that names it.</summary>
    private sealed record HelmfileCall(string Root, string Environment, YamlMapping Values, IReadOnlyList<string> Selectors, int Depth);

    private void FollowHelmfile(SourceText source, HelmfileCall? call)
    {
        // Helmfiles may name one another.
        if (!_helmfiles.Add(call is null ? source.Path : source.Path + "#" + call.Root + "#" + call.Environment))
        {
            return;
        }

        // Which environments there are is said before anything is evaluated.
        var environments = HelmfileText.Plain(source, _sources).Select(p => p["environments"]).OfType<YamlMapping>().LastOrDefault(e => e.Entries.Count > 0);
        if (call is not null)
        {
            _helmfiles.Add(source.Path);
            FollowHelmfile(source, call, environments?[call.Environment] as YamlMapping, isOneOfMany: false);
            return;
        }

        foreach (var environment in environments is null ? [DefaultEnvironment] : environments.Entries.Select(e => e.Name).OfType<string>())
        {
            FollowHelmfile(source, new HelmfileCall(source.Path, environment, NodeEdit.EmptyMapping(source.Span(0, 0)), [], 0), environments?[environment] as YamlMapping, environments is { Entries.Count: > 1 });
        }
    }

    private void FollowHelmfile(SourceText source, HelmfileCall call, YamlMapping? settings, bool isOneOfMany)
    {
        var folder = RelativePath.Folder(source.Path);
        var environment = call.Environment;
        var values = Generators.Union(EnvironmentValues(folder, settings, source.Span(0, 0), environment, out var unknown), call.Values);
        var data = HelmfileText.Data(source.Span(0, 0), environment, values);
        var (documents, problem) = HelmfileText.Evaluate(source, data, _sources, _options.Engine);
        if (documents is null || (unknown is not null && source.Content.IndexOf("{{", StringComparison.Ordinal) >= 0))
        {
            var name = NameOf(source);
            var whole = Start(DeploymentTool.Helmfile, "helmfile", new Located<string>(isOneOfMany ? $"{name.Value} ({environment})" : name.Value, name.Span), Unknown());
            whole.Add(new UnitGap(unknown ?? name.Span, unknown is null ? problem ?? "a template" : "values of the environment that are not known"));
            return;
        }

        var defaults = documents.Select(d => d["helmDefaults"]).OfType<YamlMapping>().LastOrDefault();
        var context = Scalar(settings?["kubeContext"]) ?? Scalar(defaults?["kubeContext"]);
        var place = RelativePath.Folder(call.Root);
        var scope = context is not null ? new DeploymentCluster("context:" + context.Value, context.Value) : new DeploymentCluster("here:" + call.Root + "#" + environment, environment == DefaultEnvironment ? place.Length == 0 ? DefaultEnvironment : RelativePath.FileName(place) : environment);
        var releases = new HelmfileReleases(documents, values, call.Selectors);
        foreach (var release in releases.All)
        {
            if (_all.Count < Most)
            {
                Deploy(release, releases, folder, scope, defaults, data);
            }
        }

        foreach (var (need, near) in releases.UnknownNeeds)
        {
            // Each environment asks for it.
            if (_needs.Add(need.Span))
            {
                _problems.Add(new ChartProblem(ApplicationProblem.ReferenceUnknown, need.Span, $"release '{need.Value}' in needs is not defined" + (near is null ? " in this helmfile" : $"; did you mean '{near}'?"))
                {
                    Effect = "helmfile refuses the whole file",
                });
            }
        }

        foreach (var inner in documents.SelectMany(d => Items(d["helmfiles"])))
        {
            FollowInner(inner, folder, call);
        }
    }

    // A path, or a mapping with a path.
    private void FollowInner(YamlNode inner, string folder, HelmfileCall call)
    {
        var settings = inner as YamlMapping;
        if ((Scalar(inner) ?? Scalar(settings?["path"])) is not { } written)
        {
            return;
        }

        var values = NodeEdit.EmptyMapping(inner.FirstLine);
        foreach (var more in Items(settings?["values"]).OfType<YamlMapping>())
        {
            values = Generators.Union(values, more);
        }

        var selectors = Items(settings?["selectors"]).Select(Scalar).OfType<Located<string>>().Select(s => s.Value).ToArray();
        var pattern = Placeholder.Is(written.Value) || RelativePath.IsRemote(written.Value) || call.Depth >= MaxHelmfiles ? null : RelativePath.Resolve(folder, written.Value);
        var paths = pattern is null ? [] : pattern.IndexOfAny(['*', '?', '[', '{']) >= 0 ? PathGlob.Files(_folders, pattern) : _folders.Exists(pattern) ? PathGlob.Files(_folders, pattern + "/*.{yaml,yml,gotmpl}") : [pattern];
        var texts = paths.Select(_sources.Text).OfType<SourceText>().ToArray();
        if (texts.Length == 0)
        {
            var missing = Start(DeploymentTool.Helmfile, "helmfile", written, Unknown());
            var content = new UnitContent();
            if (pattern is null || paths.Count == 0)
            {
                missing.Add(new UnitGap(written.Span, $"helmfile {written.Value} is not followed"));
            }
            else
            {
                var near = MissingPath.Nearest(_folders, pattern);
                Missing(missing, content, written, $"path '{written.Value}' does not exist" + (near is null ? "" : $"; there is '{Short(near)}'"), near is null ? null : $"write the path of {Short(near)}", written.Span);
            }

            Finish(missing, content, null, 0);
        }

        foreach (var text in texts)
        {
            FollowHelmfile(text, call with { Values = values, Selectors = selectors, Depth = call.Depth + 1 });
        }
    }

    private void Deploy(YamlMapping written, HelmfileReleases releases, string folder, DeploymentCluster scope, YamlMapping? defaults, YamlMapping data)
    {
        var (release, isEvaluated) = HelmfileText.Release(written, data, _options.Engine, _sources.ReaderOf(folder));
        if (Scalar(release["name"]) is not { } name || Scalar(release["chart"]) is not { } chart)
        {
            return;
        }

        var cluster = Scalar(release["kubeContext"]) is { } context ? new DeploymentCluster("context:" + context.Value, context.Value) : scope;
        var deployment = Start(DeploymentTool.Helmfile, "release", name, cluster);
        deployment.Destination = Scalar(release["namespace"]) is { } target && !Placeholder.Is(target.Value) ? target : null;
        deployment.Release = name.Value;
        deployment.CreatesNamespace = (release["createNamespace"] ?? defaults?["createNamespace"]) is not YamlScalar { Value: "false" };
        var content = new UnitContent();
        if (!isEvaluated)
        {
            content.Gap(name.Span, "a template of the release that is not evaluated here");
        }

        if (releases.UnknownCondition(release) is { } condition)
        {
            content.Gap(condition.Span, $"condition {condition.Value} is not known");
        }

        if (release["secrets"] is YamlSequence { Items.Count: > 0 } secrets)
        {
            content.Gap(secrets.FirstLine, "values that are encrypted");
        }

        foreach (var field in HelmfileReleases.Unhandled.Where(f => release[f] is YamlSequence { Items.Count: > 0 }))
        {
            content.Gap(release[field]!.FirstLine, field);
        }

        var layers = Layers(deployment, content, release, folder, releases.AllowsMissing(release), data);
        if (FolderWithoutChart(folder, chart) is { } plain)
        {
            // helmfile makes a chart of it.
            AddFolder(deployment, content, plain, recurses: false);
            if (layers.Count > 0)
            {
                content.Gap(chart.Span, "values of a folder that is no chart");
            }
        }
        else
        {
            AddLocalChart(deployment, content, folder, chart, layers, Patches(content, release, folder));
        }

        Finish(deployment, content, deployment.Destination, 0);
    }

    // helmfile has kustomize patch what the chart renders: JSON patches first.
    private YamlMapping[]? Patches(UnitContent content, YamlMapping release, string folder)
    {
        var patches = new List<YamlMapping>();
        foreach (var item in Items(release["jsonPatches"]))
        {
            if (Written(item) is YamlMapping { } patch && patch["target"] is YamlMapping target && patch["patch"] is YamlSequence operations)
            {
                patches.Add(MadeNode.Mapping(item.FirstLine, ("path", NodeEdit.Text(item.FirstLine, _sources.Reference(operations))), ("target", target)));
            }
            else
            {
                content.Gap(item.FirstLine, "a JSON patch that is not followed");
            }
        }

        foreach (var item in Items(release["strategicMergePatches"]))
        {
            if (Written(item) is YamlMapping patch)
            {
                patches.Add(MadeNode.Mapping(item.FirstLine, ("path", NodeEdit.Text(item.FirstLine, _sources.Reference(patch)))));
            }
            else
            {
                content.Gap(item.FirstLine, "a patch that is not followed");
            }
        }

        return patches.Count == 0 ? null : [MadeNode.Mapping(release.FirstLine, ("patches", new YamlSequence(release.FirstLine, patches)))];

        // In the helmfile itself, or in a file without templates.
        YamlNode? Written(YamlNode item) => item is YamlMapping ? item
            : Scalar(item) is { } file && !Placeholder.Is(file.Value) && !file.Value.EndsWith(".gotmpl", StringComparison.Ordinal) && RelativePath.Resolve(folder, file.Value) is { } path && _sources.Text(path) is { } text
            ? YamlReader.Read(TextSlice.Whole(text)).Root : null;
    }

    private string? FolderWithoutChart(string folder, Located<string> chart) =>
        !Placeholder.Is(chart.Value) && !RelativePath.IsRemote(chart.Value) && RelativePath.Resolve(folder, chart.Value) is { } path && !_sources.HasChart(path)
        && (_sources.KustomizationOf(path) is not null || _folders.List(path)?.Files.Any(SourceBuilder.IsManifest) == true) ? path : null;

    private List<ValuesLayer> Layers(Deployment deployment, UnitContent content, YamlMapping release, string folder, bool allowsMissing, YamlMapping data)
    {
        var layers = new List<ValuesLayer>();
        foreach (var item in Items(release["values"]))
        {
            if (item is YamlMapping inline)
            {
                layers.Add(new ValuesLayer(null, inline));
            }
            else if (Scalar(item) is { } written && !(allowsMissing && RelativePath.Resolve(folder, written.Value) is { } path && _sources.Text(path) is null))
            {
                AddValuesFile(deployment, content, folder, written, layers, HelmfileText.WithRelease(data, release));
            }
        }

        foreach (var set in Items(release["set"]).Concat(Items(release["setString"])).OfType<YamlMapping>())
        {
            if (Scalar(set["name"]) is not { } key)
            {
                continue;
            }

            if (set["value"] is YamlScalar value)
            {
                layers.Add(new ValuesLayer(null, null, new ReleaseParameter(key, new Located<string>(value.Value, value.Span), false)));
            }
            else if (set["values"] is YamlSequence list)
            {
                var text = "{" + string.Join(",", list.Items.OfType<YamlScalar>().Select(i => i.Value)) + "}";
                layers.Add(new ValuesLayer(null, null, new ReleaseParameter(key, new Located<string>(text, list.FirstLine), false)));
            }
            else
            {
                content.Gap(key.Span, $"value {key.Value} is not known");
            }
        }

        return layers;
    }

    private YamlMapping EnvironmentValues(string folder, YamlMapping? settings, SourceSpan place, string environment, out SourceSpan? unknown)
    {
        unknown = settings?["secrets"] is YamlSequence { Items.Count: > 0 } secrets ? secrets.FirstLine : null;
        var allowsMissing = settings?["missingFileHandler"] is YamlScalar { Value: not "Error" };
        var values = NodeEdit.EmptyMapping(settings?.FirstLine ?? place);
        foreach (var item in Items(settings?["values"]))
        {
            var more = item as YamlMapping;
            if (more is null && Scalar(item) is { } written && RelativePath.Resolve(folder, written.Value) is { } path)
            {
                var text = _sources.Text(path);
                more = text is null ? allowsMissing ? NodeEdit.EmptyMapping(item.Span) : null : HelmfileText.Values(text, HelmfileText.Data(place, environment, values), item.FirstLine, _sources, _options.Engine);
            }

            if (more is null)
            {
                unknown ??= item.FirstLine;
            }
            else
            {
                values = Generators.Union(values, more);
            }
        }

        return values;
    }

    private DeploymentCluster Unknown() => new("unknown:" + (++_unknownClusters).ToString(System.Globalization.CultureInfo.InvariantCulture), "unknown", IsKnown: false);
}
