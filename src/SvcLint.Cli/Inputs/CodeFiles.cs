using SvcLint.CSharp;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>
/// The C# of an input. It is read where there are projects, and Services or pods beside them or a client of the API server within them; only
/// then is Roslyn loaded.
/// </summary>
internal sealed class CodeFiles
{
    // In whatever project file, central ones included: KubernetesClient, KubernetesClient.Models, and what is built on it.
    private static readonly string[] Clients = ["KubernetesClient", "\"KubeOps"];

    /// <summary>No file that people write is larger.</summary>
    public const int LargestSize = 1 << 20;

    private readonly CodeScan _scan;
    private readonly Dictionary<string, bool> _projectFolders;

    private CodeFiles(CodeScan scan, Dictionary<string, bool> projectFolders)
    {
        _scan = scan;
        _projectFolders = projectFolders;
    }

    /// <summary>The C# that belongs to these files; null where it has no bearing on them.</summary>
    public static CodeFiles? Of(IEnumerable<ParsedFile> files)
    {
        var folders = new Dictionary<string, bool>(StringComparer.Ordinal);
        var services = new HashSet<string>(StringComparer.Ordinal);
        var anyObject = false;
        var projects = new List<ProjectFile>();
        foreach (var file in files)
        {
            if (file.Project is { } project)
            {
                projects.Add(project);
                anyObject = anyObject || Array.Exists(Clients, c => file.Source.Content.Contains(c, StringComparison.Ordinal));
            }

            services.UnionWith(file.Objects.OfType<Service>().Select(s => s.Name).OfType<string>());
            anyObject = anyObject || file.Objects.OfType<Workload>().Any();
        }

        var shared = new SharedProperties(projects);
        foreach (var project in projects.Where(p => !p.IsShared))
        {
            folders[Folder(project.Path)] = folders.GetValueOrDefault(Folder(project.Path)) || !shared.IsTest(project);
        }

        return folders.ContainsValue(true) && (services.Count > 0 || anyObject) ? new CodeFiles(new CodeScan(services), folders) : null;
    }

    /// <summary>True when the nearest project above the file is one that may run in a container.</summary>
    public bool Holds(string path)
    {
        for (var folder = Folder(path); ; folder = Folder(folder))
        {
            if (_projectFolders.TryGetValue(folder, out var runs) || folder.Length == 0)
            {
                return runs;
            }
        }
    }

    /// <summary>What a file says; null when it says nothing.</summary>
    public ParsedFile? Read(string path, byte[] bytes)
    {
        if (bytes.Length > LargestSize)
        {
            return null;
        }

        var source = SourceText.FromBytes(path, bytes);
        return _scan.MayMatter(source.Content) && Parse(source) is { Code.IsEmpty: false } file ? file : null;
    }

    /// <summary>Reads any file of an input.</summary>
    public static ParsedFile Parse(SourceText source) =>
        CodeFacts.IsCode(source.Path) ? ParsedFile.Of(CodeReader.Read(source)) : Linter.Parse(source);

    private static string Folder(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];
}
