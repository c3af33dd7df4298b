using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SvcLint.Cli.Files;

/// <summary>What .NET does not tell on Linux: the kind of a file before it is opened, and names that are no UTF-8.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class UnixCalls
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeOwner = 0x1 | 0x2 | 0x8 | 0x10;
    private const int ReadOnlyNoTerminalCloseOnExec = 0x0 | 0x100 | 0x80000;
    private const int ReadAndWrite = 0x2;
    private const int GetFlags = 1;
    private const int GetStatus = 3;
    private const int AccessMode = 0x3;
    private const int FolderType = 4;
    private const int LongestPath = FileOpener.LongestPath + 1;
    private const int MayWrite = 2;
    private const int WriteOnlyCloseOnExec = 0x1 | 0x80000;
    private const int FollowLinks = 0x400;
    private const int OfFileItself = 0x1000;
    private const int LargestAttribute = 64 << 10;

    // The flag for a file without a name holds the flag for a folder, which has two values.
    private static readonly int Unnamed = 0x400000 | (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000);

    /// <summary>What stands at a path, a link itself; null when nothing does.</summary>
    public static (uint Mode, uint User, uint Group)? Look(string path)
    {
        var status = stackalloc byte[256];
        if (statx(CurrentFolder, FileName.ToBytes(path), NoFollow, TypeModeOwner, status) != 0)
        {
            return null;
        }

        var bytes = new ReadOnlySpan<byte>(status, 256);
        return (BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]));
    }

    /// <summary>The owner and the group of an open file; null where the system does not tell.</summary>
    public static (uint User, uint Group)? Owner(SafeFileHandle file)
    {
        var status = stackalloc byte[256];
        if (statx((int)file.DangerousGetHandle(), [0], OfFileItself, TypeModeOwner, status) != 0)
        {
            return null;
        }

        var bytes = new ReadOnlySpan<byte>(status, 256);
        return (BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]));
    }

    /// <summary>True where this process may write to a file.</summary>
    public static bool MayWriteTo(string path) => access(FileName.ToBytes(path), MayWrite) == 0;

    /// <summary>
    /// A file that has no name yet: whatever ends this process, nothing is left of it. Null where the file system has no such files.
    /// </summary>
    public static SafeFileHandle? CreateUnnamed(string folder, UnixFileMode mode)
    {
        var file = open(FileName.ToBytes(folder), WriteOnlyCloseOnExec | Unnamed, (uint)mode);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : null;
    }

    /// <summary>Gives such a file a name; false where that cannot be done.</summary>
    public static bool Name(SafeFileHandle file, string path) =>
        linkat(CurrentFolder, FileName.ToBytes(Descriptor(file)), CurrentFolder, FileName.ToBytes(path), FollowLinks) == 0;

    /// <summary>Gives an open file to an owner and a group; false when this process may not.</summary>
    public static bool GiveTo(SafeFileHandle file, uint user, uint group) => fchown((int)file.DangerousGetHandle(), user, group) == 0;

    /// <summary>
    /// Extended attributes of a file, access lists and labels among them, for another. False when its access list cannot be kept; what else
    /// the system keeps for itself is its own affair.
    /// </summary>
    public static bool CopyAttributes(string path, SafeFileHandle to)
    {
        var from = FileName.ToBytes(path);
        var names = new byte[LargestAttribute];
        var value = new byte[LargestAttribute];
        var length = (int)llistxattr(from, names, names.Length);
        // One that the folder hands down.
        _ = fremovexattr((int)to.DangerousGetHandle(), "system.posix_acl_access\0"u8.ToArray());
        for (var at = 0; at < length;)
        {
            var end = Array.IndexOf(names, (byte)0, at);
            var name = names[at..(end + 1)];
            at = end + 1;
            var size = lgetxattr(from, name, value, value.Length);
            if (size >= 0 && fsetxattr((int)to.DangerousGetHandle(), name, value, size, 0) != 0 && name.AsSpan().StartsWith("system.posix_acl"u8))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The path without links; null when it leads nowhere.</summary>
    public static string? RealPath(string path)
    {
        var resolved = stackalloc byte[LongestPath];
        return realpath(FileName.ToBytes(path), resolved) is null ? null : FileName.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(resolved));
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenToRead(string path)
    {
        var file = open(FileName.ToBytes(path), ReadOnlyNoTerminalCloseOnExec);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    /// <summary>Names in a folder, and which of them are surely folders; empty for one that cannot be entered.</summary>
    public static IReadOnlyList<(string Name, bool IsFolder)> Names(string folder)
    {
        var names = new List<(string, bool)>();
        var stream = opendir(FileName.ToBytes(folder));
        if (stream is null)
        {
            return names;
        }

        // Number, offset, length of the entry, type: the name stands behind 19 bytes on every Linux of 64 bits.
        for (var entry = readdir(stream); entry is not null; entry = readdir(stream))
        {
            var name = FileName.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + 19));
            if (name is not ("." or ".."))
            {
                names.Add((name, entry[18] == FolderType));
            }
        }

        _ = closedir(stream);
        return names;
    }

    /// <summary>
    /// Puts nothing where a standard stream was closed: the next file to be opened would get its number, and words to the person would be
    /// written into it.
    /// </summary>
    public static void FillStandardStreams()
    {
        for (var stream = 0; stream <= 2; stream++)
        {
            if (fcntl(stream, GetFlags) < 0)
            {
                _ = open("/dev/null\0"u8.ToArray(), ReadAndWrite);
            }
        }
    }

    /// <summary>False for a standard stream that was closed and whose number the runtime has since given to a file that it reads.</summary>
    public static bool IsWritable(int stream) => fcntl(stream, GetStatus) is var status && status >= 0 && (status & AccessMode) != 0;

    private static string Descriptor(SafeFileHandle file) => $"/proc/self/fd/{file.DangerousGetHandle()}";

    [LibraryImport("libc", SetLastError = true)]
    private static partial int statx(int folder, byte[] path, int flags, uint mask, byte* status);

    [LibraryImport("libc")]
    private static partial byte* realpath(byte[] path, byte* resolved);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte[] path, int flags);

    [LibraryImport("libc")]
    private static partial int open(byte[] path, int flags, uint mode);

    [LibraryImport("libc")]
    private static partial int access(byte[] path, int mode);

    [LibraryImport("libc")]
    private static partial int linkat(int fromFolder, byte[] from, int toFolder, byte[] to, int flags);

    [LibraryImport("libc")]
    private static partial nint llistxattr(byte[] path, byte[] names, nint size);

    [LibraryImport("libc")]
    private static partial nint lgetxattr(byte[] path, byte[] name, byte[] value, nint size);

    [LibraryImport("libc")]
    private static partial int fremovexattr(int file, byte[] name);

    [LibraryImport("libc")]
    private static partial int fsetxattr(int file, byte[] name, byte[] value, nint size, int flags);

    [LibraryImport("libc")]
    private static partial int fcntl(int file, int command);

    [LibraryImport("libc")]
    private static partial void* opendir(byte[] path);

    [LibraryImport("libc")]
    private static partial byte* readdir(void* stream);

    [LibraryImport("libc")]
    private static partial int closedir(void* stream);

    [LibraryImport("libc")]
    private static partial int fchown(int file, uint user, uint group);
}
