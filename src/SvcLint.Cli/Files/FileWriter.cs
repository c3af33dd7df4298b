using Microsoft.Win32.SafeHandles;

#pragma warning disable RS0030 // This is the place that writes files.
namespace SvcLint.Cli.Files;

/// <summary>
/// The one place that writes files: into a temporary file of the same folder, which then takes the name. Whoever looks, and whatever
/// happens, sees the old file or the new one, whole.
/// </summary>
internal static class FileWriter
{
    private const UnixFileMode AnyWrite = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode NewFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // Of an exception that is made here; the system's have the number of their error.
    private static readonly int OwnResult = new IOException().HResult;

    /// <summary>Writes a file that the user names. Pipes and devices are written to; links of the tree are not followed.</summary>
    /// <exception cref="IOException">It cannot be written, or its place is a stranger's.</exception>
    public static void Write(string path, Border border, Action<Stream> content)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder");
        }

        var entry = new FileInfo(path);
        if (border.IsStrange(path))
        {
            if (RealPathOfExisting(Path.GetDirectoryName(path)!) is not { } there || !border.Admits(there.Path, there.Real))
            {
                throw new IOException("a folder on the way is a link that leads out of the work tree");
            }

            if (entry.LinkTarget is not null)
            {
                throw new IOException("it is a link");
            }
        }

        if (entry.LinkTarget is not null || (Exists(path) && !FileOpener.IsRegular(path)))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            content(stream);
            return;
        }

        Exchange(path, content, entry.Exists && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(path) : null, null);
    }

    /// <summary>The same, in a folder that is made where there is none.</summary>
    public static void WriteWithFolder(string path, Border border, Action<Stream> content)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!border.IsStrange(path) || (RealPathOfExisting(folder) is { } there && border.Admits(there.Path, there.Real)))
        {
            Directory.CreateDirectory(folder);
        }

        Write(path, border, content);
    }

    /// <summary>Why a file may not be replaced, as a sentence goes on behind its name; null when it may.</summary>
    public static string? Refuses(string path) =>
        FileName.IsRaw(path) ? "has a name that is no UTF-8"
        : new FileInfo(path) is var entry && entry.LinkTarget is not null ? "is a link"
        : !entry.Exists || !FileOpener.IsRegular(path) ? "is no regular file"
        : IsReadOnly(path, entry) ? "is read-only"
        : null;

    /// <summary>Puts new content in the place of old.</summary>
    /// <param name="path">A regular file.</param>
    /// <param name="before">What it must still hold.</param>
    /// <param name="after">What it holds from then on.</param>
    /// <exception cref="IOException">It holds something else by now, or may not be replaced.</exception>
    public static void Replace(string path, byte[] before, byte[] after)
    {
        Check(path, before);
        Exchange(path, s => s.Write(after), OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path), () => Check(path, before));
    }

    // The administrator may write to anything, save for what nobody may write to.
    private static bool IsReadOnly(string path, FileInfo entry) => OperatingSystem.IsWindows() ? entry.IsReadOnly
        : (entry.UnixFileMode & AnyWrite) == 0 || (OperatingSystem.IsLinux() ? !UnixCalls.MayWriteTo(path) : entry.IsReadOnly);

    private static void Check(string path, byte[] before)
    {
        if (Refuses(path) is { } reason)
        {
            throw new IOException(reason);
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (FileOpener.ToEnd(stream, before.Length) is not { } now || !now.AsSpan().SequenceEqual(before))
        {
            throw new IOException("has changed since it was read");
        }
    }

    private static void Exchange(string path, Action<Stream> content, UnixFileMode? mode, Action? check)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".svclint-{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = OpenTemporary(temporary, mode))
            {
                content(stream);
                stream.Flush(flushToDisk: true);
                Keep(path, stream.SafeFileHandle, mode);
                check?.Invoke();
                if (OperatingSystem.IsLinux() && !File.Exists(temporary) && !UnixCalls.Name(stream.SafeFileHandle, temporary))
                {
                    throw new IOException("cannot be replaced (the new file gets no name)");
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception)
        {
            File.Delete(temporary);
            throw Explained(exception, check is not null);
        }
    }

    // Without a name where there can be such files: whoever is killed leaves nothing behind.
    private static FileStream OpenTemporary(string temporary, UnixFileMode? mode)
    {
        // Nobody who may not read the old file may read the new one, not even for a moment.
        var first = mode is { } kept ? kept & (UnixFileMode.UserRead | UnixFileMode.UserWrite) : NewFile;
        if (OperatingSystem.IsLinux() && Directory.Exists("/proc/self/fd") && UnixCalls.CreateUnnamed(Path.GetDirectoryName(temporary)!, first) is { } unnamed)
        {
            return new FileStream(unnamed, FileAccess.Write);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = first;
        }

        return new FileStream(temporary, options);
    }

    // The owner first: a change of owner takes some permissions away. Of another owner they would mean something else.
    private static void Keep(string path, SafeFileHandle made, UnixFileMode? mode)
    {
        if (mode is not { } kept || OperatingSystem.IsWindows())
        {
            return;
        }

        if (OperatingSystem.IsLinux() && UnixCalls.Look(path) is { } old)
        {
            if (UnixCalls.Owner(made) is { } now && now != (old.User, old.Group) && !UnixCalls.GiveTo(made, old.User, old.Group))
            {
                throw new IOException("belongs to somebody else, and a new file cannot be given to them");
            }

            if (!UnixCalls.CopyAttributes(path, made))
            {
                throw new IOException("has an access list that cannot be kept");
            }
        }

        File.SetUnixFileMode(made, kept);
    }

    // Without the path of the temporary file, which nobody knows.
    private static Exception Explained(Exception exception, bool isReplacement)
    {
        var reason = exception switch
        {
            UnauthorizedAccessException => "permission denied",
            // What the runtime makes of a file that grows beyond what is allowed.
            ArgumentOutOfRangeException => "the file is too large",
            IOException when exception.HResult != OwnResult => exception.Message.Split(" : '")[0],
            _ => null,
        };
        return reason is null ? exception : new IOException(isReplacement ? $"cannot be replaced ({reason})" : reason, exception);
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    /// <summary>The nearest folder on the way that is there, as it is written and without links.</summary>
    private static (string Path, string Real)? RealPathOfExisting(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (RealPath.Of(at) is { } real)
            {
                return (at, real);
            }

            if (new DirectoryInfo(at).LinkTarget is not null)
            {
                return null;
            }
        }

        return null;
    }
}
