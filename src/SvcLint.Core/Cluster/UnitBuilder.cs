using SvcLint.Config;
using SvcLint.Kubernetes;

namespace SvcLint.Cluster;

/// <summary>
/// Sorts files into deployment units: named ones, streams, kustomization roots, and the plain manifests of each folder; files of
/// a folder that declare the same object are alternatives of one another.
/// </summary>
internal static class UnitBuilder
{
    public static IReadOnlyList<DeploymentUnit> Build(IReadOnlyList<ParsedFile> files, LintOptions options)
    {
        var units = new List<DeploymentUnit>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, belongs) in NamedUnits(options))
        {
            var members = files.Where(f => belongs(f.Path)).ToArray();
            taken.UnionWith(members.Select(f => f.Path));
            if (members.Length > 0)
            {
                units.Add(Unit(name, UnitKind.Named, members, options));
            }
        }

        foreach (var file in files)
        {
            if (options.Streams.Contains(file.Path) && taken.Add(file.Path))
            {
                units.Add(Unit(file.Path, UnitKind.Stream, [file], options));
            }
        }

        foreach (var folder in files.Where(f => !taken.Contains(f.Path) && f.Documents.Any(d => d.Objects.Count > 0)).GroupBy(f => Folder(f.Path)))
        {
            AddFolder(folder.Key, folder.ToArray(), units, options);
        }

        return units;
    }

    // A unit that the host names replaces the configuration's of the same name, and keeps its cluster.
    private static IEnumerable<(string Name, Func<string, bool> Belongs)> NamedUnits(LintOptions options)
    {
        foreach (var (name, paths) in options.NamedUnits)
        {
            var set = new HashSet<string>(paths, StringComparer.Ordinal);
            yield return (name, set.Contains);
        }

        foreach (var unit in options.Configuration.Units)
        {
            if (!options.NamedUnits.Any(u => u.Name == unit.Name))
            {
                yield return (unit.Name, path => options.Configuration.IsMatch(unit.Paths, path));
            }
        }
    }

    private static DeploymentUnit Unit(string name, UnitKind kind, IReadOnlyList<ParsedFile> files, LintOptions options)
    {
        var facts = Facts(name, options);
        var objects = files.SelectMany(f => f.Objects).Select(o => ApiDefaults.Apply(o, facts.Version)).ToArray();
        return new DeploymentUnit(name, kind, facts, objects, [], files.Select(f => f.Path).ToArray());
    }

    private static ClusterFacts Facts(string unit, LintOptions options)
    {
        var facts = options.Configuration.FactsFor(unit);
        return options.KubernetesVersion is { } version ? facts with { Version = version } : facts;
    }

    // Files that declare the same object are alternatives: each is a unit together with what the folder declares only once.
    private static void AddFolder(string folder, ParsedFile[] files, List<DeploymentUnit> units, LintOptions options)
    {
        var alternatives = Alternatives(files);
        var common = files.Where(f => !alternatives.Contains(f)).ToArray();
        if (alternatives.Count == 0)
        {
            units.Add(Unit(files.Length == 1 ? files[0].Path : folder, files.Length == 1 ? UnitKind.File : UnitKind.Folder, files, options));
            return;
        }

        foreach (var alternative in files.Where(alternatives.Contains))
        {
            units.Add(Unit(alternative.Path, common.Length == 0 ? UnitKind.File : UnitKind.Folder, [alternative, .. common], options));
        }
    }

    private static HashSet<ParsedFile> Alternatives(IReadOnlyList<ParsedFile> files)
    {
        var owners = new Dictionary<(string, string, string?, string), ParsedFile>();
        var alternatives = new HashSet<ParsedFile>();
        foreach (var file in files)
        {
            foreach (var item in file.Objects)
            {
                if (item.Name is not { } name)
                {
                    continue;
                }

                var key = (item.Group, item.Kind.Value, item.Namespace, name);
                if (!owners.TryGetValue(key, out var owner))
                {
                    owners.Add(key, file);
                }
                else if (owner != file)
                {
                    alternatives.Add(owner);
                    alternatives.Add(file);
                }
            }
        }

        return alternatives;
    }

    private static string Folder(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "." : path.Substring(0, slash);
    }
}
