using SvcLint.Cli.Commands;
using SvcLint.Config;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>Finds and reads <c>svclint.yaml</c>.</summary>
internal static class ConfigurationFile
{
    public static readonly IReadOnlyList<string> Names = ["svclint.yaml", ".svclint.yaml"];

    /// <summary>The configuration named, else the nearest one upward, else the empty one.</summary>
    /// <param name="named">What <c>--config</c> says, or null.</param>
    /// <param name="root">Where the search ends.</param>
    /// <param name="currentFolder">Where it starts, unless the inputs lie elsewhere.</param>
    /// <exception cref="UsageException">It cannot be read, or says what cannot be followed.</exception>
    public static LintConfiguration Read(string? named, InputRoot root, string currentFolder)
    {
        var path = named is null ? Nearest(InputRoot.Holds(root.Folder, currentFolder) ? currentFolder : root.Folder, root.Folder) : Path.GetFullPath(named, currentFolder);
        if (path is null)
        {
            return LintConfiguration.Default;
        }

        var source = Text(path, root.Relative(path)) ?? throw new UsageException($"--config {named}: no such file");
        var result = Linter.ReadConfiguration(source, relative => Text(root.Absolute(relative), relative));
        return result.Problems.Count == 0
            ? result.Configuration
            : throw new UsageException(string.Join("\n", result.Problems.Select(p => $"{p.Span}: {p.Message}").Prepend("the configuration cannot be followed")));
    }

    /// <summary>The nearest configuration from a folder up to another, or null.</summary>
    public static string? Nearest(string from, string upTo)
    {
        for (var folder = from; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Names.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists) is { } found)
            {
                return found;
            }

            if (folder == upTo)
            {
                break;
            }
        }

        return null;
    }

    private static SourceText? Text(string path, string shown)
    {
        try
        {
            return File.Exists(path) ? SourceText.FromBytes(shown, File.ReadAllBytes(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{shown}: cannot be read ({exception.Message})");
        }
    }
}
