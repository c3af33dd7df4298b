using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>The URLs of a work tree's remotes, read from git's own file; a linked work tree has it elsewhere, and git is asked.</summary>
internal static class GitRemotes
{
    private const int LargestFile = 1 << 20;

    public static IReadOnlyList<string> Of(InputRoot root) => root.WorkTree is { IsLinked: true } linked ? linked.Remotes
        : root.WorkTree is { } tree && root.Opener.Read(Path.Combine(tree.Root, ".git", "config")).Bytes is { Length: < LargestFile } bytes
            ? [.. Urls(SourceText.FromBytes("config", bytes).Content.Split('\n'))]
            : [];

    internal static IEnumerable<string> Urls(IEnumerable<string> lines)
    {
        var isRemote = false;
        foreach (var line in lines.Select(l => l.Trim()))
        {
            if (line.StartsWith('['))
            {
                isRemote = line.StartsWith("[remote ", StringComparison.Ordinal);
            }
            else if (isRemote && line.Split('=', 2) is [var key, var value] && key.Trim() == "url" && value.Trim().Trim('"') is { Length: > 0 } url)
            {
                yield return url;
            }
        }
    }
}
