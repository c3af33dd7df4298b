using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>Skaffold, as far as it says it plainly.</content>
internal sealed partial class Deployer
{
    // Stands for what only a run of the tool knows.
    private const string UnknownText = "${unknown}";

    private static readonly string[] SetFields = ["setValues", "setValueTemplates", "artifactOverrides"];

    private void FollowSkaffold(ParsedFile file)
    {
        foreach (var root in file.Documents.Select(d => d.Root).OfType<YamlMapping>().Where(r => r["apiVersion"] is YamlScalar version && version.Value.StartsWith("skaffold/", StringComparison.Ordinal)))
        {
            FollowSkaffold(file, root, null);
            foreach (var profile in Items(root["profiles"]).OfType<YamlMapping>().Where(SkaffoldProfile.ChangesWhatIsDeployed))
            {
                if (_all.Count >= Most)
                {
                    Cut(profile.FirstLine, TooMany);
                    return;
                }

                var name = Scalar(profile["name"]) ?? new Located<string>("profile", profile.FirstLine);
                if (SkaffoldProfile.Apply(root, profile) is { } changed)
                {
                    FollowSkaffold(file, changed, name);
                }
                else
                {
                    var missing = Start(DeploymentTool.Skaffold, "skaffold", name with { Value = $"{SkaffoldName(root, file).Value} ({name.Value})" }, Unknown());
                    missing.Add(new UnitGap(profile.FirstLine, "patches of a profile that do not fit"));
                }
            }
        }
    }

    private static Located<string> SkaffoldName(YamlMapping root, ParsedFile file) => Scalar((root["metadata"] as YamlMapping)?["name"]) ?? NameOf(file);

    // With a profile the same names are deployed in its stead, never beside the others.
    private void FollowSkaffold(ParsedFile file, YamlMapping root, Located<string>? profile)
    {
        var folder = RelativePath.Folder(file.Path);
        var deploy = root["deploy"] as YamlMapping;
        var manifests = root["manifests"] as YamlMapping;
        var context = Scalar(deploy?["kubeContext"]);
        var instead = profile is null ? "" : "#" + profile.Value;
        var cluster = context is not null ? new DeploymentCluster("context:" + context.Value + instead, context.Value) : new DeploymentCluster("here:" + file.Path + instead, "kube context");
        var name = SkaffoldName(root, file);
        var isOld = manifests is null && deploy?["kubectl"] is { } kubectl && (kubectl as YamlMapping)?["manifests"] is null && (kubectl as YamlMapping)?["remoteManifests"] is null;
        var paths = (isOld ? [NodeEdit.Text(deploy!["kubectl"]!.FirstLine, "k8s/*.yaml")] : Items(manifests?["rawYaml"])).Concat(Items((deploy?["kubectl"] as YamlMapping)?["manifests"])).Select(Scalar).OfType<Located<string>>().ToArray();
        var kustomizations = Items((manifests?["kustomize"] as YamlMapping)?["paths"]).Concat(Items((deploy?["kustomize"] as YamlMapping)?["paths"])).Concat(Items((deploy?["kustomize"] as YamlMapping)?["path"])).Select(Scalar).OfType<Located<string>>().ToArray();
        if (paths.Length + kustomizations.Length > 0)
        {
            var deployment = Start(DeploymentTool.Skaffold, "skaffold", Titled(name, profile), cluster);
            var content = new UnitContent();
            foreach (var path in paths)
            {
                AddFiles(deployment, content, folder, path);
            }

            foreach (var path in kustomizations)
            {
                AddSkaffoldKustomization(deployment, content, folder, path);
            }

            Finish(deployment, content, null, 0);
        }

        foreach (var release in Items((deploy?["helm"] as YamlMapping)?["releases"]).Concat(Items((manifests?["helm"] as YamlMapping)?["releases"])).OfType<YamlMapping>())
        {
            if (Scalar(release["name"]) is { } released && (Scalar(release["chartPath"]) ?? Scalar(release["remoteChart"])) is { } chart)
            {
                AddRelease(release, released, profile, chart, folder, cluster);
            }
        }
    }

    // A profile is named where it is written.
    private static Located<string> Titled(Located<string> name, Located<string>? profile) => profile is null ? name : profile with { Value = $"{name.Value} ({profile.Value})" };

    private void AddSkaffoldKustomization(Deployment deployment, UnitContent content, string folder, Located<string> path)
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

    private void AddRelease(YamlMapping release, Located<string> name, Located<string>? profile, Located<string> chart, string folder, DeploymentCluster cluster)
    {
        var deployment = Start(DeploymentTool.Skaffold, "release", Titled(name, profile), cluster);
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
}
