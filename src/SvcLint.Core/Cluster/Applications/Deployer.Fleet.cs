using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>Rancher Fleet, Skaffold and Tilt, as far as they say it plainly.</content>
internal sealed partial class Deployer
{
    // Stands for what only a run of the tool knows.
    private const string UnknownText = "${unknown}";

    private static readonly string[] SetFields = ["setValues", "setValueTemplates", "artifactOverrides"];

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
        if (helm is not null && (Scalar(helm["chart"]) is not null || _sources.HasChart(folder)))
        {
            AddChart(deployment, content, helm, folder);
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
            AddBundle(deployment, content, folder);
        }

        if (Items((root["yaml"] as YamlMapping)?["overlays"]).Select(Scalar).OfType<Located<string>>().ToArray() is { Length: > 0 } overlays)
        {
            content.Gap(overlays[0].Span, $"overlay {overlays[0].Value}");
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

    // The folder "overlays" holds what only customizations name.
    private void AddBundle(Deployment deployment, UnitContent content, string folder)
    {
        if (_sources.KustomizationOf(folder) is not null)
        {
            AddFolder(deployment, content, folder, recurses: false);
            return;
        }

        deployment.Add(new DeploymentSource(folder, folder, deployment.Span));
        content.HasSource = true;
        _sources.AddDirectory(content, folder, recurses: true, null, "{overlays,overlays/**,fleet.yaml}", deployment.Span);
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

    private void FollowSkaffold(ParsedFile file)
    {
        foreach (var root in file.Documents.Select(d => d.Root).OfType<YamlMapping>().Where(r => r["apiVersion"] is YamlScalar version && version.Value.StartsWith("skaffold/", StringComparison.Ordinal)))
        {
            var folder = RelativePath.Folder(file.Path);
            var deploy = root["deploy"] as YamlMapping;
            var manifests = root["manifests"] as YamlMapping;
            var context = Scalar(deploy?["kubeContext"]);
            var cluster = context is not null ? new DeploymentCluster("context:" + context.Value, context.Value) : new DeploymentCluster("here:" + file.Path, "kube context");
            var name = Scalar((root["metadata"] as YamlMapping)?["name"]) ?? NameOf(file);
            var isOld = manifests is null && deploy?["kubectl"] is { } kubectl && (kubectl as YamlMapping)?["manifests"] is null && (kubectl as YamlMapping)?["remoteManifests"] is null;
            var paths = (isOld ? [NodeEdit.Text(deploy!["kubectl"]!.FirstLine, "k8s/*.yaml")] : Items(manifests?["rawYaml"])).Concat(Items((deploy?["kubectl"] as YamlMapping)?["manifests"])).Select(Scalar).OfType<Located<string>>().ToArray();
            var kustomizations = Items((manifests?["kustomize"] as YamlMapping)?["paths"]).Concat(Items((deploy?["kustomize"] as YamlMapping)?["paths"])).Concat(Items((deploy?["kustomize"] as YamlMapping)?["path"])).Select(Scalar).OfType<Located<string>>().ToArray();
            if (paths.Length + kustomizations.Length > 0)
            {
                var deployment = Start(DeploymentTool.Skaffold, "skaffold", name, cluster);
                var content = new UnitContent();
                foreach (var path in paths)
                {
                    AddFiles(deployment, content, folder, path);
                }

                if (root["profiles"] is YamlSequence profiles && profiles.Items.OfType<YamlMapping>().Any(p => p["deploy"] is not null || p["manifests"] is not null || p["patches"] is not null))
                {
                    content.Gap(profiles.FirstLine, "profiles that deploy something else");
                }

                foreach (var path in kustomizations)
                {
                    if (Placeholder.Is(path.Value) || path.Value.IndexOf("{{", StringComparison.Ordinal) >= 0 || RelativePath.IsRemote(path.Value))
                    {
                        content.Gap(path.Span, $"{path.Value} is not followed");
                    }
                    else if (RelativePath.Resolve(folder, path.Value) is { } resolved && _sources.KustomizationOf(resolved) is not null)
                    {
                        deployment.Add(new DeploymentSource(path.Value, resolved, path.Span));
                        content.HasSource = true;
                        _sources.AddKustomization(content, resolved, null, null);
                    }
                    else
                    {
                        Missing(deployment, content, path, $"path '{path.Value}' has no kustomization", null, path.Span);
                    }
                }

                Finish(deployment, content, null, 0);
            }

            foreach (var release in Items((deploy?["helm"] as YamlMapping)?["releases"]).Concat(Items((manifests?["helm"] as YamlMapping)?["releases"])).OfType<YamlMapping>())
            {
                if (Scalar(release["name"]) is { } released && (Scalar(release["chartPath"]) ?? Scalar(release["remoteChart"])) is { } chart)
                {
                    AddRelease(release, released, chart, folder, cluster);
                }
            }
        }
    }

    private void AddRelease(YamlMapping release, Located<string> name, Located<string> chart, string folder, DeploymentCluster cluster)
    {
        var deployment = Start(DeploymentTool.Skaffold, "release", name, cluster);
        deployment.Destination = Scalar(release["namespace"]) is { } target && !Placeholder.Is(target.Value) ? target : null;
        deployment.Release = name.Value;
        deployment.CreatesNamespace = release["createNamespace"] is YamlScalar { Value: "true" };
        var content = new UnitContent();
        var layers = new List<ValuesLayer>();
        foreach (var values in Items(release["valuesFiles"]).Select(Scalar).OfType<Located<string>>())
        {
            AddValuesFile(deployment, content, folder, values, layers);
        }

        if (release["overrides"] is YamlMapping overrides)
        {
            layers.Add(new ValuesLayer(null, overrides));
        }

        if (release["setValueTemplates"] is YamlMapping { Entries.Count: > 0 } templates)
        {
            content.Gap(templates.FirstLine, "values that are templates");
        }

        if (release["artifactOverrides"] is YamlMapping { Entries.Count: > 0 } images)
        {
            content.Gap(images.FirstLine, "images that Skaffold builds");
        }

        // What is not known is a value all the same.
        foreach (var entry in SetFields.SelectMany(f => (release[f] as YamlMapping)?.Entries ?? []))
        {
            if (entry is { Name: { } key, Value: YamlScalar value })
            {
                var text = value.Value.IndexOf("{{", StringComparison.Ordinal) >= 0 ? UnknownText : value.Value;
                layers.Add(new ValuesLayer(null, null, new ReleaseParameter(new Located<string>(key, entry.Key.Span), new Located<string>(text, value.Span), false)));
            }
        }

        AddLocalChart(deployment, content, folder, chart.Value.StartsWith(".", StringComparison.Ordinal) || release["chartPath"] is null ? chart : chart with { Value = "./" + chart.Value }, layers);
        Finish(deployment, content, deployment.Destination, 0);
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

    private void FollowTiltfile(ParsedFile file)
    {
        var calls = TiltCall.Find(file.Source);
        if (calls.Count == 0)
        {
            return;
        }

        var folder = RelativePath.Folder(file.Path);
        var cluster = new DeploymentCluster("here:" + file.Path, "kube context");
        var deployment = Start(DeploymentTool.Tilt, "Tiltfile", NameOf(file), cluster);
        var content = new UnitContent();
        foreach (var call in calls)
        {
            switch (call.Name)
            {
                case "k8s_yaml":
                    foreach (var path in call.Texts)
                    {
                        AddFiles(deployment, content, folder, path);
                    }

                    break;
                case "kustomize" when call.Texts.Count > 0 && RelativePath.Resolve(folder, call.Texts[0].Value) is { } path && _sources.KustomizationOf(path) is not null:
                    AddFolder(deployment, content, path, recurses: false);
                    break;
                case "helm" when call.Texts.Count > 0:
                    AddTiltChart(deployment, content, call, folder);
                    break;
                default:
                    content.Gap(call.Span, $"what {call.Name}(…) gives is not followed");
                    break;
            }
        }

        Finish(deployment, content, null, 0);
    }

    // Tilt names a release "chart" where nothing else is said.
    private void AddTiltChart(Deployment deployment, UnitContent content, TiltCall call, string folder)
    {
        var layers = new List<ValuesLayer>();
        foreach (var file in call.Named("values"))
        {
            AddValuesFile(deployment, content, folder, file, layers);
        }

        foreach (var set in call.Named("set"))
        {
            var equals = set.Value.IndexOf('=');
            if (equals > 0)
            {
                layers.Add(new ValuesLayer(null, null, new ReleaseParameter(set with { Value = set.Value.Substring(0, equals) }, set with { Value = set.Value.Substring(equals + 1) }, false)));
            }
        }

        deployment.Release = call.Named("name").Select(n => n.Value).FirstOrDefault() ?? "chart";
        deployment.Destination ??= call.Named("namespace").FirstOrDefault();
        if (!call.IsPlain)
        {
            content.Gap(call.Span, "arguments of helm(…) that are not plain");
        }

        var chart = call.Texts[0];
        AddLocalChart(deployment, content, folder, chart.Value.StartsWith(".", StringComparison.Ordinal) ? chart : chart with { Value = "./" + chart.Value }, layers);
    }
}
