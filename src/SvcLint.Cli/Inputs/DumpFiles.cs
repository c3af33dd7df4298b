using System.Formats.Tar;
using System.IO.Compression;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>
/// The files of a dump: a file, a folder or an archive, read in memory and within limits. Nothing is unpacked to disk; what would leave
/// the folder or the archive is passed over.
/// </summary>
internal sealed class DumpFiles
{
    private const long LargestTotal = 1L << 30;
    private const int MostFiles = 500_000;

    // Objects and logs pack to a twentieth; what packs much better was made to.
    private const long MostOfPacked = 50;
    private const long AlwaysUnpacked = 16 << 20;

    // Of what is passed over nothing is kept; it takes time alone.
    private const long AlwaysRead = 4L << 30;

    // Behind the end of an archive stand zeros.
    private const int LookedAtBehind = 1 << 20;
    private const int TarMagicAt = 257;

    private readonly FileOpener _opener;
    private readonly List<SourceText> _files = [];
    private readonly List<string> _problems = [];
    private long _total;
    private long _ofArchive;
    private long _allowed = long.MaxValue;
    private bool _isFull;

    private DumpFiles(FileOpener opener) => _opener = opener;

    private static ReadOnlySpan<byte> TarMagic => "ustar"u8;

    public IReadOnlyList<SourceText> Files => _files;

    /// <summary>What was not read, and why.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What was not read may hold any object: an archive breaks off, or a limit is reached.</summary>
    public bool IsCutOff { get; private set; }

    public static DumpFiles Read(string operand, Host host)
    {
        if (operand == "-")
        {
            var stream = new DumpFiles(InputRoot.Of(host.Folder, []).Opener);
            using var input = Host.OpenInput();
            stream.AddStream(InputReader.StandardInput, input);
            return stream;
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(operand, host.Folder));
        var dump = new DumpFiles(InputRoot.Of(host.Folder, [path]).Opener);
        if (dump._opener.FindFolder(path) is not null)
        {
            dump.AddFolder(path);
        }
        else if (FileOpener.IsThere(path))
        {
            dump.AddNamed(operand, path);
        }
        else
        {
            dump._problems.Add($"{operand}: no such file or folder");
        }

        return dump;
    }

    private static bool IsArchive(string name) =>
        name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    private static bool IsOtherArchive(string name) => Path.GetExtension(name).ToLowerInvariant() is ".xz" or ".zip" or ".bz2" or ".zst" or ".7z";

    // Objects, and the rules of nodes. Secrets are not even opened.
    private static bool IsWanted(string path)
    {
        var name = Path.GetFileName(WithoutGzip(path)).ToLowerInvariant();
        var isOfSecrets = path.Replace('\\', '/').Split('/').Any(p => p is "secrets" or "secrets.yaml" or "secrets.json" or "secrets.yaml.gz" or "secrets.json.gz");
        return !isOfSecrets && (Path.GetExtension(name) is ".json" or ".yaml" or ".yml" || name.Contains("iptables") || name.Contains("ip6tables") || name.Contains("nft") || name.Contains("ipvs") || name.Contains("ipset"));
    }

    private static string WithoutGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    private void AddNamed(string operand, string path)
    {
        if (IsArchive(path) || IsOtherArchive(path))
        {
            AddArchive(operand, () => _opener.OpenNamed(path));
            return;
        }

        var (opened, reason) = _opener.OpenNamed(path);
        if (opened is null)
        {
            _problems.Add($"{operand}: {Refusal.Words(reason)}");
            return;
        }

        using (opened)
        {
            AddStream(FilePaths.Slashed(operand), opened);
        }

        // Velero describes a backup in a file of its own; what was backed up lies beside it.
        if (_files is [{ Content: var content }] && content.Contains("velero.io/", StringComparison.Ordinal) && content.Contains("\"Backup\"", StringComparison.Ordinal)
            && FileOpener.Entries(Path.GetDirectoryName(path)!).Where(e => !e.IsFolder && e.Path.EndsWith(".tar.gz", StringComparison.Ordinal)).Select(e => e.Path).Order(StringComparer.Ordinal).FirstOrDefault() is { } beside)
        {
            AddArchive(Path.Combine(Path.GetDirectoryName(operand) ?? "", Path.GetFileName(beside)), () => _opener.Open(beside));
        }
    }

    private void AddFolder(string folder)
    {
        var pending = new Stack<string>();
        pending.Push(folder);
        while (pending.TryPop(out var at) && !_isFull)
        {
            foreach (var (path, isFolder) in FileOpener.Entries(at).OrderBy(e => e.Path, StringComparer.Ordinal))
            {
                var relative = FilePaths.Slashed(Path.GetRelativePath(folder, path));
                if (_isFull)
                {
                    return;
                }
                else if (FileOpener.IsTooLong(path) && (isFolder || IsArchive(relative) || IsWanted(relative)))
                {
                    _problems.Add($"{relative}: {Refusal.Words(Refusal.TooLong)}");
                }
                else if (isFolder)
                {
                    pending.Push(path);
                }
                else if (IsArchive(relative))
                {
                    AddArchive(relative, () => _opener.Open(path));
                }
                else if (IsWanted(relative))
                {
                    AddFile(relative, path);
                }
            }
        }
    }

    private void AddFile(string relative, string path)
    {
        var (bytes, reason) = _opener.Read(path);
        if (bytes is null)
        {
            _problems.Add($"{relative}: {Refusal.Words(reason)}");
        }
        else if (Admits(relative, bytes.Length))
        {
            Add(relative, bytes);
        }
    }

    private void AddStream(string path, Stream stream)
    {
        try
        {
            if (FileOpener.ToEnd(stream, FileKinds.LargestStream) is { } bytes)
            {
                AddWhole(path, bytes);
                return;
            }

            _problems.Add($"{path}: more than {FileKinds.LargestStream >> 20} MB; passed over");
        }
        catch (IOException exception)
        {
            _problems.Add($"{path}: cannot be read ({exception.Message})");
        }
    }

    private void AddArchive(string path, Func<(Stream? Stream, string? Reason)> open)
    {
        if (IsOtherArchive(path))
        {
            _problems.Add($"{path}: svclint opens .tar, .tar.gz and .tgz; unpack it and name the folder");
            return;
        }

        var (opened, reason) = open();
        if (opened is null)
        {
            _problems.Add($"{path}: {Refusal.Words(reason)}");
            return;
        }

        using (opened)
        {
            ReadArchive(path, opened, IsGzip(path, opened));
        }
    }

    // What a pipe brings, and a file of any name: an archive or objects, packed or not.
    private void AddWhole(string path, byte[] bytes)
    {
        var isGzip = IsGzip(bytes);
        var start = isGzip ? UnpackedStart(bytes) : bytes;
        if (start.AsSpan(Math.Min(start.Length, TarMagicAt)).StartsWith(TarMagic))
        {
            using var archive = new MemoryStream(bytes);
            ReadArchive(path, archive, isGzip);
        }
        else
        {
            Add(path, bytes);
        }
    }

    private static long Allowed(long packed) => AlwaysUnpacked + (packed * MostOfPacked);

    private static bool IsGzip(byte[] bytes) => bytes is [0x1F, 0x8B, ..];

    // Enough to tell an archive. What cannot be unpacked is said to be broken when it is read.
    private static byte[] UnpackedStart(byte[] bytes)
    {
        try
        {
            using var unpacking = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var start = new byte[TarMagicAt + TarMagic.Length];
            return start[..unpacking.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return [];
        }
    }

    private byte[]? Unpacked(string path, byte[] bytes, long limit)
    {
        try
        {
            using var unpacking = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            if (FileOpener.ToEnd(unpacking, limit) is { } all)
            {
                return all;
            }

            _problems.Add($"{path}: more than {limit >> 20} MB when unpacked; passed over (unpack it and name the file)");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            _problems.Add($"{path}: cannot be unpacked ({exception.Message.TrimEnd('.')}); passed over");
        }

        return null;
    }

    private void ReadArchive(string path, Stream file, bool isGzip)
    {
        try
        {
            using var bytes = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            (_ofArchive, _allowed) = (0, isGzip && file.CanSeek ? Allowed(file.Length) : long.MaxValue);
            using var headers = new TarHeaders(bytes, _allowed == long.MaxValue ? _allowed : Math.Max(_allowed, AlwaysRead));
            using var archive = new TarReader(headers);
            while (!_isFull && _ofArchive <= _allowed && archive.GetNextEntry() is { } entry)
            {
                headers.Found(entry);
                AddMember(path, entry);
            }

            if (!_isFull && _ofArchive <= _allowed && !headers.IsAtEnd(LookedAtBehind))
            {
                IsCutOff = true;
                _problems.Add($"{path}: something follows the end of the archive, or its last header is broken; what came before counts");
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException or UnauthorizedAccessException or OverflowException)
        {
            IsCutOff = true;
            _problems.Add($"{path}: the archive is broken ({exception.Message.TrimEnd('.')}); what came before counts");
        }
    }

    private void AddMember(string archive, TarEntry entry)
    {
        var name = entry.Name.Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal))
        {
            name = name[2..];
        }

        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
        {
            if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.DirectoryList or TarEntryType.GlobalExtendedAttributes) && IsWanted(name))
            {
                _problems.Add($"{archive}: {Printable.OneLine(name)} is {(entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink ? "a link" : "no file")}; passed over");
            }

            return;
        }

        if (name.StartsWith('/') || name.Split('/').Contains("..") || name.Contains(':'))
        {
            _problems.Add($"{archive}: a member's path leaves the archive ({Printable.OneLine(name)}); passed over");
        }
        else if (IsArchive(name))
        {
            _problems.Add($"{archive}: {Printable.OneLine(name)} is an archive inside the archive; passed over");
        }
        else if (IsWanted(name) && entry.Length <= FileOpener.LargestSize && (_ofArchive += entry.Length) > _allowed)
        {
            IsCutOff = true;
            _problems.Add($"{archive}: {Printable.OneLine(name)} makes it more than {_allowed >> 20} MB when unpacked, {MostOfPacked} times what the archive takes; this and what follows is passed over");
        }
        else if (IsWanted(name) && Admits($"{archive}: {Printable.OneLine(name)}", entry.Length) && entry.DataStream is { } data && FileOpener.ToEnd(data, FileOpener.LargestSize) is { } bytes)
        {
            Add(name, bytes);
        }
    }

    private void Add(string path, byte[] bytes)
    {
        if (IsGzip(bytes))
        {
            if (Unpacked(path, bytes, Math.Min(Math.Min(FileOpener.LargestSize, Allowed(bytes.Length)), LargestTotal - _total)) is not { } inner)
            {
                return;
            }

            if (IsGzip(inner))
            {
                _problems.Add($"{path}: holds a gzip file inside the gzip file; passed over");
                return;
            }

            (path, bytes) = (WithoutGzip(path), inner);
        }

        _total += bytes.Length;
        _files.Add(SourceText.FromBytes(path, bytes));
    }

    private bool Admits(string path, long length)
    {
        if (length > FileOpener.LargestSize)
        {
            _problems.Add($"{path}: {length >> 20} MB; svclint reads files up to {FileOpener.LargestSize >> 20} MB; passed over");
            return false;
        }

        if (_total + length > LargestTotal || _files.Count >= MostFiles)
        {
            (_isFull, IsCutOff) = (true, true);
            _problems.Add($"{path}: more than {LargestTotal >> 20} MB or {MostFiles} files in all; this and what follows is passed over");
            return false;
        }

        return true;
    }

    // Of a pipe only the name tells.
    private static bool IsGzip(string path, Stream file)
    {
        if (!file.CanSeek)
        {
            return !path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);
        }

        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }
}
