using SvcLint.Charts;

namespace SvcLint.Cli.Inputs;

/// <summary>Reads a chart's files from its folder or archive. Links are followed as long as they stay inside of the border.</summary>
internal sealed class ChartFolder
{
    private const long MaxFile = 5L << 20;
    private const long MaxChart = 200L << 20;
    private const int MaxDepth = 40;

    private readonly string _root;
    private readonly string _border;
    private readonly string _shown;
    private readonly HelmIgnore _ignore;
    private readonly Func<string, byte[]?>? _changed;
    private readonly List<ChartFile> _files = [];
    private long _size;

    private ChartFolder(string root, string border, string shown, HelmIgnore ignore, Func<string, byte[]?>? changed)
    {
        _root = root;
        _border = border;
        _shown = shown;
        _ignore = ignore;
        _changed = changed;
    }

    /// <summary>Loads the chart at a path.</summary>
    /// <param name="path">A folder or a packed chart.</param>
    /// <param name="border">No file outside of it is read.</param>
    /// <param name="shown">What stands before the names of its files in findings: empty or ends with a slash.</param>
    /// <param name="loader">Puts the chart together.</param>
    /// <param name="changed">The bytes that count instead of a file's, by the path as findings show it.</param>
    /// <param name="gone">Files that count though they are not there, by their path in the chart; <paramref name="changed"/> has their bytes.</param>
    /// <exception cref="ChartException">It is no chart, in Helm's words.</exception>
    public static Chart Load(string path, string border, string shown, ChartLoader loader, Func<string, byte[]?>? changed = null, IEnumerable<string>? gone = null)
    {
        if (File.Exists(path))
        {
            return loader.LoadArchive(File.ReadAllBytes(path), Path.GetFileName(path));
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!File.Exists(Path.Combine(root, "Chart.yaml")))
        {
            throw new ChartException("Chart.yaml file is missing");
        }

        var rules = Path.Combine(root, ".helmignore");
        var folder = new ChartFolder(root, Real(border), shown, new HelmIgnore(File.Exists(rules) && Allows(rules, border) ? File.ReadAllText(rules) : ""), changed);
        folder.Walk(root, "", 0);
        foreach (var name in gone ?? [])
        {
            if (!folder._ignore.Ignores(name, isFolder: false) && changed?.Invoke(shown + name) is { } data)
            {
                folder.Add(name, data);
            }
        }

        return loader.Load(folder._files);

        static bool Allows(string file, string border) => IsInside(Real(file), Real(border));
    }

    private void Walk(string folder, string prefix, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ChartException("folders nest too deeply");
        }

        var entries = new DirectoryInfo(folder).GetFileSystemInfos();
        Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var entry in entries)
        {
            var name = prefix + entry.Name;
            var target = entry.LinkTarget is null ? entry : Follow(entry);
            if (target is DirectoryInfo inner)
            {
                if (!_ignore.Ignores(name, isFolder: true))
                {
                    Walk(inner.FullName, name + "/", depth + 1);
                }
            }
            else if (target is FileInfo file && !_ignore.Ignores(name, isFolder: false))
            {
                Add(name, file);
            }
        }
    }

    // Outside of the border nothing is read, as if it were not there.
    private FileSystemInfo? Follow(FileSystemInfo link)
    {
        try
        {
            var target = link.ResolveLinkTarget(returnFinalTarget: true);
            return target is { Exists: true } && IsInside(Real(target.FullName), _border) && !IsInside(_root, target.FullName) ? target : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsInside(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            FileSystemInfo entry = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
            return entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            return full;
        }
    }

    private void Add(string name, FileInfo file)
    {
        if (file.Length > MaxFile)
        {
            throw new ChartException($"chart file \"{file.Name}\" is larger than the maximum file size 5242880");
        }

        if (_size + file.Length > MaxChart)
        {
            throw new ChartException("chart is larger than the maximum size");
        }

        Add(name, _changed?.Invoke(_shown + name) ?? File.ReadAllBytes(file.FullName));
    }

    private void Add(string name, byte[] data)
    {
        _size += data.Length;
        var bom = data.Length >= 3 && data[0] == 0xEF && data[1] == 0xBB && data[2] == 0xBF;
        _files.Add(new ChartFile(name, bom ? data[3..] : data, _shown + name));
    }
}
