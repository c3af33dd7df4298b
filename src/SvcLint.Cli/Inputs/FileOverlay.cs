using SvcLint.Model;

namespace SvcLint.Cli.Inputs;

/// <summary>Another state of the files: as a revision has them, or as fixes would leave them. Every other file is as it is on disk.</summary>
internal sealed class FileOverlay
{
    private readonly HashSet<string> _paths;
    private readonly Func<string, byte[]?> _read;
    private string[]? _sorted;

    /// <param name="paths">Files that differ from those on disk.</param>
    /// <param name="read">Their bytes; null for one that is not there in this state.</param>
    public FileOverlay(IEnumerable<string> paths, Func<string, byte[]?> read)
    {
        _paths = paths.ToHashSet(StringComparer.Ordinal);
        _read = read;
    }

    /// <summary>The texts of files that were read, in place of those on disk.</summary>
    public static FileOverlay Of(IReadOnlyList<ParsedFile> files)
    {
        var texts = files.Where(f => f.Source.InvalidAt is null).ToDictionary(f => f.Path, f => f.Source, StringComparer.Ordinal);
        return new FileOverlay(texts.Keys, path => texts[path].ToBytes(texts[path].Content));
    }

    /// <summary>True for a file that differs; its bytes, or null where it is not there.</summary>
    public bool Has(string path, out byte[]? bytes)
    {
        var has = _paths.Contains(path);
        bytes = has ? _read(path) : null;
        return has;
    }

    /// <summary>The files that differ below a folder, in order.</summary>
    /// <param name="folder">Empty, or a path that ends with a slash.</param>
    public IEnumerable<string> Below(string folder)
    {
        _sorted ??= [.. _paths.Order(StringComparer.Ordinal)];
        var first = Array.BinarySearch(_sorted, folder, StringComparer.Ordinal);
        for (var i = first < 0 ? ~first : first; i < _sorted.Length && _sorted[i].StartsWith(folder, StringComparison.Ordinal); i++)
        {
            yield return _sorted[i];
        }
    }

    /// <summary>The folders of charts among files, and whether a path lies in one.</summary>
    public static Func<string, bool> InCharts(IEnumerable<ParsedFile> files)
    {
        var folders = files.Select(f => f.Path).Where(ChartsOfInput.IsMetadata).Select(p => p[..(p.LastIndexOf('/') + 1)]).ToHashSet(StringComparer.Ordinal);
        return path => folders.Contains("") || Enumerable.Range(0, path.Length).Any(i => path[i] == '/' && folders.Contains(path[..(i + 1)]));
    }
}
