using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Build;

/// <summary>
/// The files that a project's manifests and configuration name: bases, patches and generators' files of kustomizations, and what
/// the configuration extends, and what charts hold beside manifests. The compiler reads no file that it is not given, so they are looked up before it starts.
/// </summary>
public sealed class ListInputFiles : Microsoft.Build.Utilities.Task
{
    private const string ChartName = "Chart.yaml";

    private static readonly string[] ChartExtensions = [".tpl", ".txt", ".json", ".helmignore", ".conf", ".cfg", ".ini", ".toml", ".properties", ".sh", ".xml", ".env"];

    private const string PackedExtension = ".tgz";

    // The compiler keeps all that it is given in memory; a larger dependency counts as one that is not there.
    private const long MostPacked = 4L << 20;

    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Full paths of manifests.</summary>
    public ITaskItem[] Manifests { get; set; } = [];

    /// <summary>Full path of <c>svclint.yaml</c>; may be empty.</summary>
    public string Configuration { get; set; } = "";

    /// <summary>The folder that the paths of findings and globs are relative to.</summary>
    [Required]
    public string Root { get; set; } = "";

    /// <summary>Full paths. What is missing is left out: the linter says so where it matters.</summary>
    [Output]
    public ITaskItem[] ExtendedConfigurations { get; set; } = [];

    /// <summary>Full paths, in ordinal order.</summary>
    [Output]
    public ITaskItem[] Data { get; set; } = [];

    /// <summary>Full paths, in ordinal order: text files of the charts that no other item names.</summary>
    [Output]
    public ITaskItem[] Charts { get; set; } = [];

    /// <summary>Where packed dependencies are written as text; without it they count as not there.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Full paths of what was written.</summary>
    [Output]
    public ITaskItem[] PackedCharts { get; set; } = [];

    public override bool Execute()
    {
        if (Configuration.Length > 0 && ReadFull(Configuration) is { } configuration)
        {
            Linter.ReadConfiguration(configuration, Read);
            ExtendedConfigurations = Found();
        }

        if (Manifests.Any(m => ParsedFile.IsKustomizationName(m.ItemSpec.Replace('\\', '/'))))
        {
            var files = Manifests.Select(m => ReadFull(m.ItemSpec)).Where(f => f is not null).Select(f => Linter.Parse(f!)).ToArray();
            Linter.Units(files, new LintOptions { ReadFile = Read });
            Data = Found();
        }

        var ofCharts = Manifests.Where(m => Path.GetFileName(m.ItemSpec) == ChartName).SelectMany(m => ChartFiles(Path.GetDirectoryName(m.ItemSpec)!)).Distinct(StringComparer.Ordinal).OrderBy(f => f, StringComparer.Ordinal).ToLookup(IsPacked);
        Charts = [.. ofCharts[false].Select(f => new TaskItem(f))];
        PackedCharts = Folder.Length == 0 ? [] : [.. ofCharts[true].Select((f, i) => WritePacked(f, Path.Combine(Folder, $"svclint.{i}.packed-chart"))).OfType<TaskItem>()];
        return true;
    }

    // Helpers, notes and what templates may read; manifests are items already. Links are not followed.
    private static IEnumerable<string> ChartFiles(string folder)
    {
        var found = new List<string>();
        var folders = new Stack<DirectoryInfo>();
        folders.Push(new DirectoryInfo(folder));
        while (folders.Count > 0)
        {
            try
            {
                foreach (var entry in folders.Pop().GetFileSystemInfos().Where(e => (e.Attributes & FileAttributes.ReparsePoint) == 0))
                {
                    if (entry is DirectoryInfo inner)
                    {
                        folders.Push(inner);
                    }
                    else if (Array.IndexOf(ChartExtensions, entry.Extension) >= 0 || (IsPacked(entry.FullName) && ((FileInfo)entry).Length <= MostPacked))
                    {
                        found.Add(entry.FullName);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Helm says what it misses.
            }
        }

        return found;
    }

    private static bool IsPacked(string file) => file.EndsWith(PackedExtension, StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(file)) == "charts";

    // Written anew when it has changed: the compiler runs again for a newer file.
    private TaskItem? WritePacked(string file, string target)
    {
        try
        {
            var path = ProjectInput.RelativePath(Root, file);
            var text = path.IndexOf('\n') < 0 ? SvcLint.Charts.Units.PackedChart.Write(path, File.ReadAllBytes(file)) : "";
            if (!File.Exists(target) || File.ReadAllText(target) != text)
            {
                Directory.CreateDirectory(Folder);
                File.WriteAllText(target, text);
            }

            return new TaskItem(target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private TaskItem[] Found()
    {
        var items = _found.OrderBy(f => f, StringComparer.Ordinal).Select(f => new TaskItem(f)).ToArray();
        _found.Clear();
        return items;
    }

    private SourceText? Read(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Root, path));
        var source = ReadFull(full);
        if (source is not null)
        {
            _found.Add(full);
        }

        return source;
    }

    private SourceText? ReadFull(string path)
    {
        try
        {
            return SourceText.FromBytes(ProjectInput.RelativePath(Root, path), File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
