using SvcLint.Model.GitOps;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <content>Which cluster applications are applied to that only files bring there.</content>
internal sealed partial class Deployer
{
    private static readonly HashSet<string> Parked = new(StringComparer.Ordinal) { "archive", "archived", "deprecated", "disabled", "unused", "old", "attic", "trash", "graveyard", "parked", "retired", "backup" };

    private Dictionary<string, HashSet<DeploymentUnit>> _targets = [];

    // A kustomization names what is deployed of its folder; what it leaves out goes to no cluster that is known.
    private bool IsLeftOut(DeploymentUnit unit) => OwnerFolder(unit) is { } folder && _sources.KustomizationOf(folder) is not null;

    private Dictionary<string, HashSet<DeploymentUnit>> Targets(IReadOnlyList<DeploymentUnit> roots)
    {
        var targets = new Dictionary<string, HashSet<DeploymentUnit>>(StringComparer.Ordinal);
        foreach (var unit in roots)
        {
            foreach (var folder in unit.Objects.Where(IsApplication).SelectMany(FoldersOf))
            {
                if (!targets.TryGetValue(folder, out var owners))
                {
                    targets.Add(folder, owners = []);
                }

                owners.Add(unit);
            }
        }

        return targets;
    }

    // The folder that another unit deploys and that this one lies in.
    private string? OwnerFolder(DeploymentUnit unit)
    {
        for (var folder = FolderOf(unit); ; folder = RelativePath.Folder(folder))
        {
            if (_targets.TryGetValue(folder, out var owners) && (owners.Count > 1 || !owners.Contains(unit)))
            {
                return folder;
            }

            if (folder.Length == 0)
            {
                return null;
            }
        }
    }

    // Applications that are kept without being deployed: nothing follows from them.
    private static bool IsParked(string folder) => folder.Split('/').Any(s => s.StartsWith(".", StringComparison.Ordinal) || Parked.Contains(s.TrimStart('_').ToLowerInvariant()));

    private static string FolderOf(DeploymentUnit unit) => unit.Kind == UnitKind.Kustomization ? unit.Name == "." ? "" : unit.Name
        : RelativePath.Folder(unit.Objects.First(IsApplication).Span.Source.Path);

    // By convention everything below "clusters/NAME" goes to one cluster; else what is applied together does.
    private DeploymentCluster ScopeOf(DeploymentUnit unit)
    {
        var item = unit.Objects.First(IsApplication);
        var segments = FolderOf(unit).Split('/');
        var at = Array.LastIndexOf(segments, "clusters");
        if (at >= 0 && at + 1 < segments.Length)
        {
            return new DeploymentCluster("here:" + string.Join("/", segments.Take(at + 2)), segments[at + 1]);
        }

        // Releases that no Kustomization brings to a cluster, where others are brought, are in no known one.
        return IsLeftOut(unit) || (_hasKustomizations && !unit.Objects.Any(o => o is FluxKustomization or ArgoApplication or ArgoApplicationSet))
            ? new DeploymentCluster("here:" + unit.Name, "unknown", IsKnown: false)
            : new DeploymentCluster("here:" + unit.Name, item is FluxKustomization or FluxHelmRelease || _scopes > 1 ? FolderName(unit) : InCluster);
    }

    private static string FolderName(DeploymentUnit unit)
    {
        var folder = FolderOf(unit);
        folder = RelativePath.FileName(folder) == "flux-system" ? RelativePath.Folder(folder) : folder;
        return folder.Length == 0 ? InCluster : RelativePath.FileName(folder);
    }
}
