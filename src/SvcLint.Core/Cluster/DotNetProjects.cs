using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>Sorts the files of an input by the .NET project that they belong to.</summary>
internal static class DotNetProjects
{
    /// <summary>The projects that may run in a container: those of tests are left out.</summary>
    public static IReadOnlyList<DotNetProject> Of(IReadOnlyList<ParsedFile> files)
    {
        var all = files.Select(f => f.Project).OfType<ProjectFile>().ToArray();
        var owners = all.Where(p => !p.IsShared).ToLookup(p => RelativePath.Folder(p.Path), StringComparer.Ordinal);
        if (owners.Count == 0)
        {
            return [];
        }

        var shared = new SharedProperties(all);
        var code = files.Select(f => f.Code).OfType<CodeFacts>().ToLookup(c => Upward(RelativePath.Folder(c.Source.Path)).FirstOrDefault(owners.Contains) ?? "?", StringComparer.Ordinal);
        var settings = files.Select(f => f.Settings).OfType<AppSettings>().ToLookup(s => RelativePath.Folder(s.Source.Path), StringComparer.Ordinal);
        var projects = owners.SelectMany(o => o).Select(p => Make(p, shared, code, settings)).ToArray();
        Refer(projects);
        var runnable = projects.Where(p => !shared.IsTest(p.File)).ToArray();
        var dockerfiles = files.Select(f => f.Dockerfile).OfType<Dockerfile>().ToLookup(d => Of(d, runnable));
        foreach (var project in runnable)
        {
            project.Dockerfiles = dockerfiles[project].ToArray();
        }

        return runnable;
    }

    /// <summary>The project whose assembly a Dockerfile runs; else the one beside it, else the only one that it copies. Null when that is not one.</summary>
    public static DotNetProject? Of(Dockerfile dockerfile, IReadOnlyList<DotNetProject> projects)
    {
        var folder = RelativePath.Folder(dockerfile.Path);
        var runs = dockerfile.Runs;
        foreach (var word in (runs.Entrypoint?.Words ?? []).Concat(runs.Command?.Words ?? []))
        {
            var name = Assembly(word.Value);
            var found = projects.Where(p => string.Equals(p.Assembly, name, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (found.Length > 0)
            {
                return found.Length == 1 ? found[0] : Nearest(found, p => p.Folder, folder);
            }
        }

        var beside = projects.Where(p => p.Folder == folder).ToArray();
        if (beside.Length > 0)
        {
            return beside.Length == 1 ? beside[0] : null;
        }

        var copied = new HashSet<string>(dockerfile.Stages.SelectMany(s => s.Copied).Select(c => RelativePath.FileName(c.Value)), StringComparer.Ordinal);
        var named = projects.Where(p => copied.Contains(RelativePath.FileName(p.File.Path)) && p.IsWebApplication).ToArray();
        return named.Length == 1 ? named[0] : null;
    }

    /// <summary>The one whose folder shares the longest way with another; null when several do.</summary>
    public static T? Nearest<T>(IReadOnlyList<T> candidates, Func<T, string> folderOf, string folder)
        where T : class
    {
        T? nearest = null;
        var longest = -1;
        foreach (var candidate in candidates)
        {
            var shared = Shared(folderOf(candidate), folder);
            if (shared >= longest)
            {
                nearest = shared > longest ? candidate : null;
                longest = shared;
            }
        }

        return nearest;
    }

    private static DotNetProject Make(ProjectFile file, SharedProperties shared, ILookup<string, CodeFacts> code, ILookup<string, AppSettings> settings)
    {
        var folder = RelativePath.Folder(file.Path);
        var frameworks = file.TargetFrameworks.Count > 0 ? file.TargetFrameworks : shared.Of(file)?.TargetFrameworks ?? [];
        return new DotNetProject(file, frameworks, code[folder].ToArray(), settings[folder].ToArray());
    }

    private static void Refer(IReadOnlyList<DotNetProject> projects)
    {
        var byPath = projects.ToDictionary(p => p.File.Path, StringComparer.OrdinalIgnoreCase);
        foreach (var project in projects)
        {
            var reached = new List<DotNetProject>();
            var pending = new Stack<DotNetProject>([project]);
            while (pending.Count > 0)
            {
                foreach (var path in pending.Pop().File.ProjectReferences)
                {
                    if (byPath.TryGetValue(path, out var next) && next != project && !reached.Contains(next))
                    {
                        reached.Add(next);
                        pending.Push(next);
                    }
                }
            }

            project.References = reached;
        }
    }

    private static string Assembly(string word)
    {
        var name = RelativePath.FileName(word.Replace('\\', '/'));
        return name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name.Substring(0, name.Length - 4) : name;
    }

    private static IEnumerable<string> Upward(string folder)
    {
        yield return folder;
        while (folder.Length > 0)
        {
            folder = RelativePath.Folder(folder);
            yield return folder;
        }
    }

    private static int Shared(string a, string b)
    {
        var (left, right) = (a.Split('/'), b.Split('/'));
        var shared = 0;
        while (shared < left.Length && shared < right.Length && left[shared] == right[shared])
        {
            shared++;
        }

        return shared;
    }
}
