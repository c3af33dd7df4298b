namespace SvcLint.Analyzers.Tests.Hosts;

/// <summary>A file of a project as the package's targets name it.</summary>
internal sealed record ProjectFile(string FullPath, ProjectFileRole Role)
{
    /// <summary>Manifests of a folder, and its configuration, as the default globs find them.</summary>
    public static IReadOnlyList<ProjectFile> Of(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))
            .Where(f => Path.GetExtension(f) is ".yaml" or ".yml" || Path.GetFileName(f) == "Kustomization")
            .Order(StringComparer.Ordinal)
            .Select(f => new ProjectFile(f, Path.GetFileName(f) is "svclint.yaml" or ".svclint.yaml" ? ProjectFileRole.Configuration : ProjectFileRole.Manifest))
            .ToArray();
}
