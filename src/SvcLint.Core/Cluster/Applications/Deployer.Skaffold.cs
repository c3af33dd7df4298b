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
            var folder = WorkingFolder(file, root);
            FollowSkaffold(file, root, null, folder);
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
                    FollowSkaffold(file, changed, name, folder);
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
    private void FollowSkaffold(ParsedFile file, YamlMapping root, Located<string>? profile, string folder)
    {
        var deploy = root["deploy"] as YamlMapping;
        var manifests = root["manifests"] as YamlMapping;
        var context = Scalar(deploy?["kubeContext"]);
        var instead = profile is null ? "" : "#" + profile.Value;
        var cluster = context is not null ? new DeploymentCluster("context:" + context.Value + instead, context.Value) : new DeploymentCluster("here:" + file.Path + instead, "kube context");
        var name = SkaffoldName(root, file);
        var isOld = manifests is null && deploy?["kubectl"] is { } kubectl && (kubectl as YamlMapping)?["manifests"] is null && (kubectl as YamlMapping)?["remoteManifests"] is null;
        var paths = (isOld ? [NodeEdit.Text(deploy!["kubectl"]!.FirstLine, "k8s/*.yaml")] : ManifestPaths(root)).Select(Scalar).OfType<Located<string>>().ToArray();
        var kustomizations = Kustomizations(root).Select(Scalar).OfType<Located<string>>().ToArray();
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

        foreach (var release in Releases(root))
        {
            if (Scalar(release["name"]) is { } released && (Scalar(release["chartPath"]) ?? Scalar(release["remoteChart"])) is { } chart)
            {
                AddRelease(release, released, profile, chart, folder, cluster);
            }
        }
    }

    // Skaffold takes paths from where it is started, which is often the root of the repository (-f deploy/skaffold.yaml): the nearest folder
    // from which most of them exist.
    private string WorkingFolder(ParsedFile file, YamlMapping root)
    {
        var paths = Items(root["profiles"]).OfType<YamlMapping>().Prepend(root).SelectMany(Paths).Select(Scalar).OfType<Located<string>>().Select(p => p.Value).Distinct().ToArray();
        var own = RelativePath.Folder(file.Path);
        var (best, most) = (own, paths.Count(p => Exists(own, p)));
        for (var folder = own; folder.Length > 0 && most < paths.Length;)
        {
            folder = RelativePath.Folder(folder);
            var found = paths.Count(p => Exists(folder, p));
            (best, most) = found > most ? (folder, found) : (best, most);
        }

        return best;
    }

    private bool Exists(string folder, string path) =>
        RelativePath.Resolve(folder, path) is { } resolved
        && (resolved.IndexOfAny(['*', '?', '[']) >= 0 ? PathGlob.Files(_folders, resolved).Count > 0 : _folders.Exists(resolved) || _sources.Text(resolved) is not null);

    private static IEnumerable<YamlNode> Paths(YamlMapping part) =>
        ManifestPaths(part).Concat(Kustomizations(part)).Concat(Releases(part).SelectMany(r => Items(r["chartPath"]).Concat(Items(r["valuesFiles"]))));

    private static IEnumerable<YamlNode> ManifestPaths(YamlMapping part) => Items(Under(part, "manifests", "rawYaml")).Concat(Items(Under(part, "deploy", "kubectl", "manifests")));

    private static IEnumerable<YamlNode> Kustomizations(YamlMapping part) =>
        Items(Under(part, "manifests", "kustomize", "paths")).Concat(Items(Under(part, "deploy", "kustomize", "paths"))).Concat(Items(Under(part, "deploy", "kustomize", "path")));

    private static IEnumerable<YamlMapping> Releases(YamlMapping part) =>
        Items(Under(part, "deploy", "helm", "releases")).Concat(Items(Under(part, "manifests", "helm", "releases"))).OfType<YamlMapping>();

    private static YamlNode? Under(YamlMapping part, params string[] keys) => keys.Aggregate((YamlNode?)part, (node, key) => (node as YamlMapping)?[key]);

    // A profile is named where it is written.
    private static Located<string> Titled(Located<string> name, Located<string>? profile) => profile is null ? name : profile with { Value = $"{name.Value} ({profile.Value})" };

    private void AddSkaffoldKustomization(Deployment deployment, UnitContent content, string folder, Located<string> path)
    {
        if (Placeholder.Is(path.Value) || path.Value.IndexOf("{{", StringComparison.Ordinal) >= 0 || RelativePath.IsRemote(path.Value))
        {
            content.Gap(path.Span, $"{path.Value} is not followed");
        }
        else if (RelativePath.Resolve(folder, path.Value) is { } made && !_folders.Exists(made) && _sources.IsMadeLocally(made))
        {
            content.Gap(path.Span, $"{path.Value} is made where it is deployed");
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
