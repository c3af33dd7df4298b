using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>
/// Parts of objects that lie among manifests: patches that no kustomization lists any more, as scaffolding tools leave them, what tests
/// expect of a cluster, and what Flux merges into objects of others. What an object cannot lack is missing, and the file's place beside a
/// kustomization, its name or an annotation says what it is.
/// </summary>
internal static class ObjectFragments
{
    /// <summary>The nodes of the fragments among the objects of some files.</summary>
    public static HashSet<YamlNode> Of(IReadOnlyList<ParsedFile> files)
    {
        var fragments = new HashSet<YamlNode>();
        var folders = new HashSet<string>(files.Where(f => f.IsKustomization).Select(f => RelativePath.Folder(f.Path)), StringComparer.Ordinal);
        var expectations = new HashSet<string>(ClusterExpectations.FilesOf(files), StringComparer.Ordinal);
        var tests = new HashSet<string>(files.Where(f => ClusterExpectations.IsTest(RelativePath.FileName(f.Path))).Select(f => RelativePath.Folder(f.Path)), StringComparer.Ordinal);
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
            var hasDirectives = file.Source.Content.IndexOf("$patch", StringComparison.Ordinal) >= 0;
            var isCompared = ClusterExpectations.IsCompared(file.Path);
            var isOfTest = isCompared || ClusterExpectations.IsOfTest(file.Path) || tests.Contains(RelativePath.Folder(file.Path));
            foreach (var item in file.Objects)
            {
                if (item.Node is { } node && ((hasDirectives && IsDirected(item, node)) || IsMergedByFlux(item) || (isOfTest && (ClusterExpectations.IsObserved(item) || IsBare(item))) || (isCompared && ClusterExpectations.IsOfServer(item)) || (IsPart(item) ? isAmongPatches || isBeside : isPatch && isBeside)))
                {
                    fragments.Add(node);
                }
            }
        }

        return fragments;
    }

    // "$patch: delete" is for who merges it; Flux and kustomizations hold such patches inside themselves.
    private static bool IsDirected(KubernetesObject item, YamlMapping node) =>
        node["$patch"] is YamlScalar || (item is Workload && HoldsDirective(node, 0));

    /// <summary>Whether Flux applies an object onto one that is somebody else's: what is not written stays.</summary>
    public static bool IsMergedByFlux(KubernetesObject item) =>
        item.Metadata.Annotations?["kustomize.toolkit.fluxcd.io/ssa"] is "Merge" or "Override" && item switch
        {
            Service service => service.Spec?.Ports is not { Count: > 0 } && service.Spec?.Type?.Value != "ExternalName",
            Workload workload => workload.PodSpec?.Containers is not { Count: > 0 },
            _ => false,
        };

    private static bool HoldsDirective(YamlNode? node, int depth) => depth <= YamlReader.MaxDepth && node switch
    {
        YamlMapping mapping => mapping["$patch"] is YamlScalar || mapping.Entries.Any(e => !e.Merged && HoldsDirective(e.Value, depth + 1)),
        YamlSequence sequence => sequence.Items.Any(i => HoldsDirective(i, depth + 1)),
        _ => false,
    };

    // What a test's step merges into a workload that is there.
    private static bool IsBare(KubernetesObject item) => item is Workload { WorkloadKind: WorkloadKind.Deployment or WorkloadKind.StatefulSet or WorkloadKind.DaemonSet, Selector: null } workload
        && workload.PodSpec?.Containers is not { Count: > 0 };

    // A workload without selector and pod labels cannot be created; nor a definition without a group; a webhook configuration without webhooks does nothing.
    private static bool IsPart(KubernetesObject item) => item switch
    {
        Workload { WorkloadKind: WorkloadKind.Deployment or WorkloadKind.StatefulSet or WorkloadKind.DaemonSet or WorkloadKind.ReplicaSet } workload =>
            workload.Selector is null && workload.PodLabels is not { Count: > 0 },
        { Kind.Value: "CustomResourceDefinition" } => item.Node is { } definition && (definition["spec"] as YamlMapping)?["group"] is null,
        _ => item.Kind.Value is "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" && item.Node?["webhooks"] is null,
    };
}
