using SvcLint.Model;

namespace SvcLint.Analyzers.Tests.Hosts;

/// <summary>A file of a project as the package's targets name it.</summary>
internal sealed record ProjectFile(string FullPath, ProjectFileRole Role)
{
    /// <summary>The files of a folder: manifests and configuration as the default globs find them, everything else on request.</summary>
    public static IReadOnlyList<ProjectFile> Of(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => new ProjectFile(f, RoleOf(f)))
            .ToArray();

    private static ProjectFileRole RoleOf(string path) => Path.GetFileName(path) switch
    {
        "svclint.yaml" or ".svclint.yaml" => ProjectFileRole.Configuration,
        "Kustomization" => ProjectFileRole.Manifest,
        var name when AppSettings.IsSettings(name) || name.EndsWith(".csproj", StringComparison.Ordinal) || name == "Dockerfile" => ProjectFileRole.Settings,
        _ => Path.GetExtension(path) switch
        {
            ".yaml" or ".yml" => ProjectFileRole.Manifest,
            ".tpl" => ProjectFileRole.Chart,
            _ => ProjectFileRole.Data,
        },
    };
}
