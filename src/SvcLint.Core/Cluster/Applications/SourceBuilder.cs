using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>Reads what a source of an application holds: a kustomization, a folder of manifests, a chart.</summary>
internal sealed class SourceBuilder(FileSet files, FolderTree folders, IReleaseEngine? engine)
{
    private const int MaxFiles = 20_000;
    private const int MaxDepth = 40;

    // What says which object a patch is for.
    private static readonly string[] Identity = ["metadata", "kind", "apiVersion"];

    private readonly VirtualFiles _files = new(files);

    public FolderTree Folders => folders;

    public SourceText? Text(string path) => files.Text(path);

    /// <summary>True for a file or folder that the repository does not have on purpose: each makes its own.</summary>
    public bool IsMadeLocally(string path) => GitIgnore.Names(files.Text, path);

    /// <summary>Reads files as a template of the folder names them.</summary>
    public Func<string, string?> ReaderOf(string folder) => name => RelativePath.Resolve(folder, name) is { } path ? Text(path)?.Content : null;

    /// <summary>A document that only an application's fields hold, as a kustomization that is added names it.</summary>
    public string Reference(YamlNode document) => VirtualFiles.Reference(_files.Add(document));

    public static bool IsManifest(string name) => name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal);

    public bool HasChart(string folder) => files.Find(RelativePath.Combine(folder, "Chart.yaml")) is not null;

    public string? KustomizationOf(string folder) => Kustomizer.FileNames.Select(n => RelativePath.Combine(folder, n)).FirstOrDefault(p => files.Find(p) is not null);

    /// <summary>Builds the kustomization of a folder, with an overlay where there is one.</summary>
    /// <param name="content">Takes what is found.</param>
    /// <param name="folder">Holds a kustomization.</param>
    /// <param name="overlay">Fields of a kustomization that are laid over it.</param>
    /// <param name="finish">What is done to each object.</param>
    public void AddKustomization(UnitContent content, string folder, YamlMapping? overlay, ObjectFinish? finish)
    {
        if (KustomizationOf(folder) is not { } path)
        {
            return;
        }

        if (overlay is { Entries.Count: > 0 })
        {
            path = _files.Add(NodeEdit.Set(overlay, "resources", MadeNode.Texts(overlay.FirstLine, [VirtualFiles.Reference(folder)]), overlay.FirstLine));
        }

        AddBuild(content, Kustomizer.Build(path, _files), finish);
    }

    /// <summary>Builds a folder without kustomization as Flux does: every manifest below it, and kustomizations of folders as they are.</summary>
    public void AddGenerated(UnitContent content, string folder, YamlMapping? overlay, SourceSpan place, ObjectFinish? finish)
    {
        var resources = new List<string>();
        Gather(folder, 0);
        if (resources.Count >= MaxFiles)
        {
            content.Gaps.Add(new UnitGap(place, $"more than {MaxFiles} files") { IsLimit = true });
        }

        var kustomization = NodeEdit.Set(overlay ?? NodeEdit.EmptyMapping(place), "resources", MadeNode.Texts(place, resources.Select(VirtualFiles.Reference)), place);
        AddBuild(content, Kustomizer.Build(_files.Add(kustomization), _files), finish);

        void Gather(string at, int depth)
        {
            if (folders.List(at) is not { } listing || depth > MaxDepth || resources.Count >= MaxFiles)
            {
                return;
            }

            foreach (var file in listing.Files.Where(IsManifest).Select(f => RelativePath.Combine(at, f)))
            {
                if (files.Find(file) is { } parsed && !parsed.IsKustomization && parsed.Objects.Any())
                {
                    resources.Add(file);
                }
                else if (files.Find(file) is { Skipped: not null })
                {
                    content.Gap(place, $"{file} is a template");
                }
            }

            foreach (var inner in listing.Folders.Where(f => f != ".git").Select(f => RelativePath.Combine(at, f)))
            {
                if (KustomizationOf(inner) is not null)
                {
                    resources.Add(inner);
                }
                else
                {
                    Gather(inner, depth + 1);
                }
            }
        }
    }

    /// <summary>Reads the manifests of a folder as Argo CD does.</summary>
    public void AddDirectory(UnitContent content, string folder, bool recurses, string? include, string? exclude, SourceSpan place, Func<string, bool>? isReplaced = null)
    {
        var count = 0;
        Gather(folder, "", 0);

        void Gather(string at, string inner, int depth)
        {
            if (folders.List(at) is not { } listing || depth > MaxDepth || count > MaxFiles)
            {
                return;
            }

            foreach (var name in listing.Files)
            {
                var relative = RelativePath.Combine(inner, name);
                if (name.EndsWith(".jsonnet", StringComparison.Ordinal))
                {
                    content.Gap(place, $"{RelativePath.Combine(at, name)} is Jsonnet");
                }
                else if (IsManifest(name) && count++ <= MaxFiles && (include is null || PathGlob.IsMatch(include, relative)) && (exclude is null || !PathGlob.IsMatch(exclude, relative)))
                {
                    if (isReplaced?.Invoke(relative) == true)
                    {
                        content.Reached.Add(RelativePath.Combine(at, name));
                    }
                    else
                    {
                        AddFile(content, RelativePath.Combine(at, name), place);
                    }
                }
            }

            foreach (var name in recurses ? listing.Folders.Where(f => f != ".git") : [])
            {
                Gather(RelativePath.Combine(at, name), RelativePath.Combine(inner, name), depth + 1);
            }
        }
    }

    /// <summary>Reads one file of manifests.</summary>
    public void AddFile(UnitContent content, string path, SourceSpan place)
    {
        if (files.Find(path) is not { } file)
        {
            return;
        }

        if (file.Skipped is not null)
        {
            content.Gap(place, $"{path} is a template");
            return;
        }

        var objects = file.Objects.ToArray();
        if (objects.Length > 0)
        {
            content.Files.Add(path);
            content.Reached.Add(path);
            content.Objects.AddRange(objects);
            content.Gaps.AddRange(file.Problems.Select(p => UnitGap.OfDocument(p.Span)));
        }
    }

    /// <summary>Reads a file of one object with patches laid over it, each a path at the place that names it.</summary>
    public void AddPatched(UnitContent content, string path, IReadOnlyList<YamlScalar> patches)
    {
        if (files.Find(path) is not { Skipped: null } file || file.Objects.ToArray() is not [{ Name: { } name } item])
        {
            content.Gap(patches[0].Span, files.Find(path) is null ? $"a patch of {path}, which does not exist" : $"a patch of {path}, which is not one object");
            return;
        }

        var place = patches[0].Span;
        var target = MadeNode.Mapping(place, ("kind", NodeEdit.Text(place, item.Kind.Value)), ("name", NodeEdit.Text(place, name)));
        var entries = patches.Select(p => MadeNode.Mapping(p.Span, ("path", NodeEdit.WithValue(p, PatchOf(p.Value, item))), ("target", target)));
        AddBuild(content, Kustomizer.Build(_files.Add(MadeNode.Mapping(place, ("resources", MadeNode.Texts(place, [VirtualFiles.Reference(path)])), ("patches", new YamlSequence(place, [.. entries])))), _files), null);
    }

    // It need not say which object it is for, as kustomize wants it.
    private string PatchOf(string path, KubernetesObject item)
    {
        if (files.Documents(path) is not [{ Root: YamlMapping patch }])
        {
            return VirtualFiles.Reference(path);
        }

        var root = (YamlMapping)item.Node!;
        foreach (var field in Identity.Where(f => patch[f] is null && root[f] is not null))
        {
            patch = NodeEdit.Set(patch, field, field == "metadata" ? MadeNode.Mapping(patch.FirstLine, ("name", NodeEdit.Text(patch.FirstLine, item.Name!))) : root[field]!, patch.FirstLine);
        }

        return Reference(patch);
    }

    /// <summary>Renders a chart of the repository.</summary>
    public void AddChart(UnitContent content, ReleaseRequest request, SourceSpan place, IReadOnlyList<YamlMapping>? postRenderers = null, ObjectFinish? finish = null)
    {
        if (engine is null)
        {
            content.Gap(place, "a chart, which is not rendered here");
            return;
        }

        var rendered = engine.Render(request);
        content.Manifests.AddRange(rendered.Manifests);
        content.Gaps.AddRange(rendered.Gaps);
        content.Files.UnionWith(rendered.Files);
        content.Problems.AddRange(rendered.Problems);
        content.Gaps.AddRange(rendered.Manifests.SelectMany(m => m.File.Problems).Select(p => new UnitGap(p.Span, "a document that cannot be read")));
        var objects = rendered.Manifests.SelectMany(m => m.File.Documents);
        if (postRenderers is not { Count: > 0 } && finish?.CommonMetadata is null)
        {
            content.Objects.AddRange(objects.SelectMany(d => d.Objects));
            return;
        }

        IReadOnlyList<YamlMapping> roots = [.. objects.Select(d => d.Root).OfType<YamlMapping>().Where(ManifestReader.IsManifest)];
        foreach (var renderer in postRenderers ?? [])
        {
            var kustomization = NodeEdit.Set(renderer, "resources", MadeNode.Texts(renderer.FirstLine, ["objects.yaml"]), renderer.FirstLine);
            var build = Kustomizer.Build(_files.Add(kustomization, roots), _files);
            content.Gaps.AddRange(build.NotHandled.Select(n => new UnitGap(n.Span, n.Reason)));
            roots = [.. build.Objects.Select(o => o.Root)];
        }

        content.Objects.AddRange(roots.SelectMany(r => ManifestReader.Read(finish?.Apply(r) ?? r)));
    }

    private static void AddBuild(UnitContent content, KustomizeBuild build, ObjectFinish? finish)
    {
        foreach (var file in build.Files.Where(f => !VirtualFiles.IsVirtual(f.Path)))
        {
            content.Files.Add(file.Path);
            content.Reached.Add(file.Path);
        }

        content.Gaps.AddRange(build.NotHandled.Select(n => new UnitGap(n.Span, n.Reason)));
        content.Objects.AddRange(build.Objects.SelectMany(o => ManifestReader.Read(finish?.Apply(o.Root) ?? o.Root)));
    }
}
