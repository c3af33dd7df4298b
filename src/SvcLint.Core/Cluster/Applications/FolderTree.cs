using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>What lies in a folder: names of files and of folders, sorted.</summary>
public sealed record FolderListing(IReadOnlyList<string> Files, IReadOnlyList<string> Folders);

/// <summary>The folders of the repository: those of the input, and what the host lists beside it. For one thread.</summary>
internal sealed class FolderTree
{
    private readonly Dictionary<string, (SortedSet<string> Files, SortedSet<string> Folders)> _input = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FolderListing?> _listed = new(StringComparer.Ordinal);
    private readonly Func<string, FolderListing?>? _list;

    public FolderTree(IEnumerable<string> files, Func<string, FolderListing?>? list)
    {
        _list = list;
        Folder("");
        foreach (var file in files)
        {
            Folder(RelativePath.Folder(file)).Files.Add(RelativePath.FileName(file));
        }
    }

    public bool Exists(string folder) => List(folder) is not null;

    public bool HasFile(string path) => List(RelativePath.Folder(path))?.Files.Contains(RelativePath.FileName(path)) == true;

    /// <summary>Null when there is no such folder.</summary>
    public FolderListing? List(string folder)
    {
        if (!_listed.TryGetValue(folder, out var listing))
        {
            var known = _input.TryGetValue(folder, out var own);
            var beside = _list?.Invoke(folder);
            listing = known ? new FolderListing(Merge(own.Files, beside?.Files), Merge(own.Folders, beside?.Folders)) : beside;
            _listed.Add(folder, listing);
        }

        return listing;
    }

    private static IReadOnlyList<string> Merge(SortedSet<string> own, IReadOnlyList<string>? beside) =>
        beside is null ? [.. own] : [.. own.Concat(beside).Distinct().OrderBy(n => n, StringComparer.Ordinal)];

    private (SortedSet<string> Files, SortedSet<string> Folders) Folder(string path)
    {
        if (!_input.TryGetValue(path, out var folder))
        {
            folder = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
            _input.Add(path, folder);
            if (path.Length > 0)
            {
                Folder(RelativePath.Folder(path)).Folders.Add(RelativePath.FileName(path));
            }
        }

        return folder;
    }
}
