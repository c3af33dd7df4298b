using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

#pragma warning disable RS0030 // The program was found by Programs.
namespace SvcLint.Cli.Inputs;

/// <summary>
/// Starts git so that nothing of the repository is started by it: its configuration names programs for many occasions, and each of these
/// is overridden or does not arise, because only plumbing runs that neither filters files nor enters submodules nor fetches.
/// </summary>
internal sealed class Git(string root, string program)
{
    private const string Nowhere = "/dev/null";

    // A pipe in place of one of git's own files would keep it waiting: it neither works nor answers.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly string[] Overrides =
    [
        "core.fsmonitor=false",
        "core.hooksPath=" + Nowhere,
        "core.sshCommand=false",
        "core.askPass=",
        "core.editor=false",
        "core.pager=cat",
        "core.gitProxy=",
        "core.alternateRefsCommand=false",
        "core.attributesFile=" + Nowhere,
        "credential.helper=",
        "diff.external=",
        "diff.ignoreSubmodules=all",
        "diff.autoRefreshIndex=false",
        "interactive.diffFilter=",
        "gpg.program=false",
        "log.showSignature=false",
        "uploadpack.packObjectsHook=",
        "protocol.allow=never",
        "submodule.recurse=false",
        "status.submoduleSummary=false",
        "maintenance.auto=false",
        "gc.auto=0",
    ];

    // Where the repository is, in a hook, and what the user trusts. Others make git start or write something.
    private static readonly string[] Kept =
    [
        "GIT_DIR", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_NAMESPACE",
        "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
    ];

    private readonly ConcurrentQueue<string> _problems = [];
    private volatile bool _isStuck;

    // Filters have names of their own, which only their repository's configuration tells; reading that starts nothing.
    private string[]? _filters;

    /// <summary>Why git refused the repository, each reason once, with the repair where there is one.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>What git answers; null when it fails.</summary>
    public byte[]? Ask(params string[] words)
    {
        using var git = Start(words, redirectInput: false);
        return git is null ? null : Answer(git);
    }

    private byte[]? Answer(Process git)
    {
        using var limit = Limit(git);
        var said = git.StandardError.ReadToEndAsync();
        using var answer = new MemoryStream();
        git.StandardOutput.BaseStream.CopyTo(answer);
        git.WaitForExit();
        Note(said.GetAwaiter().GetResult());
        return git.ExitCode == 0 ? answer.ToArray() : null;
    }

    /// <summary>The same of files of the work tree, which git would put through filters where their times do not tell that they are unchanged.</summary>
    public byte[]? AskUnfiltered(params string[] words)
    {
        // A name that is no text cannot be turned off by a variable.
        _filters ??= Filters();
        if (Array.Exists(_filters, f => f.Contains('\uFFFD')))
        {
            Add($"a filter of the configuration of {root} has a name that is no text");
            return null;
        }

        using var git = Start(words, redirectInput: false, _filters);
        return git is null ? null : Answer(git);
    }

    /// <summary>Hands git lines that end with zeros, and what it answers to the reader.</summary>
    /// <exception cref="IOException">git cannot be started, or ends early.</exception>
    public T Converse<T>(string[] words, IEnumerable<byte[]> lines, Func<Stream, T> read)
    {
        using var git = Start(words, redirectInput: true) ?? throw new IOException("git cannot be started");
        using var limit = Limit(git);
        var said = git.StandardError.ReadToEndAsync();
        var asked = Task.Run(() =>
        {
            using var input = git.StandardInput.BaseStream;
            foreach (var line in lines)
            {
                input.Write(line);
            }
        });
        using var answers = new BufferedStream(git.StandardOutput.BaseStream, 1 << 16);
        var answer = read(answers);
        asked.GetAwaiter().GetResult();
        git.WaitForExit();
        Note(said.GetAwaiter().GetResult());
        return answer;
    }

    private Timer Limit(Process git)
    {
        var (worked, since, started) = (TimeSpan.Zero, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        return new Timer(
            _ =>
            {
                try
                {
                    if (git.TotalProcessorTime is var now && now != worked)
                    {
                        (worked, since) = (now, Stopwatch.GetTimestamp());
                    }

                    if (Stopwatch.GetElapsedTime(since) > Patience || Stopwatch.GetElapsedTime(started) > Longest)
                    {
                        // Nor will it answer the next question.
                        _isStuck = true;
                        Add($"git does not answer in {root}, so ignored files are read too; is one of its files a pipe?");
                        git.Kill();
                    }
                }
                catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
                {
                    // It has just ended.
                }
            },
            null,
            LookEvery,
            LookEvery);
    }

    // Run at the root: a hook's GIT_DIR is relative to it.
    private Process? Start(string[] words, bool redirectInput, IReadOnlyList<string>? filters = null)
    {
        if (_isStuck)
        {
            return null;
        }

        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = root,
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("--no-pager");
        start.ArgumentList.Add("--no-replace-objects");
        foreach (var entry in Overrides)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(entry);
        }

        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase) && !IsKept(n)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["GIT_WORK_TREE"] = root;
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_ALLOW_PROTOCOL"] = "none";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_ATTR_NOSYSTEM"] = "1";
        start.Environment["LC_ALL"] = "C";
        TurnOff(filters ?? [], start.Environment);
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    // By variables, because a name may hold the sign that ends it on a command line; behind those that the user has set.
    private static void TurnOff(IReadOnlyList<string> filters, IDictionary<string, string?> environment)
    {
        var count = environment.TryGetValue("GIT_CONFIG_COUNT", out var set) && int.TryParse(set, out var number) ? number : 0;
        foreach (var (key, value) in filters.SelectMany(f => ((string, string)[])[($"filter.{f}.clean", ""), ($"filter.{f}.process", ""), ($"filter.{f}.required", "false")]))
        {
            environment[$"GIT_CONFIG_KEY_{count}"] = key;
            environment[$"GIT_CONFIG_VALUE_{count++}"] = value;
        }

        if (filters.Count > 0)
        {
            environment["GIT_CONFIG_COUNT"] = count.ToString(CultureInfo.InvariantCulture);
        }
    }

    private string[] Filters()
    {
        using var git = Start(["config", "--includes", "--name-only", "-z", "--get-regexp", "^filter\\..*"], redirectInput: false);
        if (git is null)
        {
            return [];
        }

        using var limit = Limit(git);
        _ = git.StandardError.ReadToEndAsync();
        using var names = new MemoryStream();
        git.StandardOutput.BaseStream.CopyTo(names);
        git.WaitForExit();
        // "filter.NAME.clean"
        return [.. Encoding.UTF8.GetString(names.ToArray()).Split('\0').Select(n => (Start: n.IndexOf('.') + 1, End: n.LastIndexOf('.'), Name: n)).Where(n => n.End > n.Start).Select(n => n.Name[n.Start..n.End]).Distinct()];
    }

    private static bool IsKept(string name) =>
        Kept.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("GIT_CONFIG_KEY_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("GIT_CONFIG_VALUE_", StringComparison.OrdinalIgnoreCase);

    private void Note(string said)
    {
        if (said.Contains("dubious ownership", StringComparison.Ordinal))
        {
            Add($"git refuses {root} because it belongs to somebody else, so ignored files are read too; if you trust it: git config --global --add safe.directory '{root.Replace("'", "'\\''")}'");
        }
        else if (said.Split('\n').FirstOrDefault(l => l.StartsWith("fatal: ", StringComparison.Ordinal)) is { } reason && !reason.Contains("not a valid object name", StringComparison.Ordinal))
        {
            Add($"git: {reason["fatal: ".Length..].Trim()}");
        }
    }

    private void Add(string problem)
    {
        if (!_problems.Contains(problem))
        {
            _problems.Enqueue(problem);
        }
    }
}
