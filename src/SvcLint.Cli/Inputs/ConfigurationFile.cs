using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
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
        var path = named is null ? Nearest(FilePaths.Holds(root.Folder, currentFolder) ? currentFolder : root.Folder, root.Folder) : Path.GetFullPath(named, currentFolder);
        if (path is null)
        {
            return LintConfiguration.Default;
        }

        var shown = root.Relative(path);
        var source = Text(shown, named is null ? root.Opener.Read(path) : root.Opener.ReadNamed(path)) ?? throw new UsageException($"{(named is null ? shown : "--config " + named)}: {Refusal.Words(null)}");
        // The tree's own configuration reaches no further than the tree; what the user keeps elsewhere and names may lead anywhere.
        var isUsersOwn = named is not null && !root.Border.IsStrange(path);
        var result = Linter.ReadConfiguration(source, relative => Text(relative, isUsersOwn ? root.Opener.ReadNamed(root.Absolute(relative)) : Referred(relative)));
        return result.Problems.Count == 0
            ? result.Configuration
            : throw new UsageException("the configuration cannot be followed", [.. result.Problems.Select(p => $"{p.Span}: {p.Message}")]);

        OpenedFile Referred(string relative) => root.Border.MayBeNamed(root.Absolute(relative))
            ? root.Opener.ReadReferred(root.Absolute(relative))
            : throw new UsageException($"{shown}: extends {relative}, which is outside the work tree and is not read; keep a copy within, or name a configuration of your own with --config");
    }

    /// <summary>The nearest configuration from a folder up to another, or null.</summary>
    public static string? Nearest(string from, string upTo)
    {
        for (var folder = from; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Names.Select(n => Path.Combine(folder, n)).FirstOrDefault(IsThere) is { } found)
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

    // A link that leads nowhere is a configuration that cannot be read, not the lack of one.
    private static bool IsThere(string path) => File.Exists(path) || (new FileInfo(path).LinkTarget is not null && !Directory.Exists(path));

    private static SourceText? Text(string shown, OpenedFile opened) =>
        opened.Bytes is { } bytes ? SourceText.FromBytes(shown, bytes)
        : opened.Reason is null ? null
        : throw new UsageException($"{shown}: {Refusal.Words(opened.Reason)}");
}
