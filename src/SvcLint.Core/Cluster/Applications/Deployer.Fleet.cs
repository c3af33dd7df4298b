using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>Rancher Fleet.</content>
internal sealed partial class Deployer
{
    private const string Overlays = "overlays";

    private void FollowFleet(ParsedFile file)
    {
        // Other programs are called Fleet too: a bundle is no Kubernetes object.
        if (file.Documents.Select(d => d.Root).OfType<YamlMapping>().FirstOrDefault() is not { } root || root["kind"] is not null)
        {
            return;
        }

        // Which clusters a bundle goes to is said by a GitRepo, and often by labels of clusters.
        FollowBundle(file, root, NameOf(file), Unknown());
        foreach (var customization in Items(root["targetCustomizations"]).OfType<YamlMapping>().Where(c => c["doNotDeploy"] is not YamlScalar { Value: "true" }))
        {
            if (_all.Count >= Most)
            {
                Cut(customization.FirstLine, TooMany);
                return;
            }

            var name = Scalar(customization["name"]) ?? new Located<string>(NameOf(file).Value, customization.FirstLine);
            var cluster = Scalar(customization["clusterName"]) is { } known && !Placeholder.Is(known.Value) ? new DeploymentCluster("name:" + known.Value, known.Value) : Unknown();
            FollowBundle(file, Generators.Union(NodeEdit.Remove(root, "targetCustomizations"), NodeEdit.Remove(customization, "name")), name with { Value = $"{NameOf(file).Value} ({name.Value})" }, cluster);
        }
    }

    private void FollowBundle(ParsedFile file, YamlMapping root, Located<string> name, DeploymentCluster cluster)
    {
        var folder = RelativePath.Folder(file.Path);
        var helm = root["helm"] as YamlMapping;
        var deployment = Start(DeploymentTool.Fleet, "bundle", name, cluster);
        deployment.Destination = Scalar(root["namespace"]) ?? Scalar(root["defaultNamespace"]);
        deployment.CreatesNamespace = true;
        var content = new UnitContent();
        if ((helm is not null && Scalar(helm["chart"]) is not null) || _sources.HasChart(folder))
        {
            AddChart(deployment, content, helm ?? NodeEdit.EmptyMapping(root.FirstLine), folder);
        }
        else if (Scalar((root["kustomize"] as YamlMapping)?["dir"]) is { } inner)
        {
            var target = RelativePath.Resolve(folder, inner.Value);
            if (target is not null && _sources.KustomizationOf(target) is not null)
            {
                AddFolder(deployment, content, target, recurses: false);
            }
            else
            {
                Missing(deployment, content, inner, $"path '{inner.Value}' has no kustomization", null, inner.Span);
            }
        }
        else
        {
            AddBundle(deployment, content, folder, Items((root["yaml"] as YamlMapping)?[Overlays]).Select(Scalar).OfType<Located<string>>());
        }

        if (Scalar(root["namespace"]) is { } forced)
        {
            // Whatever the objects say.
            for (var i = 0; i < content.Objects.Count; i++)
            {
                var item = content.Objects[i];
                content.Objects[i] = ClusterScope.Holds(item) ? item : item with { Metadata = item.Metadata with { Namespace = forced } };
            }
        }

        Finish(deployment, content, deployment.Destination, 0);
    }

    private void AddChart(Deployment deployment, UnitContent content, YamlMapping helm, string folder)
    {
        var layers = new List<ValuesLayer>();
        foreach (var item in Items(helm["valuesFiles"]).Select(Scalar).OfType<Located<string>>())
        {
            AddValuesFile(deployment, content, folder, item, layers);
        }

        if (helm["valuesFrom"] is YamlSequence { Items.Count: > 0 } from)
        {
            content.Gap(from.FirstLine, "values from the cluster");
        }

        if (helm["values"] is YamlMapping values)
        {
            layers.Add(new ValuesLayer(null, values));
        }

        deployment.Release = Scalar(helm["releaseName"])?.Value;
        if (deployment.Release is null)
        {
            content.Gap(helm.FirstLine, "the release is named after the GitRepo");
        }

        if (helm["repo"] is YamlScalar { Value.Length: > 0 } repository)
        {
            deployment.Add(new DeploymentSource($"chart {Scalar(helm["chart"])?.Value} of {repository.Value}", null, repository.Span));
            content.Gap(repository.Span, $"chart {Scalar(helm["chart"])?.Value} of {repository.Value} is not in this repository");
        }
        else
        {
            AddLocalChart(deployment, content, folder, Scalar(helm["chart"]) ?? new Located<string>(".", helm.FirstLine), layers);
        }
    }

    // The folder "overlays" holds what only customizations name: files that replace those of the bundle, add to them, or patch them.
    private void AddBundle(Deployment deployment, UnitContent content, string folder, IEnumerable<Located<string>> overlays)
    {
        if (_sources.KustomizationOf(folder) is not null)
        {
            AddFolder(deployment, content, folder, recurses: false);
            return;
        }

        deployment.Add(new DeploymentSource(folder, folder, deployment.Span));
        content.HasSource = true;
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var patches = new SortedDictionary<string, List<YamlScalar>>(StringComparer.Ordinal);
        foreach (var overlay in overlays)
        {
            if (RelativePath.Resolve(folder, $"{Overlays}/{overlay.Value}") is not { } inner || !_folders.Exists(inner))
            {
                content.Gap(overlay.Span, $"overlay {overlay.Value}, which has no folder");
                continue;
            }

            foreach (var file in PathGlob.Files(_folders, inner + "/**"))
            {
                var name = file.Substring(inner.Length + 1);
                if (Patched(name) is not { } target)
                {
                    files[name] = file;
                }
                else if (patches.TryGetValue(target, out var more))
                {
                    more.Add(NodeEdit.Text(overlay.Span, file));
                }
                else
                {
                    patches.Add(target, [NodeEdit.Text(overlay.Span, file)]);
                }
            }
        }

        _sources.AddDirectory(content, folder, recurses: true, null, "{overlays,overlays/**,fleet.yaml}", deployment.Span, name => files.ContainsKey(name) || patches.ContainsKey(name));
        foreach (var file in files.Where(f => SourceBuilder.IsManifest(f.Key) && !patches.ContainsKey(f.Key)))
        {
            _sources.AddFile(content, file.Value, deployment.Span);
        }

        foreach (var patched in patches)
        {
            _sources.AddPatched(content, files.TryGetValue(patched.Key, out var file) ? file : RelativePath.Combine(folder, patched.Key), patched.Value);
        }
    }

    // "web_patch.yaml" changes "web.yaml".
    private static string? Patched(string name)
    {
        const string Mark = "_patch.";
        var at = name.IndexOf(Mark, name.LastIndexOf('/') + 1, StringComparison.Ordinal);
        return at < 0 ? null : name.Remove(at, Mark.Length - 1);
    }
}
