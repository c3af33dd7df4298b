using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>Files that say what is deployed without being Kubernetes objects: helmfiles, Fleet's, Skaffold's and Tilt's.</summary>
internal static class ApplicationFiles
{
    /// <summary>A folder of helmfiles by custom alone: other files may lie there.</summary>
    private const string Folder = "helmfile";

    public static bool Any(IReadOnlyList<ParsedFile> files) => files.Any(f => IsHelmfile(f.Path) || IsFleet(f.Path) || IsSkaffold(f.Path) || IsTiltfile(f.Path));

    public static bool IsHelmfile(string path)
    {
        var name = RelativePath.FileName(path);
        return name is "helmfile.yaml" or "helmfile.yml" or "helmfile.yaml.gotmpl" || (RelativePath.FileName(RelativePath.Folder(path)) is "helmfile.d" or Folder && (name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".gotmpl", StringComparison.Ordinal)));
    }

    /// <summary>False for a file that is a helmfile by its name alone.</summary>
    public static bool DeploysReleases(SourceText file) => RelativePath.FileName(RelativePath.Folder(file.Path)) != Folder
        || file.Content.IndexOf("releases:", StringComparison.Ordinal) >= 0 || file.Content.IndexOf("helmfiles:", StringComparison.Ordinal) >= 0;

    public static bool IsFleet(string path) => RelativePath.FileName(path) is "fleet.yaml";

    public static bool IsSkaffold(string path) => RelativePath.FileName(path) is "skaffold.yaml" or "skaffold.yml";

    public static bool IsTiltfile(string path) => RelativePath.FileName(path) is "Tiltfile";
}
