using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>
/// Files of tests that say what a cluster holds, must not hold or must refuse after a step: they are compared with objects, in part, or never stored.
/// KUTTL knows them by name (<c>01-assert.yaml</c>, <c>02-errors.yaml</c>), Chainsaw by its test (<c>chainsaw-test.yaml</c>);
/// others by the folder and by what only a cluster's object has.
/// </summary>
internal static class ClusterExpectations
{
    private const string ChainsawGroup = "chainsaw.kyverno.io/";

    private static readonly string[] Compared = ["compare", "expect", "expected", "expectations", "golden", "goldens", "snapshot", "snapshots"];

    private static readonly string[] OfServer = ["generation", "resourceVersion", "uid", "managedFields", "selfLink"];

    /// <summary>Those of some files that hold objects, in their order.</summary>
    public static IReadOnlyList<string> FilesOf(IReadOnlyList<ParsedFile> files)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (IsKuttl(RelativePath.FileName(file.Path)))
            {
                found.Add(file.Path);
            }

            foreach (var document in file.Documents)
            {
                if (document.Root is YamlMapping root && root["apiVersion"] is YamlScalar version && version.Value.StartsWith(ChainsawGroup, StringComparison.Ordinal))
                {
                    AddNamed(root, RelativePath.Folder(file.Path), found);
                }
            }
        }

        return found.Count == 0 ? [] : [.. files.Where(f => found.Contains(f.Path) && f.Documents.Any(d => d.Objects.Count > 0)).Select(f => f.Path)];
    }

    /// <summary>Whether a file of that name is a test itself, whose steps lie beside it.</summary>
    public static bool IsTest(string name) => name is "chainsaw-test.yaml" or "kuttl-test.yaml";

    /// <summary>Whether a file lies among end-to-end tests, by the usual names of their folders.</summary>
    public static bool IsOfTest(string path) =>
        RelativePath.Folder(path).Split('/').Any(f => f is "e2e" or "test" or "tests" || f.EndsWith("-test", StringComparison.Ordinal) || f.EndsWith("-tests", StringComparison.Ordinal));

    /// <summary>Whether a file lies where tests keep what they compare with.</summary>
    public static bool IsCompared(string path) => RelativePath.Folder(path).Split('/').Any(f => Array.IndexOf(Compared, f.Trim('_').ToLowerInvariant()) >= 0);

    /// <summary>Whether an object is one that a controller made, without what differs in each run: its owner has neither identity nor version.</summary>
    public static bool IsObserved(KubernetesObject item) =>
        item.Node?["metadata"] is YamlMapping metadata && metadata["ownerReferences"] is YamlSequence { Items: [YamlMapping owner, ..] } && owner["uid"] is null && owner["apiVersion"] is null;

    /// <summary>Whether an object has what only a server writes: a generation, an identity, a status.</summary>
    public static bool IsOfServer(KubernetesObject item) =>
        item.Node is { } node && (node["status"] is YamlMapping { Entries.Count: > 0 } || (node["metadata"] is YamlMapping metadata && Array.Exists(OfServer, f => metadata[f] is not null)));

    // As KUTTL reads a name: an index, what the file is, and words; Chainsaw's users put the words first. Without an index it may be the manifest of a Service called errors.
    private static bool IsKuttl(string name)
    {
        var start = 0;
        while (start < name.Length && name[start] is >= '0' and <= '9')
        {
            start++;
        }

        if (start == 0 || start == name.Length || name[start] != '-')
        {
            return false;
        }

        start++;
        var end = name.IndexOfAny(['-', '.'], start);
        var extension = name.LastIndexOf('.');
        return end > start && extension >= end
            && name.Substring(extension) is ".yaml" or ".yml"
            && (name.Substring(start, end - start).ToLowerInvariant() is "assert" or "errors" || name.Substring(0, extension).EndsWith("-assert", StringComparison.OrdinalIgnoreCase));
    }

    private static void AddNamed(YamlNode node, string folder, HashSet<string> found)
    {
        if (node is YamlSequence list)
        {
            foreach (var item in list.Items)
            {
                AddNamed(item, folder, found);
            }
        }

        foreach (var entry in (node as YamlMapping)?.Entries ?? [])
        {
            // What a step expects of its own objects is most often that they are refused.
            if (entry.Value is YamlMapping step && (entry.Name is "assert" or "error" || (entry.Name is "apply" or "create" && step["expect"] is not null)))
            {
                if (step["file"] is YamlScalar file && RelativePath.Resolve(folder, file.Value) is { } path)
                {
                    found.Add(path);
                }
            }
            else
            {
                AddNamed(entry.Value, folder, found);
            }
        }
    }
}
