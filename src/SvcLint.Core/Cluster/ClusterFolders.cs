using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>
/// Whether two files of a repository may be applied to one cluster, as their folders say: an example and another, <c>dev</c> and
/// <c>prod</c>, a test's manifests and the product's never are.
/// </summary>
internal static class ClusterFolders
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

    /// <param name="a">The path of a file.</param>
    /// <param name="b">The path of another.</param>
    public static bool MayMeet(string a, string b)
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
