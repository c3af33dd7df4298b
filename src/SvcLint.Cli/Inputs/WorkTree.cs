using System.Diagnostics;
using System.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>A git work tree and what git says of it. Found without starting git; git runs only when it is asked something.</summary>
internal sealed class WorkTree
{
    private WorkTree(string root) => Root = root;

    /// <summary>Absolute path of the folder that holds <c>.git</c>.</summary>
    public string Root { get; }

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

    /// <summary>True for a clone that lacks older commits.</summary>
    public bool IsShallow => Ask("rev-parse", "--is-shallow-repository") is { } answer && Encoding.UTF8.GetString(answer).Trim() == "true";

    /// <summary>True in a repository in which nothing was committed yet.</summary>
    public bool HasNoCommit => Ask("rev-list", "--all", "-1") is { Length: 0 };

    /// <summary>The commit that a revision names, or null when this clone has none.</summary>
    public string? Commit(string revision) =>
        Ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}") is { } answer ? Encoding.UTF8.GetString(answer).Trim() : null;

    /// <summary>Paths relative to the root of every file of a commit.</summary>
    public IReadOnlyList<string> FilesOf(string commit) => Names(Demand("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit));

    /// <summary>Paths relative to the root of tracked files that differ between a commit and the work tree, deleted ones included.</summary>
    public IReadOnlyList<string> ChangedSince(string commit) =>
        Names(Demand("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules", commit, "--"));

    /// <summary>The bytes of a deleted file (path relative to the root) as git last had it, or null.</summary>
    public byte[]? LastContent(string path)
    {
        if (Commit("HEAD") is { } head && Contents(head, [path])[0] is { } content)
        {
            return content;
        }

        var last = Ask("--literal-pathspecs", "rev-list", "-1", "HEAD", "--", path) is { } answer ? Encoding.UTF8.GetString(answer).Trim() : "";
        return last.Length > 0 && Commit(last + "^") is { } before ? Contents(before, [path])[0] : null;
    }

    /// <summary>The bytes of files of a commit, in the order asked; null for a path that is no file there.</summary>
    public IReadOnlyList<byte[]?> Contents(string commit, IReadOnlyList<string> paths)
    {
        if (paths.Count == 0)
        {
            return [];
        }

        using var git = Start(["cat-file", "--batch", "-z"], redirectInput: true) ?? throw new IOException("git is not on the PATH");
        var asked = Task.Run(() =>
        {
            using var input = git.StandardInput.BaseStream;
            foreach (var path in paths)
            {
                input.Write(Encoding.UTF8.GetBytes($"{commit}:{path}\0"));
            }
        });
        using var answers = new BufferedStream(git.StandardOutput.BaseStream, 1 << 16);
        var contents = paths.Select(_ => Blob(answers)).ToArray();
        asked.GetAwaiter().GetResult();
        git.WaitForExit();
        return contents;
    }

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

        var content = new byte[size];
        answers.ReadExactly(content);
        answers.ReadByte();
        return words[^2] == "blob" ? content : null;
    }

    private string Below(string folder)
    {
        var relative = Path.GetRelativePath(Root, folder).Replace('\\', '/');
        return relative.Length == 0 ? "." : relative;
    }

    private static string[] Names(byte[] listed) => Encoding.UTF8.GetString(listed).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private byte[] Demand(params string[] words) => Ask(words) ?? throw new IOException($"git {words[0]} failed in {Root}");

    private byte[]? Ask(params string[] words)
    {
        using var git = Start(words, redirectInput: false);
        if (git is null)
        {
            return null;
        }

        git.ErrorDataReceived += (_, _) => { };
        git.BeginErrorReadLine();
        using var answer = new MemoryStream();
        git.StandardOutput.BaseStream.CopyTo(answer);
        git.WaitForExit();
        return git.ExitCode == 0 ? answer.ToArray() : null;
    }

    // Run at the root: a hook's GIT_DIR is relative to it.
    private Process? Start(string[] words, bool redirectInput)
    {
        var start = new ProcessStartInfo("git", words)
        {
            WorkingDirectory = Root,
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = !redirectInput,
            UseShellExecute = false,
        };
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
