using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>The same inputs as they stand in a git revision. Files that did not change are not read again.</summary>
internal sealed class Revision
{
    private readonly WorkTree _tree;
    private readonly InputRoot _root;
    private readonly string? _commit;
    private readonly Lazy<HashSet<string>> _changed;

    private Revision(WorkTree tree, InputRoot root, string? commit)
    {
        _tree = tree;
        _root = root;
        _commit = commit;
        _changed = new(() => commit is null ? [] : tree.ChangedSince(commit).ToHashSet(StringComparer.Ordinal));
    }

    /// <exception cref="UsageException">There is no git work tree, or it lacks the revision.</exception>
    /// <param name="root">What paths are relative to.</param>
    /// <param name="name">A branch, a tag, a commit.</param>
    /// <param name="asked">How messages begin; default the option that asks.</param>
    public static Revision Find(InputRoot root, string name, string? asked = null)
    {
        asked ??= $"--since {name}:";
        var tree = root.WorkTree ?? throw new UsageException($"{asked} {root.Folder} is not in a git work tree");
        if (tree.Commit(name) is { } commit)
        {
            return new Revision(tree, root, commit);
        }

        // Before the first commit everything is new: a hook must not fail there.
        if (name == "HEAD" && tree.HasNoCommit)
        {
            return new Revision(tree, root, null);
        }

        throw new UsageException(tree.IsShallow
            ? $"{asked} this shallow clone lacks it; fetch more history (actions/checkout: fetch-depth: 0, git fetch --unshallow)"
            : $"{asked} git knows no such revision here");
    }

    /// <summary>A file of the revision by its path, or null.</summary>
    public SourceText? ReadFile(string path)
    {
        if (_commit is null)
        {
            return null;
        }

        if (!_changed.Value.Contains(path) && FileBesideInput.Read(_root, path) is { } unchanged)
        {
            return unchanged;
        }

        return _tree.Contents(_commit, [path])[0] is { } content ? SourceText.FromBytes(path, content) : null;
    }

    /// <summary>Files of the revision that git tracks no more, though they still lie there: the next commit deletes them.</summary>
    public IReadOnlyCollection<string> NoLongerTracked()
    {
        if (_commit is null || !_changed.Value.Any(IsThere))
        {
            return [];
        }

        var tracked = _tree.Tracked().ToHashSet(StringComparer.Ordinal);
        return [.. _changed.Value.Where(p => !tracked.Contains(p) && IsThere(p))];

        bool IsThere(string path) => FileOpener.IsThere(_root.Absolute(path));
    }

    /// <summary>What charts of the revision have in place of the files on disk. What git ignores, such as packed dependencies, has no past.</summary>
    /// <param name="files">The files of the revision.</param>
    public FileOverlay Overlay(IReadOnlyList<ParsedFile> files)
    {
        var inCharts = FileOverlay.InCharts(files);
        if (_commit is null || !ChartsOfInput.Any(files))
        {
            return new FileOverlay([], _ => null);
        }

        string[] changed = [.. _changed.Value.Where(inCharts)];
        var contents = new Lazy<Dictionary<string, byte[]?>>(() => changed.Zip(_tree.Contents(_commit, changed)).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal));
        return new FileOverlay(changed.Concat(_tree.Untracked().Where(inCharts)), path => contents.Value.GetValueOrDefault(path));
    }

    /// <summary>The files of the revision that the same folders and names would have yielded.</summary>
    /// <param name="current">The inputs as they stand now.</param>
    /// <param name="folders">Absolute paths of the operands.</param>
    /// <param name="isExcluded">What the configuration excludes.</param>
    public IReadOnlyList<ParsedFile> Files(InputSet current, IReadOnlyList<string> folders, Func<string, bool> isExcluded)
    {
        // What came through a pipe has no past: it stands in both.
        var streams = current.Files.Where(f => current.Streams.Contains(f.Path));
        if (_commit is null)
        {
            return streams.ToArray();
        }

        var now = current.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        var changed = _changed.Value;
        var finder = new FileFinder(_root);
        var unchanged = new List<ParsedFile>();
        var wanted = new List<string>();
        foreach (var path in _tree.FilesOf(_commit))
        {
            if (now.TryGetValue(path, out var file) && !changed.Contains(path))
            {
                unchanged.Add(file);
            }
            else if (file is not null || (changed.Contains(path) && !isExcluded(path) && folders.Any(f => finder.Covers(f, path))))
            {
                wanted.Add(path);
            }
        }

        var contents = _tree.Contents(_commit, wanted);
        var isCode = wanted.Zip(contents).Where(w => w.Second is not null).ToLookup(w => CodeFacts.IsCode(w.First));
        var files = unchanged.Concat(streams).ToList();
        files.AddRange(isCode[false].Where(w => now.ContainsKey(w.First) || !FileKinds.IsForeign(w.First, w.Second)).Select(w => Linter.Parse(SourceText.FromBytes(w.First, w.Second!))));
        if (isCode.Contains(true) && CodeFiles.Of(files) is { } code)
        {
            files.AddRange(isCode[true].Where(w => code.Holds(w.First)).Select(w => code.Read(w.First, w.Second!)).OfType<ParsedFile>());
        }

        return files.OrderBy(f => f.Path, StringComparer.Ordinal).ToArray();
    }
}
