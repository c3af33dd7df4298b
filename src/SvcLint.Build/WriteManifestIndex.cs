using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Build.Framework;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Build;

/// <summary>
/// Writes what projects must know of manifests that others own, once for all of them. Several projects may do so at a time: each file is
/// put in place whole. An index that nothing changed keeps its time, so that no compiler runs because of it.
/// </summary>
public sealed class WriteManifestIndex : Microsoft.Build.Utilities.Task
{
    private static readonly string Version =
        typeof(WriteManifestIndex).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    private readonly SortedDictionary<string, string> _read = new(StringComparer.Ordinal);

    /// <summary>Full paths.</summary>
    [Required]
    public ITaskItem[] Manifests { get; set; } = [];

    /// <summary>Full path of <c>svclint.yaml</c>; may be empty.</summary>
    public string Configuration { get; set; } = "";

    /// <summary>The folder that the paths of findings and globs are relative to.</summary>
    [Required]
    public string Root { get; set; } = "";

    /// <summary>Where indexes are kept. Projects that see the same manifests share one.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Full path of the index; empty when the folder cannot be written: the manifests themselves must do then.</summary>
    [Output]
    public string IndexFile { get; set; } = "";

    public override bool Execute()
    {
        var manifests = Manifests.Select(m => m.ItemSpec).OrderBy(m => m, StringComparer.Ordinal).ToArray();
        var file = Path.Combine(Path.GetFullPath(Folder), Name([Version, Root, Configuration, .. manifests]) + ".svclint-index");
        try
        {
            if (!IsCurrent(file))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                Write(file, manifests);
            }

            IndexFile = file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.LogMessage(MessageImportance.Low, "svclint: {0} cannot be written: {1}", file, exception.Message);
        }

        return true;
    }

    private void Write(string file, string[] manifests)
    {
        var options = new LintOptions { ReadFile = path => Read(Path.Combine(Root, path)) };
        if (Configuration.Length > 0 && Read(Configuration) is { } configuration)
        {
            options = options with { Configuration = Linter.ReadConfiguration(configuration, options.ReadFile!).Configuration };
        }

        var files = manifests.Select(Read).OfType<SourceText>().Select(Linter.Parse).ToArray();
        var index = Linter.Index(files, options);
        if (!File.Exists(file) || File.ReadAllText(file) != index)
        {
            Put(file, index);
        }

        Put(Inputs(file), string.Join("\n", _read.Select(r => r.Value + "\t" + r.Key).Prepend(State(file))));
    }

    // The inputs were read after the state of each was taken, and the index is the one that was made from them.
    private static bool IsCurrent(string file)
    {
        if (!File.Exists(file) || !File.Exists(Inputs(file)))
        {
            return false;
        }

        var lines = File.ReadAllText(Inputs(file)).Split('\n');
        return lines[0] == State(file) && lines.Skip(1).All(l => l.IndexOf('\t') is > 0 and var tab && State(l.Substring(tab + 1)) == l.Substring(0, tab));
    }

    private SourceText? Read(string path)
    {
        var full = Path.GetFullPath(path);
        _read[full] = State(full);
        try
        {
            return SourceText.FromBytes(ProjectInput.RelativePath(Root, full), File.ReadAllBytes(full));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Put(string file, string text)
    {
        var own = $"{file}.{Guid.NewGuid():N}";
        File.WriteAllText(own, text);
        try
        {
            if (File.Exists(file))
            {
                File.Replace(own, file, null);
            }
            else
            {
                File.Move(own, file);
            }
        }
        catch (IOException) when (File.Exists(file) && File.ReadAllText(file) == text)
        {
            // Another project was faster.
            File.Delete(own);
        }
    }

    private static string Inputs(string file) => file + ".inputs";

    private static string State(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Format(CultureInfo.InvariantCulture, "{0:x}.{1:x}", file.Length, file.LastWriteTimeUtc.Ticks) : "-";
    }

    // FNV-1a, 64 bits: a name, not a secret.
    private static string Name(IEnumerable<string> parts)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in Encoding.UTF8.GetBytes(string.Join("\n", parts)))
        {
            hash = unchecked((hash ^ unit) * 1099511628211UL);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
