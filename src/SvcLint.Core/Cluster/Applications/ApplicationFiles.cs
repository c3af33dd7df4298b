using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>Files that say what is deployed without being Kubernetes objects: helmfiles, Fleet's, Skaffold's and Tilt's.</summary>
internal static class ApplicationFiles
{
    public static bool Any(IReadOnlyList<ParsedFile> files) => files.Any(f => IsHelmfile(f.Path) || IsFleet(f.Path) || IsSkaffold(f.Path) || IsTiltfile(f.Path));

    public static bool IsHelmfile(string path)
    {
        var name = RelativePath.FileName(path);
        return name is "helmfile.yaml" or "helmfile.yml" or "helmfile.yaml.gotmpl" || (RelativePath.FileName(RelativePath.Folder(path)) == "helmfile.d" && (name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".gotmpl", StringComparison.Ordinal)));
    }

    public static bool IsFleet(string path) => RelativePath.FileName(path) is "fleet.yaml";

    public static bool IsSkaffold(string path) => RelativePath.FileName(path) is "skaffold.yaml" or "skaffold.yml";

    public static bool IsTiltfile(string path) => RelativePath.FileName(path) is "Tiltfile";
}
