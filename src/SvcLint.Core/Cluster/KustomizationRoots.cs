using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>
/// Builds the kustomizations that no other one includes. What some build reached is accounted for: it forms no unit of its
/// own, and a patch is never judged alone.
/// </summary>
internal sealed class KustomizationRoots(FileSet files)
{
    private static readonly string[] References = ["resources", "bases", "components"];

    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private readonly HashSet<string> _patches = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declaring = new(StringComparer.Ordinal);

    /// <summary>Every file that a build used.</summary>
    public IReadOnlyCollection<string> Reached => _reached;

    /// <summary>True for files that are only parts of objects.</summary>
    public bool IsOnlyPatch(string path) => _patches.Contains(path) && !_declaring.Contains(path);

    /// <summary>
    /// The builds of those among some kustomizations that no other one of them includes. Of kustomizations that include one another
    /// in a circle the first is taken for the root.
    /// </summary>
    public IReadOnlyList<(string Path, KustomizeBuild Build)> Build(IReadOnlyList<string> kustomizations)
    {
        var included = new HashSet<string>(kustomizations.SelectMany(Included), StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var builds = new List<(string, KustomizeBuild)>();
        foreach (var path in kustomizations.Where(k => !included.Contains(k)).Concat(kustomizations.Where(included.Contains)))
        {
            if (reached.Contains(path))
            {
                continue;
            }

            var build = Kustomizer.Build(path, files);
            reached.UnionWith(build.Files.Where(f => f.Role == KustomizeRole.Kustomization).Select(f => f.Path));
            Remember(path, build);
            if (!build.IsComponent)
            {
                builds.Add((path, build));
            }
        }

        return builds;
    }

    private void Remember(string path, KustomizeBuild build)
    {
        _reached.Add(path);
        foreach (var file in build.Files)
        {
            _reached.Add(file.Path);
            (file.Role == KustomizeRole.Patch ? _patches : _declaring).Add(file.Path);
        }
    }

    private IEnumerable<string> Included(string path)
    {
        if (files.Documents(path) is not { Count: > 0 } documents || documents[0].Root is not { } root)
        {
            yield break;
        }

        var reader = MappingReader.Of(root);
        foreach (var reference in References.SelectMany(r => reader.Strings(r)?.Items ?? []))
        {
            if (RelativePath.Resolve(RelativePath.Folder(path), reference.Value) is not { } folder)
            {
                continue;
            }

            foreach (var name in Kustomizer.FileNames)
            {
                var candidate = RelativePath.Combine(folder, name);
                if (candidate != path)
                {
                    yield return candidate;
                }
            }
        }
    }
}
