using SvcLint.Charts;
using SvcLint.Cli.Files;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>Reads a chart's files from its folder or archive. Links are followed as long as they stay inside of the border.</summary>
internal sealed class ChartFolder
{
    private const long MaxFile = 5L << 20;
    private const long MaxChart = 200L << 20;
    private const int MaxDepth = 40;
    private const string Metadata = "Chart.yaml";
    private const string Ignored = ".helmignore";

    private readonly FileOpener _opener;
    private readonly string _root;
    private readonly string _shown;
    private readonly HelmIgnore _ignore;
    private readonly FileOverlay? _overlay;
    private readonly List<ChartFile> _files = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private long _size;

    private ChartFolder(FileOpener opener, string root, string shown, HelmIgnore ignore, FileOverlay? overlay)
    {
        _opener = opener;
        _root = root;
        _shown = shown;
        _ignore = ignore;
        _overlay = overlay;
    }

    /// <summary>Loads the chart at a path.</summary>
    /// <param name="path">Absolute path of a folder or a packed chart.</param>
    /// <param name="opener">Knows how far links may lead.</param>
    /// <param name="shown">What stands before the names of its files in findings: empty or ends with a slash.</param>
    /// <param name="loader">Puts the chart together.</param>
    /// <param name="overlay">Files that count in place of those on disk, by the path as findings show it.</param>
    /// <exception cref="ChartException">It is no chart, in Helm's words.</exception>
    public static Chart Load(string path, FileOpener opener, string shown, ChartLoader loader, FileOverlay? overlay = null)
    {
        var root = opener.FindFolder(path);
        if (root is null && (overlay is null || !overlay.Has(shown + Metadata, out _)))
        {
            var (packed, reason) = opener.ReadNamed(path);
            return packed is not null ? loader.LoadArchive(packed, Path.GetFileName(path)) : throw new ChartException($"{Path.GetFileName(path)}: {Refusal.Words(reason)}");
        }

        if (!(overlay?.Has(shown + Metadata, out var metadata) == true ? metadata is not null : opener.Exists(Path.Combine(root!, Metadata))))
        {
            throw new ChartException("Chart.yaml file is missing");
        }

        var rules = overlay?.Has(shown + Ignored, out var other) == true ? other : root is null ? null : opener.Read(Path.Combine(root, Ignored)).Bytes;
        var folder = new ChartFolder(opener, root ?? path, shown, new HelmIgnore(rules is null ? "" : SourceText.FromBytes(Ignored, rules).Content), overlay);
        if (root is not null)
        {
            folder.Walk(root, "", 0);
        }

        foreach (var gone in overlay?.Below(shown) ?? [])
        {
            var name = gone[shown.Length..];
            if (!folder._names.Contains(name) && !folder._ignore.Ignores(name, isFolder: false) && overlay!.Has(gone, out var data) && data is not null)
            {
                folder.Add(name, data);
            }
        }

        return loader.Load(folder._files);
    }

    private void Walk(string folder, string prefix, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ChartException("folders nest too deeply");
        }

        foreach (var (path, isFolder) in FileOpener.Entries(folder).OrderBy(e => e.Path, StringComparer.Ordinal))
        {
            var name = prefix + Path.GetFileName(path);
            if ((isFolder ? path : Linked(path)) is { } inner)
            {
                if (!_ignore.Ignores(name, isFolder: true))
                {
                    Walk(inner, name + "/", depth + 1);
                }
            }
            else if (!_ignore.Ignores(name, isFolder: false))
            {
                Add(name, path);
            }
        }
    }

    // A folder that holds the chart itself would never end.
    private string? Linked(string path) =>
        FileOpener.IsLink(path) && _opener.FindFolder(path) is { } target && !FilePaths.Holds(target, _root) ? target : null;

    // What is no regular file within the border is left out, as if it were not there.
    private void Add(string name, string path)
    {
        _names.Add(name);
        if ((_overlay?.Has(_shown + name, out var other) == true ? other : _opener.Read(path).Bytes) is { } data)
        {
            Add(name, data);
        }
    }

    private void Add(string name, byte[] data)
    {
        if (data.Length > MaxFile)
        {
            throw new ChartException($"chart file \"{Path.GetFileName(name)}\" is larger than the maximum file size 5242880");
        }

        if (_size + data.Length > MaxChart)
        {
            throw new ChartException("chart is larger than the maximum size");
        }

        _size += data.Length;
        var bom = data.Length >= 3 && data[0] == 0xEF && data[1] == 0xBB && data[2] == 0xBF;
        _files.Add(new ChartFile(name, bom ? data[3..] : data, _shown + name));
    }
}
