namespace SvcLint.Cluster;

public enum NamespaceComparison
{
    Equal,
    Different,

    /// <summary>One of the two names none: whoever applies the manifest decides.</summary>
    Unknown,
}

/// <summary>Most manifests name no namespace, so "equal" is one of three answers.</summary>
public static class NamespaceComparer
{
    public static NamespaceComparison Compare(string? a, string? b) =>
        a == b ? NamespaceComparison.Equal : IsUnknown(a) || IsUnknown(b) ? NamespaceComparison.Unknown : NamespaceComparison.Different;

    /// <summary>True unless both are named and differ.</summary>
    public static bool MayBeSame(string? a, string? b) => Compare(a, b) != NamespaceComparison.Different;

    private static bool IsUnknown(string? name) => name is null or RenderedUnit.UnknownNamespace;
}
