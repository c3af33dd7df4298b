using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>
/// Whether two files of a repository may be applied to one cluster, as their folders say: an example and another, <c>dev</c> and
/// <c>prod</c>, a test's manifests and the product's never are.
/// </summary>
internal sealed class ClusterFolders
{
    // Each folder in one of these is a world of its own.
    private static readonly HashSet<string> OfAlternatives = new(StringComparer.OrdinalIgnoreCase)
    {
        "examples", "example", "samples", "sample", "overlays", "overlay", "environments", "environment", "envs", "env", "clusters", "demos", "demo", "tutorials", "tutorial",
        "quickstarts", "labs", "exercises", "lessons", "chapters", "testdata", "fixtures", "stages", "variants", "scenarios", "providers", "platforms",
    };

    // A folder of this name is no part of what lies beside it.
    private static readonly HashSet<string> Apart = new(StringComparer.OrdinalIgnoreCase)
    {
        "dev", "development", "test", "tests", "testing", "e2e", "qa", "uat", "stage", "staging", "preprod", "prod", "production", "live", "local", "ci", "docs", "doc", "hack",
        "minikube", "kind", "k3s", "k3d", "gke", "gcp", "eks", "aws", "aks", "azure", "openshift", "legacy", "old", "deprecated", "archive", "archived", "backup", "templates",
        "quickstart", "benchmark", "benchmarks", "loadtest",
    };

    // Folders with manifests at the root of a repository.
    private const int Collection = 12;

    private readonly Dictionary<(string Folder, string Kind, string? Namespace, string Name), string> _children = [];
    private readonly Dictionary<(string Folder, string Kind, string? Namespace, string Name), string> _files = [];
    private readonly HashSet<string> _examples = new(StringComparer.Ordinal);
    private readonly HashSet<string> _worlds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _roots = new(StringComparer.Ordinal);

    /// <summary>Learns where an object is declared: two folders side by side that declare the same one are alternatives, and so are those beside them.</summary>
    public void Add(Model.KubernetesObject item)
    {
        var path = item.Span.Source.Path;
        if (path.IndexOf(RelativePath.Separator) is > 0 and var first)
        {
            _roots.Add(path.Substring(0, first));
        }

        if (item.Name is { } name && RelativePath.Folder(path) is var folder && ExampleFolders.IsNamed(folder))
        {
            var own = (folder, item.Kind.Value, item.Namespace, name);
            if (!_files.TryGetValue(own, out var firstFile))
            {
                _files.Add(own, path);
            }
            else if (firstFile != path)
            {
                _examples.Add(folder);
            }
        }

        for (var slash = path.LastIndexOf(RelativePath.Separator); slash > 0 && item.Name is not null;)
        {
            var before = path.LastIndexOf(RelativePath.Separator, slash - 1);
            var parent = before < 0 ? "" : path.Substring(0, before);
            var child = path.Substring(before + 1, slash - before - 1);
            var key = (parent, item.Kind.Value, item.Namespace, item.Name);
            if (!_children.TryGetValue(key, out var known))
            {
                _children.Add(key, child);
            }
            else if (known != child && item is Model.Workload)
            {
                _worlds.Add(parent);
            }

            slash = before;
        }
    }

    /// <summary>The same, with what the objects of the repository show: a collection of many folders holds many worlds.</summary>
    public bool MayMeet(string a, string b) => MayMeetByName(a, b) && (a == b || RelativePath.Folder(a) != RelativePath.Folder(b) || !_examples.Contains(RelativePath.Folder(a))) && Shared(a, b) is var shared && !_worlds.Contains(shared) && (shared.Length > 0 || _roots.Count < Collection);

    // The folder in which two paths part; one that holds a file of the two parts nothing.
    private static string Shared(string a, string b)
    {
        var (first, second) = (RelativePath.Folder(a), RelativePath.Folder(b));
        if (RelativePath.IsSameOrInside(first, second) || RelativePath.IsSameOrInside(second, first))
        {
            return "\0";
        }

        var shared = 0;
        for (var i = 0; i < first.Length && i < second.Length && first[i] == second[i]; i++)
        {
            shared = first[i] == RelativePath.Separator ? i : shared;
        }

        return first.Substring(0, shared);
    }

    /// <param name="a">The path of a file.</param>
    /// <param name="b">The path of another.</param>
    public static bool MayMeetByName(string a, string b)
    {
        var (first, second) = (Folders(a), Folders(b));
        var shared = 0;
        while (shared < first.Length && shared < second.Length && first[shared] == second[shared])
        {
            shared++;
        }

        if (shared == first.Length && shared == second.Length)
        {
            return true;
        }

        if (shared > 0 && shared < first.Length && shared < second.Length && OfAlternatives.Contains(first[shared - 1]))
        {
            return false;
        }

        return !first.Skip(shared).Concat(second.Skip(shared)).Any(f => Apart.Contains(f) || OfAlternatives.Contains(f));
    }

    private static string[] Folders(string path) => RelativePath.Folder(path).Split([RelativePath.Separator], StringSplitOptions.RemoveEmptyEntries);
}
