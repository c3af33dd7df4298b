using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>What a kustomization yields: the objects that <c>kubectl kustomize</c> would print, in the order in which they were read.</summary>
/// <param name="Objects">Transformed objects, spans kept.</param>
/// <param name="Files">Every file that was asked for and found, once per role, in the order of use.</param>
/// <param name="NotHandled">What keeps the outcome from being fully known.</param>
public sealed record KustomizeBuild(IReadOnlyList<KustomizeObject> Objects, IReadOnlyList<KustomizeFile> Files, IReadOnlyList<NotHandled> NotHandled)
{
    /// <summary>A component: it makes sense only in the kustomizations that include it.</summary>
    public bool IsComponent { get; init; }

    /// <summary>No object comes from elsewhere: what does not fit together here fits nowhere.</summary>
    public bool HasAllObjects => !IsComponent && NotHandled.All(n => n.Kind is NotHandledKind.Invalid or NotHandledKind.UnsupportedValues);

    /// <summary>The objects are what kustomize itself would build.</summary>
    public bool IsFullyKnown => NotHandled.Count == 0;
}

/// <summary>One object after all transformations.</summary>
/// <param name="Root">
/// Untouched nodes keep their spans, patched ones have the patch's, what the kustomization adds has the kustomization's;
/// a name that a prefix, suffix or hash changed stays where it is written.
/// </param>
/// <param name="Path">The file that declares it; for a generated object the kustomization.</param>
public sealed record KustomizeObject(YamlMapping Root, string Path);

/// <summary>A file that contributes to a build.</summary>
public sealed record KustomizeFile(string Path, KustomizeRole Role);

public enum KustomizeRole
{
    /// <summary>A kustomization or component.</summary>
    Kustomization,

    /// <summary>Declares objects.</summary>
    Resource,

    /// <summary>Parts of objects, which make no sense alone.</summary>
    Patch,

    /// <summary>Read by a config map or secret generator.</summary>
    GeneratorSource,

    /// <summary>Field specs or replacements.</summary>
    Configuration,
}

/// <summary>Something that keeps a build from being fully known, at its place in the kustomization or patch.</summary>
public sealed record NotHandled(SourceSpan Span, NotHandledKind Kind, string Reason)
{
    /// <summary>The file or folder of the repository that is not there; null for any other reason.</summary>
    public string? MissingPath { get; init; }
}

public enum NotHandledKind
{
    /// <summary>kustomize can, this build cannot.</summary>
    Unsupported,

    /// <summary>The same for what changes objects and brings none: variables and schemas.</summary>
    UnsupportedValues,

    /// <summary>It lies outside the repository, or the file is not there.</summary>
    Missing,

    /// <summary>kustomize itself would refuse it.</summary>
    Invalid,

    /// <summary>A file that cannot be read as YAML.</summary>
    Unreadable,

    /// <summary>It would make more than this build takes on.</summary>
    BeyondLimit,
}
