using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>Paths of repositories.</content>
internal sealed partial class Deployer
{
    // Tells every path before the first one is looked up: together they show which repository is this one.
    private void Tell(KubernetesObject item)
    {
        switch (item)
        {
            case ArgoApplication application:
                foreach (var source in application.Sources.Where(s => s.Chart is null && s.RepoUrl is not null))
                {
                    TellAt(source.RepoUrl!.Value, source.TargetRevision?.Value, source.Path?.Value ?? ".");
                }

                break;
            case ArgoApplicationSet { Template: { } template } set:
                Tell(ArgoApplication.Read(template, set.ApiVersion, set.Kind, null));
                foreach (var generator in set.Generators)
                {
                    TellGit(generator, 0);
                }

                break;
            case FluxKustomization { Source: { } reference } kustomization:
                var (origin, inner) = Plain(reference, kustomization.Path ?? new Located<string>(".", kustomization.NameSpan));
                TellSource(origin, kustomization.Namespace, inner.Value);
                break;
            case FluxSource { Chart: { } chartPath, Origin: { Kind.Value: Git } basis } made:
                TellSource(basis, made.Namespace, chartPath.Value);
                break;
            case FluxHelmRelease { Source: { Kind.Value: Git } reference, Chart: { } chart } release:
                TellSource(reference, release.Namespace, chart.Value);
                break;
        }
    }

    private void TellAt(string url, string? revision, string path)
    {
        _repositories.TellRevision(url, revision);
        if (!RepositoryMap.IsVersion(revision ?? ""))
        {
            _repositories.Tell(RepositoryMap.Normal(url), path);
        }
    }

    private void TellSource(FluxReference reference, string? @namespace, string path)
    {
        var (repository, _, isBootstrap) = Repository(reference, @namespace);
        _repositories.Tell(repository, path);
        if ((reference.Kind?.Value ?? Git) != Git)
        {
            _repositories.TellArtifact(repository);
        }
        else if (isBootstrap)
        {
            _repositories.TellBootstrap(repository);
        }
    }

    private void TellGit(YamlMapping generator, int depth)
    {
        const int Deepest = 8;
        foreach (var entry in generator.Entries)
        {
            if (entry.Value is not YamlMapping value || depth > Deepest)
            {
                continue;
            }

            if (entry.Name == "git" && value["repoURL"] is YamlScalar url)
            {
                foreach (var pattern in new[] { value["directories"], value["files"] }.OfType<YamlSequence>().SelectMany(s => s.Items).OfType<YamlMapping>().Select(p => p["path"]).OfType<YamlScalar>())
                {
                    var plain = pattern.Value.Split('/').TakeWhile(s => s.IndexOfAny(['*', '?', '[', '{']) < 0).ToArray();
                    TellAt(url.Value, (value["revision"] as YamlScalar)?.Value, string.Join("/", plain.Take(pattern.Value.Split('/').Length - 1)));
                }
            }

            foreach (var inner in value["generators"] is YamlSequence list ? list.Items.OfType<YamlMapping>() : [])
            {
                TellGit(inner, depth + 1);
            }
        }
    }

    /// <summary>The folders of this repository that an application deploys, without following it.</summary>
    private IEnumerable<string> FoldersOf(KubernetesObject item) => item switch
    {
        ArgoApplication application => application.Sources.Where(s => s is { Chart: null, RepoUrl: not null, Path: not null }).Select(s => Resolve(_repositories.Key(s.RepoUrl!.Value, s.TargetRevision?.Value), s.Path!.Value)).OfType<string>(),
        FluxKustomization { Source: { } source } kustomization when Plain(source, kustomization.Path ?? new Located<string>(".", item.NameSpan)) is var (reference, inner) =>
            Resolve(Repository(reference, kustomization.Namespace).Repository, inner.Value) is { } folder ? [folder] : [],
        _ => [],
    };

    private string? Resolve(string repository, string path) =>
        Placeholder.Is(path) || _repositories.RootOf(repository) is not { } root ? null : RelativePath.Resolve(root, path.TrimStart('/') is { Length: > 0 } inner ? inner : ".");

    /// <summary>The folder that a path means; null, with a gap and perhaps a problem, where there is none here.</summary>
    private string? FolderOf(Deployment deployment, UnitContent content, string repository, string shown, Located<string> path)
    {
        if (path.Value.StartsWith("map[", StringComparison.Ordinal) && path.Span.Text.IndexOf("{{", StringComparison.Ordinal) >= 0)
        {
            deployment.Add(new DeploymentSource(path.Span.Text, null, path.Span));
            Missing(deployment, content, path, "path is a map of parameters, not a text", "write '{{.path.path}}'", path.Span);
            return null;
        }

        if (Placeholder.Is(path.Value))
        {
            deployment.Add(new DeploymentSource(path.Value, null, path.Span));
            content.Gap(path.Span, $"path {path.Value} is not known");
            return null;
        }

        if (_repositories.RootOf(repository) is not { } root)
        {
            deployment.Add(new DeploymentSource($"{path.Value} of {shown}", null, path.Span));
            content.Gap(path.Span, RepositoryMap.IsOtherRevision(repository) ? $"{shown} at another revision than the one that was read" : $"{shown} is another repository");
            return null;
        }

        var folder = RelativePath.Resolve(root, path.Value.TrimStart('/') is { Length: > 0 } inner ? inner : ".");
        if (folder is not null && _folders.Exists(folder))
        {
            deployment.Add(new DeploymentSource(path.Value, folder, path.Span));
            return folder;
        }

        if (!_repositories.IsMapped(repository) && BelowOfFile(path) is { } below)
        {
            deployment.Add(new DeploymentSource(path.Value, below, path.Span));
            return below;
        }

        deployment.Add(new DeploymentSource(path.Value, null, path.Span));
        var near = folder is null ? null : MissingPath.Nearest(_folders, folder);
        if (!_repositories.IsSure(repository) && (near is null || _repositories.IsArtifact(repository)))
        {
            content.Gap(path.Span, $"{shown} may be another repository");
            return null;
        }

        Missing(
            deployment,
            content,
            path,
            folder is null ? $"path '{path.Value}' leaves the repository"
                : _folders.HasFile(folder) ? $"path '{path.Value}' is a file; an application deploys a folder"
                : $"path '{path.Value}' does not exist" + (near is null ? "" : $"; there is '{Short(near)}'"),
            near is null ? null : $"write '{(path.Value.StartsWith("./", StringComparison.Ordinal) ? "./" : "")}{Short(near)}'",
            path.Span);
        return null;
    }

    // What was read may hold whole repositories in folders: the path is then one of a folder that the application's file lies in.
    private string? BelowOfFile(Located<string> path)
    {
        for (var at = RelativePath.Folder(path.Span.Source.Path); at.Length > 0; at = RelativePath.Folder(at))
        {
            if (RelativePath.Resolve(at, path.Value.TrimStart('/')) is { } folder && folder.StartsWith(at + "/", StringComparison.Ordinal) && _folders.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }

    private static void Missing(Deployment deployment, UnitContent content, Located<string> path, string message, string? help, SourceSpan span)
    {
        content.Gap(path.Span, message);
        deployment.Add(new ChartProblem(ApplicationProblem.PathMissing, span, message, help));
    }
}
