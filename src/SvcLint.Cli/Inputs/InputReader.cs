using System.Collections.Concurrent;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cli.Inputs;

/// <summary>Finds and reads what the command line names; files are read and parsed on every core.</summary>
internal sealed class InputReader
{
    /// <summary>The path of standard input in findings.</summary>
    public const string StandardInput = "<stdin>";

    /// <summary>The reason for a template of Helm among what was skipped, as JSON has it.</summary>
    public const string HelmTemplate = "helm-template";

    // Below this, starting threads costs more than it brings.
    private const int FewFiles = 6;

    private readonly Host _host;
    private readonly InputRoot _root;
    private readonly FileFinder _finder;
    private readonly Func<string, bool> _isExcluded;
    private readonly ConcurrentBag<string> _unreadable = [];
    private readonly ConcurrentBag<(string File, string Reason)> _skipped = [];
    private readonly Dictionary<string, FoundFile> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _excluded = new(StringComparer.Ordinal);
    private readonly List<string> _streams = [];
    private ParsedFile? _standardInput;

    /// <param name="host">Where standard input comes from.</param>
    /// <param name="root">What paths are relative to.</param>
    /// <param name="isExcluded">Tells paths, relative to the root, that the configuration excludes.</param>
    public InputReader(Host host, InputRoot root, Func<string, bool> isExcluded)
    {
        _host = host;
        _root = root;
        _finder = new FileFinder(root);
        _isExcluded = isExcluded;
    }

    /// <summary>Called with the number of files read so far and of all files; from any thread.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Absolute paths of operands and of the paths of named units, standard input left out.</summary>
    public static IReadOnlyList<string> FullPaths(IReadOnlyList<string> operands, IReadOnlyList<(string Name, string Path)> units, Host host) =>
        Operands(operands, units).Concat(units.Select(u => u.Path)).Where(p => p != "-").Select(p => FullPath(p, host)).ToArray();

    public InputSet Read(IReadOnlyList<string> operands, IReadOnlyList<(string Name, string Path)> units)
    {
        foreach (var operand in Operands(operands, units))
        {
            Find(operand);
        }

        var named = units.GroupBy(u => u.Name, StringComparer.Ordinal).Select(g => (g.Key, (IReadOnlyList<string>)g.SelectMany(u => Find(u.Path)).Distinct().ToArray())).ToArray();
        var files = ReadAll();
        return new InputSet
        {
            Root = _root,
            Files = files,
            NamedUnits = named,
            NamedFiles = _found.Where(f => f.Value.Named).Select(f => f.Key).ToHashSet(StringComparer.Ordinal),
            Streams = _streams,
            Excluded = _excluded.Count,
            Unreadable = _unreadable.Order(StringComparer.Ordinal).ToArray(),
            Skipped = _skipped.Concat(_finder.Refused.Select(r => (_root.Relative(r.Key), r.Value))).Concat(files.Where(f => f.Skipped is not null).Select(f => (f.Path, f.Skipped == SkipReason.HelmTemplate ? HelmTemplate : "template"))).OrderBy(s => s.Item1, StringComparer.Ordinal).ToArray(),
        };
    }

    private static IReadOnlyList<string> Operands(IReadOnlyList<string> operands, IReadOnlyList<(string Name, string Path)> units) =>
        operands.Count == 0 && units.Count == 0 ? ["."] : operands;

    private static string FullPath(string path, Host host) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, host.Folder));

    /// <summary>Paths, as findings show them, of what an operand names.</summary>
    private IReadOnlyList<string> Find(string operand)
    {
        if (operand == "-")
        {
            _standardInput ??= ReadStandardInput();
            return [StandardInput];
        }

        if (_finder.Find(FullPath(operand, _host)) is not { } files)
        {
            _unreadable.Add($"{operand}: no such file or folder");
            return [];
        }

        var paths = new List<string>(files.Count);
        foreach (var file in files)
        {
            var path = _root.Relative(file.FullPath);
            if (!file.Named && _isExcluded(path))
            {
                _excluded.Add(path);
                continue;
            }

            paths.Add(path);
            _found[path] = file.Named ? file : _found.GetValueOrDefault(path, file);
            // <(helm template .) names a pipe.
            if (file.FullPath.StartsWith("/dev/", StringComparison.Ordinal) || file.FullPath.StartsWith("/proc/", StringComparison.Ordinal))
            {
                _streams.Add(path);
            }
        }

        return paths;
    }

    private ParsedFile ReadStandardInput()
    {
        using var input = Host.OpenInput();
        var bytes = FileOpener.ToEnd(input, FileKinds.LargestStream) ?? throw new UsageException($"standard input: more than {FileKinds.LargestStream >> 20} MB, which is as much as svclint reads");
        _streams.Add(StandardInput);
        return Linter.Parse(SourceText.FromBytes(StandardInput, bytes));
    }

    private List<ParsedFile> ReadAll()
    {
        var isCode = _found.OrderBy(f => f.Key, StringComparer.Ordinal).ToLookup(f => CodeFacts.IsCode(f.Key));
        var files = ReadAll([.. isCode[false]], null);
        if (_standardInput is not null)
        {
            files.Add(_standardInput);
        }

        // Which code matters, the other files say.
        if (isCode.Contains(true) && CodeFiles.Of(files) is { } code)
        {
            files.AddRange(ReadAll([.. isCode[true].Where(f => code.Holds(f.Key))], code));
            files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        }

        return files;
    }

    private List<ParsedFile> ReadAll(KeyValuePair<string, FoundFile>[] found, CodeFiles? code)
    {
        var read = new ParsedFile?[found.Length];
        var done = 0;
        if (found.Length <= FewFiles)
        {
            for (var i = 0; i < found.Length; i++)
            {
                read[i] = Read(found[i].Key, found[i].Value, code);
            }
        }
        else
        {
            Parallel.For(0, found.Length, i =>
            {
                read[i] = Read(found[i].Key, found[i].Value, code);
                Progress?.Invoke(Interlocked.Increment(ref done), found.Length);
            });
        }

        return read.Where(f => f is not null).Select(f => f!).ToList();
    }

    private ParsedFile? Read(string path, FoundFile file, CodeFiles? code)
    {
        var (bytes, reason) = file.Named ? _root.Opener.ReadNamed(file.FullPath, mayBePipe: true) : _root.Opener.Read(file.FullPath);
        if (bytes is null)
        {
            NotRead(path, file, reason);
            return null;
        }

        if (code is not null && bytes.Length > CodeFiles.LargestSize)
        {
            _skipped.Add((path, $"{Refusal.BeyondLimit}code of more than {CodeFiles.LargestSize >> 20} MB"));
            return null;
        }

        try
        {
            return code is not null ? code.Read(path, bytes)
                : !file.Named && FileKinds.IsForeign(path, bytes) ? null : Linter.Parse(SourceText.FromBytes(path, bytes));
        }
        catch (IOException exception)
        {
            // An installation that lacks a part of itself.
            _unreadable.Add($"{path}: cannot be read ({exception.Message})");
            return null;
        }
    }

    private void NotRead(string path, FoundFile file, string? reason)
    {
        if (!file.Named && reason is Refusal.TooLarge)
        {
            _skipped.Add((path, reason));
        }
        else
        {
            _unreadable.Add($"{path}: {(reason is null ? "gone before it could be read" : Refusal.Words(reason))}");
        }
    }

    /// <summary>Reads <c>NAME=PATH</c>.</summary>
    /// <exception cref="UsageException">There is no name or no path.</exception>
    public static (string Name, string Path) ReadUnit(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0 && equals < text.Length - 1
            ? (text[..equals], text[(equals + 1)..])
            : throw new UsageException($"--unit {text}: write --unit NAME=PATH, for example --unit prod=deploy/prod");
    }
}
