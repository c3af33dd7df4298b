using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cli.Commands;

/// <summary>A state to compare.</summary>
/// <param name="Units">What is applied together.</param>
/// <param name="Folder">The folder that was named, below which units have their names; null for a revision.</param>
/// <param name="Files">What was read.</param>
internal sealed record DiffState(IReadOnlyList<DeploymentUnit> Units, string? Folder, IReadOnlyList<ParsedFile> Files)
{
    /// <summary>A state, with a unit also for each application of which nothing can be built: it may run on.</summary>
    public static DiffState Of(Repository repository, string? folder, IReadOnlyList<ParsedFile> files) => new(
        [
            .. repository.Units,
            .. repository.Deployments.All.Where(d => d.Unit is null && d.Gaps.Count > 0)
                .Select(d => new DeploymentUnit(d.UnitName, UnitKind.Application, new ClusterFacts(), [], d.Gaps, []) { Deployment = d }),
        ],
        folder,
        files);

    /// <summary>Units by their names below the folder that was named.</summary>
    public Dictionary<string, DeploymentUnit> Named() =>
        ClusterUnits.Each(Units).ToDictionary(u => Below(u.Key), u => u.Value, StringComparer.Ordinal);

    /// <summary>A unit that runs and exposes nothing, as one that cannot be built.</summary>
    public DeploymentUnit? Empty(string name) => Units.FirstOrDefault(u => Below(u.Name) == name);

    /// <summary>A name or path below the folder that was named.</summary>
    public string Below(string name) => Folder is null or "." ? name
        : name == Folder ? "."
        : name.StartsWith(Folder + "/", StringComparison.Ordinal) ? name[(Folder.Length + 1)..]
        : name.StartsWith(Folder + " ", StringComparison.Ordinal) ? "." + name[Folder.Length..]
        : name;

    /// <summary>A unit with its files that broke altogether, which make no unit; the other state tells that they are of it.</summary>
    public DeploymentUnit WithBroken(DeploymentUnit unit, DiffState other, DeploymentUnit counterpart)
    {
        var known = counterpart.Files.Select(other.Below).ToHashSet(StringComparer.Ordinal);
        return With(unit, Files.Where(f => (UnreadFiles.IsBroken(f) || (UnreadFiles.IsTemplate(f) && !unit.Gaps.Any(g => g.Span.Source.Path == f.Path))) && known.Contains(Below(f.Path))));
    }

    /// <summary>New files that are broken altogether, of which nobody can say what they bring.</summary>
    public IReadOnlyList<ParsedFile> NewBroken(DiffState other)
    {
        var broken = Files.Where(UnreadFiles.IsManifest).ToArray();
        var known = broken.Length == 0 ? [] : other.Files.Select(f => other.Below(f.Path)).ToHashSet(StringComparer.Ordinal);
        return [.. broken.Where(f => !known.Contains(Below(f.Path)))];
    }

    /// <summary>A unit with files of which nothing is known.</summary>
    public static DeploymentUnit With(DeploymentUnit unit, IEnumerable<ParsedFile> broken)
    {
        UnitGap[] gaps = [.. broken.Select(UnreadFiles.Gap)];
        return gaps.Length == 0 ? unit : unit.With(unit.Objects, [.. unit.Gaps, .. gaps]);
    }

    /// <summary>The files of some names below the folder that was named.</summary>
    public IEnumerable<ParsedFile> FilesOf(HashSet<string> names) => Files.Where(f => names.Contains(Below(f.Path)));

    /// <summary>An object that stands in two files of a folder now makes these alternatives; the other state applies them together, and so does this.</summary>
    public DiffState Joined(DiffState other)
    {
        var units = Units;
        foreach (var folder in other.Units.Where(u => IsWritten(u) && u.Files.Count > 1))
        {
            var files = folder.Files.Select(other.Below).ToHashSet(StringComparer.Ordinal);
            var parts = units.Where(u => IsWritten(u) && u.Files.Select(Below).Any(files.Contains)).ToArray();
            if (parts.Length > 1 && parts.All(p => p.Files.Contains(p.Name)) && parts.Select(p => RelativePath.Folder(p.Name)).Distinct().Count() == 1)
            {
                // Of an object that stands twice the one in the later file is applied last.
                var objects = parts.SelectMany(p => p.Objects).OrderBy(o => o.NameSpan.Source.Path, StringComparer.Ordinal).Reverse()
                    .DistinctBy(o => (o.Group, o.Kind.Value, o.Namespace ?? "default", o.Name)).Reverse();
                var name = other.Below(folder.Name);
                units =
                [
                    .. units.Except(parts),
                    new DeploymentUnit(
                        Folder is null or "." ? name : $"{Folder}/{name}", UnitKind.Folder, parts[0].Facts, [.. objects], [.. parts.SelectMany(p => p.Gaps).Distinct()], parts.SelectMany(p => p.Files).ToHashSet(StringComparer.Ordinal)),
                ];
            }
        }

        return this with { Units = units };
    }

    // By hand, file by file.
    private static bool IsWritten(DeploymentUnit unit) => unit is { Kind: UnitKind.Folder or UnitKind.File, Deployment: null };

    /// <summary>Without what applications, or a kustomization of both states, deploy in the other state and not here: files that lie there are not applied for that.</summary>
    public DiffState WithoutUndeployed(DiffState other)
    {
        var hasApplications = Units.Any(u => u.Deployment is not null);
        var kustomizations = Units.Where(u => u.Kind == UnitKind.Kustomization).Select(u => Below(u.Name)).ToHashSet(StringComparer.Ordinal);
        var deployed = other.Units.Where(u => hasApplications && u.Deployment is not null).SelectMany(u => u.Files).Select(other.Below).ToHashSet(StringComparer.Ordinal);
        var listed = other.Units.Where(u => u.Kind == UnitKind.Kustomization && kustomizations.Contains(other.Below(u.Name))).SelectMany(u => u.Files).Select(other.Below).ToHashSet(StringComparer.Ordinal);
        return this with { Units = [.. Units.Where(u => u.Deployment is not null || u.Files.Count == 0 || !u.Files.All(f => deployed.Contains(Below(f)) || (u.Kind is UnitKind.Folder or UnitKind.File && listed.Contains(Below(f)))))] };
    }
}
