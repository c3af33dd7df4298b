using System.Globalization;
using SvcLint.Kubernetes;
using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>Flux.</content>
internal sealed partial class Deployer
{
    private const string Git = "GitRepository";

    private static readonly string[] OverlayFields = ["namePrefix", "nameSuffix", "images", "patches"];

    private readonly Dictionary<DeploymentUnit, Dictionary<(string, string), KubernetesObject>> _data = [];

    private void Deploy(FluxKustomization item, Deployment? parent, DeploymentCluster scope, int depth)
    {
        var deployment = Start(DeploymentTool.Flux, item, scope, Remote(item.KubeConfig, scope), parent);
        deployment.Destination = item.TargetNamespace is { } target && !Placeholder.Is(target.Value) ? target : null;
        var content = new UnitContent();
        CheckReferences(deployment, item.DependsOn, "Kustomization", item.Namespace);
        var path = item.Path ?? new Located<string>("./", item.NameSpan, IsDefault: true);
        if (item.Source is { } source && Plain(source, path) is var (reference, inner) && Repository(deployment, reference, item.Namespace) is var (repository, shown) && FolderOf(deployment, content, repository, shown, inner) is { } folder)
        {
            content.HasSource = true;
            var overlay = Overlay(item, folder);
            var finish = new ObjectFinish(Variables(deployment, item), item.Spec?["commonMetadata"] as YamlMapping);
            if (_sources.KustomizationOf(folder) is not null)
            {
                _sources.AddKustomization(content, folder, overlay, finish);
            }
            else
            {
                _sources.AddGenerated(content, folder, overlay, path.Span, finish);
            }
        }

        Finish(deployment, content, null, depth);
    }

    // An artifact that is a folder of a repository stands for that folder.
    private (FluxReference Source, Located<string> Path) Plain(FluxReference source, Located<string> path) =>
        source.Kind?.Value == "ExternalArtifact" && _index.ArtifactNamed(source.Name.Value) is { } made ? (made.Source, path with { Value = made.Folder + "/" + path.Value }) : (source, path);

    private static YamlMapping? Overlay(FluxKustomization item, string folder)
    {
        if (item.Spec is not { } spec)
        {
            return null;
        }

        var overlay = NodeEdit.EmptyMapping(spec.FirstLine);
        foreach (var name in OverlayFields)
        {
            if (spec.TryGet(name, out var entry) && !NodeEdit.IsNullOrEmpty(entry.Value) && entry.Value is not YamlSequence { Items.Count: 0 })
            {
                overlay = NodeEdit.Set(overlay, entry);
            }
        }

        if (spec["targetNamespace"] is YamlScalar { Value.Length: > 0 } target)
        {
            overlay = NodeEdit.Set(overlay, "namespace", target, target.Span);
        }

        if (spec["components"] is YamlSequence { Items.Count: > 0 } components)
        {
            overlay = NodeEdit.Set(overlay, "components", new YamlSequence(components.Span, [.. components.Items.OfType<YamlScalar>().Select(c => NodeEdit.WithValue(c, VirtualFiles.Reference(folder) + "/" + c.Value))]), components.FirstLine);
        }

        return overlay.Entries.Count == 0 ? null : overlay;
    }

    private Substitution? Variables(Deployment deployment, FluxKustomization item)
    {
        if (item.PostBuild is not { } build)
        {
            return null;
        }

        var variables = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        var isComplete = true;
        foreach (var reference in build.SubstituteFrom)
        {
            if (Data(reference, item.Namespace, deployment) is { } data)
            {
                foreach (var (key, value) in data)
                {
                    variables[key] = value;
                }
            }
            else
            {
                // An optional one may be there as well.
                isComplete = false;
            }
        }

        foreach (var entry in build.Substitute?.Entries ?? [])
        {
            variables[entry.Key.Value] = NodeEdit.Text(entry.Value.Span, entry.Value.Value);
        }

        return new Substitution(variables, isComplete, _resolved);
    }

    // Null where the repository does not hold it, or holds it encrypted.
    private IReadOnlyList<(string Key, YamlScalar Value)>? Data(FluxValuesReference reference, string? @namespace, Deployment deployment)
    {
        var kind = reference.Kind?.Value ?? "ConfigMap";
        for (var above = deployment.Parent; above is not null; above = above.Parent)
        {
            if (above.Unit is { } unit && DataOf(unit).TryGetValue((kind, reference.Name.Value), out var beside))
            {
                return ObjectData.Of(beside);
            }
        }

        return _index.Find(kind, reference.Name.Value, @namespace) is { } found ? ObjectData.Of(found) : null;
    }

    // What a unit holds is asked for by each of its applications.
    private Dictionary<(string, string), KubernetesObject> DataOf(DeploymentUnit unit)
    {
        if (!_data.TryGetValue(unit, out var data))
        {
            _data.Add(unit, data = []);
            foreach (var item in unit.Objects.Where(o => o is ConfigMap or Secret && o.Name is not null))
            {
                data[(item.Kind.Value, item.Name!)] = item;
            }
        }

        return data;
    }

    private void Deploy(FluxHelmRelease item, Deployment? parent, DeploymentCluster scope, int depth)
    {
        var deployment = Start(DeploymentTool.Flux, item, scope, Remote(item.KubeConfig, scope), parent);
        var target = item.TargetNamespace ?? item.Metadata.Namespace;
        deployment.Destination = target is null || Placeholder.Is(target.Value) ? null : target;
        deployment.Release = ReleaseName(item);
        deployment.CreatesNamespace = item.CreatesNamespace;
        var content = new UnitContent();
        CheckReferences(deployment, item.DependsOn, "HelmRelease", item.Namespace);
        item = WithChart(item);
        var layers = new List<ValuesLayer>();
        if (ChartOf(deployment, content, item) is { } folder)
        {
            content.HasSource = true;
            AddValues(deployment, content, item, layers);
            _sources.AddChart(
                content, new ReleaseRequest(deployment.Title, folder, deployment.Release, deployment.Destination?.Value ?? "default", layers, FactsFor(deployment.Cluster).Version?.ToString()) { LacksValues = content.Gaps.Count > 0 }, item.Chart!.Span, item.PostRenderers, new ObjectFinish(null, item.CommonMetadata));
            content.Reached.UnionWith(content.Files);
        }

        Finish(deployment, content, deployment.Destination, depth);
    }

    // A HelmChart says what the release itself could say.
    private FluxHelmRelease WithChart(FluxHelmRelease item) =>
        item.ChartRef is { Kind.Value: "HelmChart" } reference && _index.Find("HelmChart", reference.Name.Value, reference.Namespace?.Value ?? item.Namespace) is FluxSource { Chart: { } chart, Origin: { } origin } made
            ? item with
            {
                ChartRef = null,
                Chart = chart,
                Source = origin with { Namespace = origin.Namespace ?? made.Metadata.Namespace },
                ValuesFiles = made.ValuesFiles,
            }
            : item;

    private string? ChartOf(Deployment deployment, UnitContent content, FluxHelmRelease item)
    {
        if (item.ChartRef is { } reference)
        {
            deployment.Add(new DeploymentSource($"{reference.Kind?.Value} {reference.Name.Value}", null, reference.Name.Span));
            content.Gap(reference.Name.Span, $"the chart of {reference.Kind?.Value} {reference.Name.Value} is not in this repository");
            return null;
        }

        if (item.Chart is not { } chart || item.Source is not { } source)
        {
            return null;
        }

        if (source.Kind?.Value != Git)
        {
            _ = Repository(deployment, source, item.Namespace);
            deployment.Add(new DeploymentSource($"chart {chart.Value} of {source.Kind?.Value} {source.Name.Value}", null, chart.Span));
            content.Gap(chart.Span, $"chart {chart.Value} of {source.Kind?.Value} {source.Name.Value} is not in this repository");
            return null;
        }

        var (repository, shown) = Repository(deployment, source, item.Namespace);
        if (FolderOf(deployment, content, repository, shown, chart) is not { } folder)
        {
            return null;
        }

        if (_sources.HasChart(folder))
        {
            return folder;
        }

        Missing(deployment, content, chart, $"chart '{chart.Value}' has no Chart.yaml", null, chart.Span);
        return null;
    }

    private void AddValues(Deployment deployment, UnitContent content, FluxHelmRelease item, List<ValuesLayer> layers)
    {
        var (repository, _) = Repository(deployment, item.Source!, item.Namespace);
        foreach (var file in item.ValuesFiles?.Items ?? [])
        {
            var path = RelativePath.Resolve(_repositories.RootOf(repository) ?? "", file.Value.TrimStart('/'));
            if (path is not null && _sources.Text(path) is { } text)
            {
                layers.Add(new ValuesLayer(text));
            }
            else if (!item.IgnoresMissingValuesFiles && !Placeholder.Is(file.Value))
            {
                var near = path is null ? null : MissingPath.Nearest(_folders, path);
                content.Gap(file.Span, "a values file that does not exist");
                deployment.Add(new ChartProblem(
                    ApplicationProblem.ValuesMissing,
                    file.Span,
                    $"values file '{file.Value}' does not exist" + (near is null ? "" : $"; there is {Short(near)}"),
                    near is null ? "name a file of the source, or set ignoreMissingValuesFiles" : $"write {Short(near)}"));
            }
        }

        foreach (var reference in item.ValuesFrom)
        {
            var kind = reference.Kind?.Value ?? "ConfigMap";
            var value = Data(reference, item.Namespace, deployment)?.Where(d => d.Key == reference.Key).Select(d => d.Value).LastOrDefault();
            if (value is null)
            {
                content.Gap(reference.Name.Span, $"values of {kind} {reference.Name.Value} are not known");
            }
            else if (reference.TargetPath is { } target)
            {
                layers.Add(new ValuesLayer(null, null, new ReleaseParameter(target, new Located<string>(value.Value, value.Span), false)));
            }
            else if (EmbeddedValues.Of(value, value.Tag is not null) is { } values)
            {
                layers.Add(new ValuesLayer(null, values));
            }
        }

        if (item.Values is { } own)
        {
            layers.Add(new ValuesLayer(null, own));
        }
    }

    // Helm's names have 53 characters; of longer ones Flux keeps a part and a hash.
    private static string ReleaseName(FluxHelmRelease item)
    {
        const int Longest = 53;
        const int Hash = 12;
        var name = item.ReleaseName?.Value is { Length: > 0 } given ? given : item.TargetNamespace is { } target ? target.Value + "-" + item.Name : item.Name!;
        return name.Length <= Longest ? name : name.Substring(0, Longest - Hash - 1) + "-" + HashOf(name).Substring(0, Hash);
    }

    private static string HashOf(string name)
    {
        Span<uint> words = stackalloc uint[8];
        Sha256.Hash(name.AsSpan(), words);
        return words[0].ToString("x8", CultureInfo.InvariantCulture) + words[1].ToString("x8", CultureInfo.InvariantCulture);
    }

    private static DeploymentCluster Remote(Located<string>? kubeConfig, DeploymentCluster scope) =>
        kubeConfig is null ? scope : new DeploymentCluster(scope.Key + "/" + kubeConfig.Value, kubeConfig.Value, !Placeholder.Is(kubeConfig.Value));

    /// <summary>What a source is called in the map of repositories, and for people.</summary>
    private (string Repository, string Shown) Repository(Deployment deployment, FluxReference reference, string? @namespace)
    {
        var (repository, shown, _) = Repository(reference, @namespace);
        var kind = reference.Kind?.Value ?? Git;
        if (repository.StartsWith(RepositoryMap.Unnamed, StringComparison.Ordinal) && _index.Nearest(kind, reference.Name.Value) is { } near
            && deployment.Problems.All(p => p.RuleId != ApplicationProblem.ReferenceUnknown || p.Span != reference.Name.Span))
        {
            deployment.Add(new ChartProblem(ApplicationProblem.ReferenceUnknown, reference.Name.Span, $"{kind} '{reference.Name.Value}' is not defined; did you mean '{near}'?"));
        }

        return (repository, shown);
    }

    private (string Repository, string Shown, bool IsBootstrap) Repository(FluxReference reference, string? @namespace)
    {
        var kind = reference.Kind?.Value ?? Git;
        var place = reference.Namespace?.Value ?? @namespace;
        var found = _index.Find(kind, reference.Name.Value, place) as FluxSource;
        return found?.Url is { } url && !Placeholder.Is(url.Value) ? (_repositories.Key(url.Value, found.Revision), url.Value, reference.Name.Value == "flux-system")
            : (RepositoryMap.Unnamed + kind + "/" + reference.Name.Value, kind + " " + reference.Name.Value, reference.Name.Value == "flux-system");
    }

    private void CheckReferences(Deployment deployment, IReadOnlyList<FluxReference> references, string kind, string? @namespace)
    {
        foreach (var reference in references)
        {
            // Others may be applied by other repositories: only a slip is told.
            if (_index.Find(kind, reference.Name.Value, reference.Namespace?.Value ?? @namespace) is null && !_index.Has(kind, reference.Name.Value) && _index.Nearest(kind, reference.Name.Value) is { } near)
            {
                deployment.Add(new ChartProblem(ApplicationProblem.ReferenceUnknown, reference.Name.Span, $"{kind} '{reference.Name.Value}' in dependsOn is not defined; did you mean '{near}'?"));
            }
        }
    }
}
