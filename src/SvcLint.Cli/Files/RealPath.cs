namespace SvcLint.Cli.Files;

/// <summary>Paths without links.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Where a path ends once every link in it is followed; null where it ends nowhere.</summary>
    public static string? Of(string path) => OperatingSystem.IsLinux() ? UnixCalls.RealPath(path) : Followed(path, MostLinks);

    private static string? Followed(string path, int left)
    {
        var folder = Path.GetDirectoryName(path);
        if (folder is null)
        {
            return path;
        }

        if (left == 0 || Followed(folder, left - 1) is not { } real)
        {
            return null;
        }

        var at = Path.Combine(real, Path.GetFileName(path));
        FileSystemInfo entry = Directory.Exists(at) ? new DirectoryInfo(at) : new FileInfo(at);
        return entry.LinkTarget is { } target ? Followed(Path.GetFullPath(target, real), left - 1) : entry.Exists ? at : null;
    }
}
