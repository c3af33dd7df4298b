using System.Text;
using SvcLint.Cli.Files;

namespace SvcLint.Cli.Inputs;

/// <summary>A git work tree and what git says of it. Found without starting git; git runs only when it is asked something.</summary>
internal sealed class WorkTree
{
    private Git? _git;

    private WorkTree(string root) => Root = root;

    /// <summary>Absolute path of the folder that holds <c>.git</c>.</summary>
    public string Root { get; }

    /// <summary>Why git did not answer what was asked, for the person.</summary>
    public IReadOnlyCollection<string> Problems => _git?.Problems ?? [];

    /// <summary>The work tree around a folder, or null.</summary>
    public static WorkTree? Around(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var git = Path.Combine(at, ".git");
            // A linked work tree or a submodule has a file there.
            if (Directory.Exists(git) || File.Exists(git))
            {
                return new WorkTree(at);
            }
        }

        return null;
    }

    /// <summary>Finds git beyond the border; without it, nothing is known of the work tree.</summary>
    public void Open(Border border) => _git = Programs.Find("git", border) is { } program ? new Git(Root, program) : null;

    /// <summary>
    /// Absolute paths of what git tracks or would track below a folder, in git's order; null when git is not there, refuses, or ignores
    /// the folder itself.
    /// </summary>
    public IReadOnlyList<string>? Files(string folder)
    {
        var below = Below(folder);
        if (Ask("--literal-pathspecs", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", below) is not { } listed)
        {
            return null;
        }

        var files = Names(listed).Select(n => Path.Combine(Root, n)).ToArray();
        return files.Length == 0 && below != "." && Ask("check-ignore", "--quiet", "--", below) is not null ? null : files;
    }

    /// <summary>Paths relative to the root of what git would track and does not yet.</summary>
    public IReadOnlyList<string> Untracked() => Ask("ls-files", "-z", "--others", "--exclude-standard") is { } listed ? Names(listed) : [];

    /// <summary>Paths relative to the root of what git tracks.</summary>
    public IReadOnlyList<string> Tracked() => Names(Demand("ls-files", "-z", "--cached"));

    /// <summary>True for one whose repository lies elsewhere.</summary>
    public bool IsLinked => File.Exists(Path.Combine(Root, ".git"));

    /// <summary>The URLs of the remotes, as git tells them.</summary>
    public IReadOnlyList<string> Remotes => Ask("config", "--get-regexp", "^remote\\..*\\.url$") is not { } answer ? []
        : [.. Encoding.UTF8.GetString(answer).Split('\n').Select(l => l.Split(' ', 2)).Where(l => l.Length == 2).Select(l => l[1].Trim())];

    /// <summary>True for a clone that lacks older commits.</summary>
    public bool IsShallow => Ask("rev-parse", "--is-shallow-repository") is { } answer && Encoding.UTF8.GetString(answer).Trim() == "true";

    /// <summary>True in a repository in which nothing was committed yet.</summary>
    public bool HasNoCommit => Ask("rev-list", "--all", "-1") is { Length: 0 };

    /// <summary>The commit that a revision names, or null when this clone has none.</summary>
    public string? Commit(string revision) =>
        Ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}") is { } answer && Encoding.UTF8.GetString(answer).Trim() is var commit
            // "^main" is answered by what is not meant.
            && commit.All(char.IsAsciiHexDigit) ? commit : null;

    /// <summary>Paths relative to the root of every file of a commit; links and submodules are none.</summary>
    public IReadOnlyList<string> FilesOf(string commit) =>
        // "100644 blob <id>\t<path>"
        [.. Names(Demand("ls-tree", "-r", "-z", "--full-tree", commit)).Where(l => l.StartsWith("100", StringComparison.Ordinal)).Select(l => l[(l.IndexOf('\t') + 1)..])];

    /// <summary>
    /// Paths relative to the root of tracked files that differ between a commit and the work tree, deleted ones included. Git tells by
    /// times and sizes alone: a file that only looks changed is read once more.
    /// </summary>
    public IReadOnlyList<string> ChangedSince(string commit) =>
        Names(_git?.AskUnfiltered("diff-index", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules", commit, "--") ?? throw Failed("diff-index"));

    /// <summary>The bytes of files (paths relative to the root) as git last had them, deleted ones too, or null, in the order asked.</summary>
    /// <param name="paths">Files of the tree.</param>
    /// <param name="isThere">Those that are there now: only the current commit is asked for them.</param>
    public IEnumerable<byte[]?> LastContents(IReadOnlyList<string> paths, Func<string, bool> isThere) => Commit("HEAD") is { } head
        ? paths.Zip(Contents(head, paths), (path, content) => content ?? (isThere(path) ? null : BeforeDeletion(path)))
        : paths.Select(_ => (byte[]?)null);

    private byte[]? BeforeDeletion(string path)
    {
        var last = Ask("--literal-pathspecs", "rev-list", "-1", "HEAD", "--", path) is { } answer ? Encoding.UTF8.GetString(answer).Trim() : "";
        return last.Length > 0 && Commit(last + "^") is { } before ? Contents(before, [path])[0] : null;
    }

    /// <summary>The bytes of files of a commit, in the order asked; null for a path that is no file there.</summary>
    public IReadOnlyList<byte[]?> Contents(string commit, IReadOnlyList<string> paths) => paths.Count == 0
        ? []
        : (_git ?? throw new IOException("git is not on the PATH")).Converse(
            ["cat-file", "--batch", "-z"],
            paths.Select(p => (byte[])[.. Encoding.UTF8.GetBytes(commit + ":"), .. FileName.ToBytes(p)]),
            answers => paths.Select(_ => Blob(answers)).ToArray());

    private static byte[]? Blob(Stream answers)
    {
        var header = new List<byte>();
        for (var unit = answers.ReadByte(); unit != '\n'; unit = answers.ReadByte())
        {
            header.Add(unit >= 0 ? (byte)unit : throw new IOException("git cat-file ended early"));
        }

        // "<id> blob <size>", or "<what was asked> missing".
        var words = Encoding.UTF8.GetString([.. header]).Split(' ');
        if (words.Length < 3 || words[^1] is "missing" or "ambiguous" || !int.TryParse(words[^1], out var size))
        {
            return null;
        }

        if (size > FileOpener.LargestSize)
        {
            Skip(answers, size + 1);
            return null;
        }

        var content = new byte[size];
        answers.ReadExactly(content);
        answers.ReadByte();
        return words[^2] == "blob" ? content : null;
    }

    private static void Skip(Stream answers, int count)
    {
        for (var buffer = new byte[1 << 16]; count > 0;)
        {
            var read = answers.Read(buffer, 0, Math.Min(buffer.Length, count));
            count = read > 0 ? count - read : throw new IOException("git cat-file ended early");
        }
    }

    private string Below(string folder)
    {
        var relative = FilePaths.Slashed(Path.GetRelativePath(Root, folder));
        return relative.Length == 0 ? "." : relative;
    }

    private static string[] Names(byte[] listed)
    {
        var names = new List<string>();
        var rest = listed.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)0);
            var name = end < 0 ? rest : rest[..end];
            if (!name.IsEmpty)
            {
                names.Add(FileName.FromBytes(name));
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return [.. names];
    }

    private byte[] Demand(params string[] words) => Ask(words) ?? throw Failed(words[0]);

    private IOException Failed(string word) => new($"git {word} failed in {Root}");

    private byte[]? Ask(params string[] words) => _git?.Ask(words);
}
