namespace SvcLint.Cli.Inputs;

/// <summary>A file to read: its absolute path, and whether it was named itself or found in a folder.</summary>
internal readonly record struct FoundFile(string FullPath, bool Named);

/// <summary>From an operand to files. Folders that are links are not entered, so no loop can arise.</summary>
internal sealed class FileFinder(InputRoot root)
{
    /// <summary>Files of an operand in ordinal order; null when nothing stands at that path.</summary>
    public IReadOnlyList<FoundFile>? Find(string fullPath)
    {
        if (Directory.Exists(fullPath))
        {
            return Folder(fullPath).Select(f => new FoundFile(f, Named: false)).ToArray();
        }

        return File.Exists(fullPath) ? [new FoundFile(fullPath, Named: true)] : null;
    }

    /// <summary>True when this path, relative to the root, would be found by way of the folder.</summary>
    public bool Covers(string folder, string relativePath)
    {
        var full = root.Absolute(relativePath);
        return InputRoot.Holds(folder, full) && FileKinds.IsRead(full) && !InPassedOverFolder(folder, full);
    }

    /// <summary>Files of one name below a folder, by the same rules.</summary>
    public IReadOnlyList<string> Named(string folder, string name) => Folder(folder).Where(f => Path.GetFileName(f) == name).ToArray();

    private List<string> Folder(string folder)
    {
        var files = new List<string>();
        if (root.WorkTree?.Files(folder) is { } tracked)
        {
            // Git still lists deleted files, and submodules and links to folders as if they were files.
            files.AddRange(tracked.Where(f => FileKinds.IsRead(f) && !InPassedOverFolder(folder, f) && File.Exists(f)));
        }
        else
        {
            Walk(folder, files);
        }

        files.Sort(StringComparer.Ordinal);
        return files;
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

    private static void Walk(string folder, List<string> files)
    {
        var pending = new Stack<string>();
        pending.Push(folder);
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        while (pending.TryPop(out var at))
        {
            foreach (var entry in new DirectoryInfo(at).EnumerateFileSystemInfos("*", options))
            {
                if (entry is DirectoryInfo inner)
                {
                    if (inner.LinkTarget is null && !FileKinds.IsPassedOver(inner.Name))
                    {
                        pending.Push(inner.FullName);
                    }
                }
                else if (FileKinds.IsRead(entry.Name) && File.Exists(entry.FullName))
                {
                    files.Add(entry.FullName);
                }
            }
        }
    }
}
