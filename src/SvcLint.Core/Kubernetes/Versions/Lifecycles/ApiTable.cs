namespace SvcLint.Kubernetes;

/// <summary>The life of a kind in one version of its API group.</summary>
/// <param name="ApiVersion">Group and version, as manifests write them.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Since">The first version that has it; null where every supported one had it, or it is gone from all.</param>
/// <param name="Deprecated">From this version on it is deprecated.</param>
/// <param name="Removed">From this version on no API server serves it; planned where the version is newer than all that are known.</param>
/// <param name="Replacement">The apiVersion in which the kind goes on, or an apiVersion and another kind.</param>
/// <param name="IsOptional">An API server serves it only when it is told to.</param>
public sealed record ApiEntry(
    string ApiVersion,
    string Kind,
    KubernetesVersion? Since = null,
    KubernetesVersion? Deprecated = null,
    KubernetesVersion? Removed = null,
    string? Replacement = null,
    bool IsOptional = false)
{
    /// <summary>The apiVersion and kind of a manifest.</summary>
    public string Name => ApiVersion + "/" + Kind;

    /// <summary>True where an API server of the version can serve it.</summary>
    public bool ExistsIn(KubernetesVersion version) => !IsLaterThan(version) && !IsGoneIn(version);

    /// <summary>True where the version does not have it yet.</summary>
    public bool IsLaterThan(KubernetesVersion version) => Since is { } since && version < since;

    /// <summary>True where the version does not have it any more.</summary>
    public bool IsGoneIn(KubernetesVersion version) => Removed is { } removed && version >= removed;

    /// <summary>True where the replacement exists in the version or, undeclared, in every supported one.</summary>
    public bool CanReplaceIn(KubernetesVersion? version) =>
        Replacement is { } replacement && ApiTable.Find(replacement, Kind)?.ExistsIn(version ?? KubernetesVersion.Oldest) != false;
}

/// <summary>The kinds that API servers of Kubernetes serve, or served once, by version.</summary>
public static partial class ApiTable
{
    /// <summary>The entry of an object's API; null for a kind that no version of Kubernetes has, or that nobody writes into a manifest.</summary>
    public static ApiEntry? Find(string apiVersion, string kind) => Index.ByName.TryGetValue(apiVersion + "/" + kind, out var entry) ? entry : null;

    /// <summary>The first version that serves nothing under an apiVersion any more, whatever the kind; null while there is something, and for groups of others.</summary>
    public static KubernetesVersion? EndOf(string apiVersion) => Index.Ends.TryGetValue(apiVersion, out var end) ? end : null;

    /// <summary>Another apiVersion of the same group that has the kind in a version; null where none has it.</summary>
    public static ApiEntry? Alternative(ApiEntry entry, KubernetesVersion version)
    {
        var group = entry.ApiVersion.Substring(0, entry.ApiVersion.LastIndexOf('/') + 1);
        return Entries.LastOrDefault(e => e != entry && e.Kind == entry.Kind && e.ApiVersion.StartsWith(group, StringComparison.Ordinal) && e.ExistsIn(version));
    }

    /// <summary>The kinds that every cluster of a version serves, as <c>apiVersion/Kind</c>. Without a version, what all supported ones serve.</summary>
    public static IEnumerable<string> ServedIn(KubernetesVersion? version)
    {
        var (oldest, newest) = (version ?? KubernetesVersion.Oldest, version ?? KubernetesVersion.Newest);
        return Entries.Where(e => !e.IsOptional && !e.IsLaterThan(oldest) && !e.IsGoneIn(newest)).Select(e => e.Name);
    }

    // Of its own class, so that the entries are there before it.
    private static class Index
    {
        internal static readonly Dictionary<string, ApiEntry> ByName = Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);

        internal static readonly Dictionary<string, KubernetesVersion> Ends = Entries
            .GroupBy(e => e.ApiVersion)
            .Where(g => g.All(e => e.Removed <= KubernetesVersion.Newest))
            .ToDictionary(g => g.Key, g => new KubernetesVersion(g.Max(e => e.Removed!.Value.Minor)), StringComparer.Ordinal);
    }
}
