using SvcLint.Cli.Files;

namespace SvcLint.Cli.Inputs;

/// <summary>A file to read: its absolute path, and whether it was named itself or found in a folder.</summary>
internal readonly record struct FoundFile(string FullPath, bool Named);

/// <summary>From an operand to files. Folders that are links are not entered, so no loop can arise.</summary>
internal sealed class FileFinder(InputRoot root)
{
    private readonly SortedDictionary<string, string> _refused = new(StringComparer.Ordinal);

    /// <summary>Files, by absolute path, that a folder holds and that are not opened, each with a word of <see cref="Refusal"/>.</summary>
    public IReadOnlyDictionary<string, string> Refused => _refused;

    /// <summary>Files of an operand in ordinal order; null when nothing stands at that path.</summary>
    public IReadOnlyList<FoundFile>? Find(string fullPath)
    {
        if (Directory.Exists(fullPath))
        {
            if (LeadsOut(fullPath))
            {
                return [new FoundFile(fullPath, Named: true)];
            }

            return Folder(Followed(fullPath)).Select(f => new FoundFile(f, Named: false)).ToArray();
        }

        return FileOpener.IsThere(fullPath) ? [new FoundFile(fullPath, Named: true)] : null;
    }

    /// <summary>True when this path, relative to the root, would be found by way of the folder.</summary>
    public bool Covers(string folder, string relativePath)
    {
        var (full, followed) = (root.Absolute(relativePath), Followed(folder));
        return FilePaths.Holds(followed, full) && FileKinds.IsRead(full) && !InPassedOverFolder(followed, full);
    }

    /// <summary>Files of one name below a folder, by the same rules.</summary>
    public IReadOnlyList<string> Named(string folder, string name) => Folder(folder).Where(f => Path.GetFileName(f) == name).ToArray();

    // Git knows a link to a folder as a file; what it leads to is found where it stands.
    private string Followed(string folder) => FileOpener.IsLink(folder) && root.Opener.FindFolder(folder) is { } real && FilePaths.Holds(root.Folder, real) ? real : folder;

    // A repository within the tree that is named itself is none of which the tree's git knows anything.
    private List<string> Folder(string folder)
    {
        var files = new List<string>();
        if (!FileOpener.IsLink(folder) && root.WorkTree is { } tree && WorkTree.Around(folder)?.Root == tree.Root && tree.Files(folder) is { } tracked)
        {
            var folders = new HashSet<string>(StringComparer.Ordinal) { folder };
            foreach (var file in tracked.Where(f => !InPassedOverFolder(folder, f)))
            {
                Add(file, files);
                folders.Add(Path.GetDirectoryName(file)!);
            }

            NamePipes(folders);
        }
        else
        {
            Walk(folder, files);
        }

        files.Sort(StringComparer.Ordinal);
        return Once(files);
    }

    // Nothing of a folder that lies outside is read, and whoever counts on it is told so.
    private void Add(string path, List<string> files)
    {
        if (FileKinds.IsRead(path))
        {
            files.Add(path);
        }
        else if (LeadsOut(path) && Directory.Exists(path))
        {
            _refused[path] = Refusal.LeadsOut;
        }
    }

    // Git lists neither pipes nor sockets: those beside its files are looked for.
    private void NamePipes(IEnumerable<string> folders)
    {
        foreach (var (path, _) in folders.Where(Directory.Exists).SelectMany(FileOpener.Entries).Where(e => !e.IsFolder && FileKinds.IsRead(e.Path) && !FileOpener.IsRegular(e.Path)))
        {
            if (root.Opener.Find(path).Reason == Refusal.NotRegular)
            {
                _refused[path] = Refusal.NotRegular;
            }
        }
    }

    private bool LeadsOut(string path) => FileOpener.IsLink(path) && root.Opener.Find(path).Reason == Refusal.LeadsOut;

    // Git still lists deleted files, and submodules and links to folders as if they were files. What several names lead to counts once.
    private List<string> Once(List<string> files)
    {
        var kept = new List<string>(files.Count);
        var links = new List<(string Path, string Real)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var (real, reason) = root.Opener.Find(file);
            if (reason is not null)
            {
                _refused[file] = reason;
            }
            else if (real is not null && FileOpener.IsLink(file))
            {
                links.Add((file, real));
            }
            else if (real is not null)
            {
                seen.Add(real);
                kept.Add(file);
            }
            else if (FileOpener.IsTooLong(file))
            {
                _refused[file] = Refusal.TooLong;
            }
        }

        kept.AddRange(links.Where(l => seen.Add(l.Real)).Select(l => l.Path));
        kept.Sort(StringComparer.Ordinal);
        return kept;
    }

    private static bool InPassedOverFolder(string folder, string file)
    {
        var inner = Path.GetDirectoryName(file.AsSpan(Math.Min(file.Length, folder.Length)));
        foreach (var part in inner.Split(Path.DirectorySeparatorChar))
        {
            if (!inner[part].IsEmpty && FileKinds.IsPassedOver(inner[part].ToString()))
            {
                return true;
            }
        }

        return false;
    }

    private void Walk(string folder, List<string> files)
    {
        var pending = new Stack<string>();
        pending.Push(folder);
        while (pending.TryPop(out var at))
        {
            foreach (var (path, isFolder) in FileOpener.Entries(at))
            {
                if (!isFolder)
                {
                    Add(path, files);
                }
                else if (FileKinds.IsPassedOver(Path.GetFileName(path)))
                {
                    continue;
                }
                else if (FileOpener.IsTooLong(path))
                {
                    _refused[path] = Refusal.TooLong;
                }
                else
                {
                    pending.Push(path);
                }
            }
        }
    }
}
