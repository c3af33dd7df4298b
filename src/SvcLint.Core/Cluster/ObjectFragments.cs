using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>
/// Parts of objects that lie among manifests: patches that no kustomization lists any more, as scaffolding tools leave them, and what tests
/// expect of a cluster. What an object cannot lack is missing, and the file's place beside a kustomization or its name says what it is.
/// </summary>
internal static class ObjectFragments
{
    /// <summary>The nodes of the fragments among the objects of some files.</summary>
    public static HashSet<YamlNode> Of(IReadOnlyList<ParsedFile> files)
    {
        var fragments = new HashSet<YamlNode>();
        var folders = new HashSet<string>(files.Where(f => f.IsKustomization).Select(f => RelativePath.Folder(f.Path)), StringComparer.Ordinal);
        var expectations = new HashSet<string>(ClusterExpectations.FilesOf(files), StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (expectations.Contains(file.Path))
            {
                fragments.UnionWith(file.Objects.Select(o => o.Node).OfType<YamlNode>());
                continue;
            }

            var isPatch = RelativePath.FileName(file.Path).IndexOf("patch", StringComparison.OrdinalIgnoreCase) >= 0;
            var isAmongPatches = isPatch || ("/" + file.Path).IndexOf("/patch", StringComparison.OrdinalIgnoreCase) >= 0;
            var isBeside = folders.Contains(RelativePath.Folder(file.Path));
            var isCompared = ClusterExpectations.IsCompared(file.Path);
            var isOfTest = isCompared || ClusterExpectations.IsOfTest(file.Path);
            foreach (var item in file.Objects)
            {
                if (item.Node is { } node && ((isOfTest && ClusterExpectations.IsObserved(item)) || (isCompared && ClusterExpectations.IsOfServer(item)) || (IsPart(item) ? isAmongPatches || isBeside : isPatch && isBeside)))
                {
                    fragments.Add(node);
                }
            }
        }

        return fragments;
    }

    // A workload without selector and pod labels cannot be created; nor a definition without a group; a webhook configuration without webhooks does nothing.
    private static bool IsPart(KubernetesObject item) => item switch
    {
        Workload { WorkloadKind: WorkloadKind.Deployment or WorkloadKind.StatefulSet or WorkloadKind.DaemonSet or WorkloadKind.ReplicaSet } workload =>
            workload.Selector is null && workload.PodLabels is not { Count: > 0 },
        { Kind.Value: "CustomResourceDefinition" } => item.Node is { } definition && (definition["spec"] as YamlMapping)?["group"] is null,
        _ => item.Kind.Value is "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" && item.Node?["webhooks"] is null,
    };
}
