namespace SvcLint.Kubernetes;

/// <summary>What an entry of the version table is about.</summary>
public enum VersionedThing
{
    /// <summary><c>Kind.path</c>, or <c>Kind.path=value</c> for one value of a field.</summary>
    Field,
    Annotation,
    Label,

    /// <summary>A component and one of its flags, as on its command line.</summary>
    Flag,

    /// <summary>A metric of Kubernetes' components, without the endings of a histogram's series.</summary>
    Metric,
}

/// <summary>The life of a field, an annotation, a label, a flag or a metric.</summary>
/// <param name="Thing">What it is.</param>
/// <param name="Name">Its name in the form of <paramref name="Thing"/>.</param>
/// <param name="Deprecated">From this version on it is deprecated.</param>
/// <param name="Removed">From this version on it does not exist or has no effect.</param>
/// <param name="Replacement">What takes its place, or null.</param>
/// <param name="ReplacementSince">The first version that has the replacement; null when every supported one has.</param>
public sealed record VersionEntry(
    VersionedThing Thing, string Name, KubernetesVersion Deprecated, KubernetesVersion? Removed = null, string? Replacement = null, KubernetesVersion? ReplacementSince = null)
{
    /// <summary>True when the replacement exists in the version or, undeclared, in every supported one.</summary>
    public bool CanReplaceIn(KubernetesVersion? version) => ReplacementSince is not { } since || (version ?? KubernetesVersion.Oldest) >= since;
}

/// <summary>
/// When Kubernetes' fields, annotations, labels, flags and metrics were deprecated and removed, and what replaces them. Fields that come and go are
/// in <see cref="FieldTables"/>, kinds in <see cref="ApiTable"/>, gates in <see cref="FeatureGateTable"/>.
/// </summary>
public static partial class VersionTable
{
    /// <summary>The entry of a name, or null for one whose life is not told here.</summary>
    public static VersionEntry? Find(VersionedThing thing, string name)
    {
        for (var i = 0; i < Entries.Count; i++)
        {
            if (Entries[i].Thing == thing && Entries[i].Name == name)
            {
                return Entries[i];
            }
        }

        return null;
    }
}
