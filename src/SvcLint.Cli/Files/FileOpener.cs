using System.Collections.Concurrent;

#pragma warning disable RS0030 // This is the place that opens files.
namespace SvcLint.Cli.Files;

/// <summary>What became of opening a file.</summary>
/// <param name="Bytes">The content; null where there is none to be had.</param>
/// <param name="Reason">Why not: a word of <see cref="Refusal"/>; null where there is no file at all.</param>
internal readonly record struct OpenedFile(byte[]? Bytes, string? Reason)
{
    public static readonly OpenedFile Absent = new(null, null);
}

/// <summary>Why a file is not opened, in the words of the summary.</summary>
internal static class Refusal
{
    public const string LeadsOut = "link-leads-out";
    public const string Dangling = "dangling-link";
    public const string NotRegular = "not-a-regular-file";
    public const string TooLarge = "too-large";

    /// <summary>Of a part of a file; which limit follows.</summary>
    public const string BeyondLimit = "beyond-limit: ";

    public const string Denied = "permission-denied";
    public const string Unreadable = "unreadable";
    public const string TooLong = "path-too-long";

    /// <summary>The reason as a sentence goes on behind a file's name.</summary>
    public static string Words(string? reason) => reason switch
    {
        LeadsOut => "is a link that leads out of the work tree; name its target to read it",
        Dangling => "is a link without a target",
        NotRegular => "is no regular file",
        TooLarge => $"is larger than {FileOpener.LargestSize >> 20} MB, which is as much as svclint reads",
        Denied => "permission denied",
        TooLong => "has a path longer than 4,095 bytes, which the system does not open",
        null => "no such file",
        _ => "cannot be read",
    };
}

/// <summary>
/// The one place that opens files. What a folder holds or a file refers to is a regular file within the border, or stays unopened; what
/// the user names may be a pipe or a device too. Limits count the bytes that come, whatever the system says of the size.
/// </summary>
internal sealed class FileOpener(Border border)
{
    /// <summary>Larger files are no manifests that a person wrote.</summary>
    public const long LargestSize = 64 << 20;

    /// <summary>The bytes of the longest path that Linux takes.</summary>
    public const int LongestPath = 4095;

    private const uint TypeMask = 0xF000;
    private const uint Regular = 0x8000;
    private const uint Link = 0xA000;
    private const uint Folder = 0x4000;

    private readonly ConcurrentDictionary<string, string?> _folders = new(StringComparer.Ordinal);

    /// <summary>The path without links of a file that may be opened, or the reason why it may not; both null where there is no file.</summary>
    public (string? Real, string? Reason) Find(string path)
    {
        if (path.AsSpan().Contains('\0') || Kind(path) is not { } kind)
        {
            return (null, null);
        }

        if (Real(path, kind) is not { } real)
        {
            return (null, Refusal.Dangling);
        }

        kind = kind == Link ? Kind(real) ?? 0 : kind;
        return !border.Admits(path, real) ? (null, Refusal.LeadsOut)
            : kind == Folder ? (null, null)
            : kind != Regular ? (null, Refusal.NotRegular)
            : (real, null);
    }

    /// <summary>Opens what a folder holds or a file refers to.</summary>
    public OpenedFile Read(string path) => Find(path) is var (real, reason) && real is not null ? Content(real, LargestSize) : new OpenedFile(null, reason);

    /// <summary>Opens what a file refers to: nothing beyond the border, links or not.</summary>
    public OpenedFile ReadReferred(string path) => border.MayBeNamed(path) ? Read(path) : OpenedFile.Absent;

    /// <summary>True when a file may be opened.</summary>
    public bool Exists(string path) => Find(path).Real is not null;

    /// <summary>True when the path itself is a link.</summary>
    public static bool IsLink(string path) => Kind(path) == Link;

    /// <summary>True for a file that is no link, folder, pipe or device.</summary>
    public static bool IsRegular(string path) => Kind(path) == Regular;

    /// <summary>True when something stands at a path that is no folder, be it a link that leads nowhere.</summary>
    public static bool IsThere(string path) => Kind(path) is { } kind && kind != Folder;

    /// <summary>True for a path that the system takes for nothing, be something there or not.</summary>
    public static bool IsTooLong(string path) => OperatingSystem.IsLinux() && path.Length > LongestPath / 4 && FileName.ToBytes(path).Length - 1 > LongestPath;

    /// <summary>What a folder holds: absolute paths, and whether each is a folder itself and no link to one; nothing where it cannot be entered.</summary>
    public static IEnumerable<(string Path, bool IsFolder)> Entries(string folder)
    {
        if (OperatingSystem.IsLinux())
        {
            return UnixCalls.Names(folder).Select(n => (Path: Path.Join(folder, n.Name), n.IsFolder)).Select(e => (e.Path, Kind(e.Path) is { } kind ? kind == Folder : e.IsFolder && IsTooLong(e.Path)));
        }

        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        return new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options).Select(e => (e.FullName, e is DirectoryInfo && e.LinkTarget is null));
    }

    /// <summary>Opens what the command line names. A link of the tree still leads no further than the tree.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="mayBePipe">Whether a pipe of the tree is read. Otherwise nobody waits for one that lies where a file was.</param>
    public OpenedFile ReadNamed(string path, bool mayBePipe = false)
    {
        if (IsHanded(path))
        {
            return Content(path, LargestSize);
        }

        if (border.IsStrange(path) && Kind(path) is { } kind)
        {
            return Real(path, kind) is not { } real ? new OpenedFile(null, Refusal.Dangling)
                : !border.Admits(path, real) ? new OpenedFile(null, Refusal.LeadsOut)
                : !mayBePipe && Kind(real) != Regular ? new OpenedFile(null, Refusal.NotRegular)
                : Content(real, LargestSize);
        }

        return FileName.IsRaw(path) || File.Exists(path) ? Content(path, LargestSize) : OpenedFile.Absent;
    }

    /// <summary>The path without links of a folder that may be entered, or null.</summary>
    public string? FindFolder(string path) =>
        Kind(path) is { } kind && Real(path, kind) is { } real && Kind(real) == Folder && border.Admits(path, real) ? real : null;

    /// <summary>Opens what the command line names for who reads it piece by piece; the reason why not where there is no stream.</summary>
    public (Stream? Stream, string? Reason) OpenNamed(string path)
    {
        if (!IsHanded(path) && border.IsStrange(path) && Kind(path) is { } kind)
        {
            return Real(path, kind) is not { } real ? (null, Refusal.Dangling) : !border.Admits(path, real) ? (null, Refusal.LeadsOut) : Stream(real);
        }

        return Stream(path);
    }

    /// <summary>Opens what a folder holds for who reads it piece by piece.</summary>
    public (Stream? Stream, string? Reason) Open(string path) => Find(path) is var (real, reason) && real is not null ? Stream(real) : (null, reason);

    /// <summary>Everything that a stream yields; null when that is more than the limit.</summary>
    public static byte[]? ToEnd(Stream stream, long limit)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            if (all.Length + count > limit)
            {
                return null;
            }

            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    // What the shell handed over, "<(command)" and "/dev/stdin": a link to something that has no path.
    private static bool IsHanded(string path) =>
        path == "/dev/stdin" || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal);

    private static OpenedFile Content(string path, long limit)
    {
        var (opened, reason) = Stream(path);
        if (opened is null)
        {
            return new OpenedFile(null, reason);
        }

        try
        {
            using var stream = opened;
            if (stream.CanSeek && stream.Length is > 0 and var size && size <= limit)
            {
                var bytes = new byte[size];
                var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                // What grew meanwhile is read to the length that it had.
                return new OpenedFile(read == size ? bytes : bytes[..read], null);
            }

            return ToEnd(stream, limit) is { } content ? new OpenedFile(content, null) : new OpenedFile(null, Refusal.TooLarge);
        }
        catch (IOException)
        {
            return new OpenedFile(null, Refusal.Unreadable);
        }
    }

    private static (Stream? Stream, string? Reason) Stream(string path)
    {
        try
        {
            return (OperatingSystem.IsLinux() && FileName.IsRaw(path)
                ? new FileStream(UnixCalls.OpenToRead(path), FileAccess.Read, 0)
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0), null);
        }
        catch (UnauthorizedAccessException)
        {
            return (null, Refusal.Denied);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
        catch (IOException)
        {
            return (null, Refusal.Unreadable);
        }
    }

    private string? Real(string path, uint kind)
    {
        if (kind == Link)
        {
            return RealPath.Of(path);
        }

        var folder = Path.GetDirectoryName(path);
        return folder is null ? path : _folders.GetOrAdd(folder, RealPath.Of) is { } real ? Path.Join(real, Path.GetFileName(path)) : null;
    }

    /// <summary>What stands at a path, a link itself; null when nothing does.</summary>
    private static uint? Kind(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                return UnixCalls.Look(path) is { } found ? found.Mode & TypeMask : null;
            }
            catch (EntryPointNotFoundException)
            {
                // A C library that is older than the call.
            }
        }

        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return entry.LinkTarget is not null ? Link : !entry.Exists ? null : entry is DirectoryInfo ? Folder
            // A pipe says 0 too, and opening it would wait for ever.
            : ((FileInfo)entry).Length == 0 && !OperatingSystem.IsWindows() ? 0 : Regular;
    }
}
