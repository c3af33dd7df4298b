using System.Formats.Tar;
using System.IO.Compression;
using SvcLint.Cli.Commands;
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

    private readonly List<SourceText> _files = [];
    private readonly List<string> _problems = [];
    private long _total;
    private bool _isFull;

    public IReadOnlyList<SourceText> Files => _files;

    /// <summary>What was not read, and why.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <exception cref="UsageException">There is nothing at the path.</exception>
    public static DumpFiles Read(string operand, Host host)
    {
        var dump = new DumpFiles();
        if (operand == "-")
        {
            using var input = Host.OpenInput();
            dump.AddStream(InputReader.StandardInput, input);
            return dump;
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(operand, host.Folder));
        if (Directory.Exists(path))
        {
            dump.AddFolder(path);
        }
        else if (File.Exists(path))
        {
            dump.AddNamed(operand, path);
        }
        else
        {
            throw new UsageException($"{operand}: no such file or folder");
        }

        return dump;
    }

    private static bool IsArchive(string name) =>
        name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    private static bool IsOtherArchive(string name) => Path.GetExtension(name).ToLowerInvariant() is ".xz" or ".zip" or ".bz2" or ".zst" or ".7z";

    // Objects, and the rules of nodes. Secrets are not even opened.
    private static bool IsWanted(string path)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var isOfSecrets = path.Replace('\\', '/').Split('/').Any(p => p is "secrets" or "secrets.yaml" or "secrets.json");
        return !isOfSecrets && (Path.GetExtension(name) is ".json" or ".yaml" or ".yml" || name.Contains("iptables") || name.Contains("ip6tables") || name.Contains("nft") || name.Contains("ipvs") || name.Contains("ipset"));
    }

    private void AddNamed(string operand, string path)
    {
        if (IsArchive(path) || IsOtherArchive(path))
        {
            AddArchive(operand, path);
            return;
        }

        try
        {
            using var stream = File.OpenRead(path);
            AddStream(operand.Replace('\\', '/'), stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{operand}: cannot be read ({exception.Message})");
            return;
        }

        // Velero describes a backup in a file of its own; what was backed up lies beside it.
        if (_files is [{ Content: var content }] && content.Contains("velero.io/", StringComparison.Ordinal) && content.Contains("\"Backup\"", StringComparison.Ordinal))
        {
            foreach (var beside in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.tar.gz").Order(StringComparer.Ordinal).Take(1))
            {
                AddArchive(Path.Combine(Path.GetDirectoryName(operand) ?? "", Path.GetFileName(beside)), beside);
            }
        }
    }

    private void AddFolder(string folder)
    {
        var pending = new Stack<string>();
        pending.Push(folder);
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        while (pending.TryPop(out var at) && !_isFull)
        {
            foreach (var entry in new DirectoryInfo(at).EnumerateFileSystemInfos("*", options).OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                // A link may lead anywhere.
                if (entry.LinkTarget is not null || _isFull)
                {
                    continue;
                }

                var relative = Path.GetRelativePath(folder, entry.FullName).Replace('\\', '/');
                if (entry is DirectoryInfo inner)
                {
                    pending.Push(inner.FullName);
                }
                else if (IsArchive(entry.Name))
                {
                    AddArchive(relative, entry.FullName);
                }
                else if (IsWanted(relative))
                {
                    Add(relative, entry.FullName, ((FileInfo)entry).Length);
                }
            }
        }
    }

    private void Add(string path, string fullPath, long length)
    {
        if (!Admits(path, length))
        {
            return;
        }

        try
        {
            // A named pipe also says 0, and reading it would wait for ever.
            Add(path, length == 0 ? [] : File.ReadAllBytes(fullPath));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{path}: cannot be read ({exception.Message})");
        }
    }

    private void AddStream(string path, Stream stream)
    {
        using var buffer = new MemoryStream();
        if (CopyTo(stream, buffer, FileKinds.LargestSize))
        {
            Add(path, buffer.ToArray());
        }
        else
        {
            _problems.Add($"{path}: more than {FileKinds.LargestSize >> 20} MB; passed over");
        }
    }

    private void AddArchive(string path, string fullPath)
    {
        if (IsOtherArchive(path))
        {
            _problems.Add($"{path}: svclint opens .tar, .tar.gz and .tgz; unpack it and name the folder");
            return;
        }

        try
        {
            using var file = File.OpenRead(fullPath);
            using var bytes = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            using var archive = new TarReader(bytes);
            while (!_isFull && archive.GetNextEntry() is { } entry)
            {
                AddMember(path, entry);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException or ArgumentException or NotSupportedException or UnauthorizedAccessException or OverflowException)
        {
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
            return;
        }

        if (name.StartsWith('/') || name.Split('/').Contains("..") || name.Contains(':'))
        {
            _problems.Add($"{archive}: a member's path leaves the archive ({Outputs.Words.OneLine(name)}); passed over");
        }
        else if (IsArchive(name))
        {
            _problems.Add($"{archive}: {Outputs.Words.OneLine(name)} is an archive inside the archive; passed over");
        }
        else if (IsWanted(name) && Admits($"{archive}: {Outputs.Words.OneLine(name)}", entry.Length) && entry.DataStream is { } data)
        {
            using var buffer = new MemoryStream();
            if (CopyTo(data, buffer, FileKinds.LargestSize))
            {
                Add(name, buffer.ToArray());
            }
        }
    }

    private void Add(string path, byte[] bytes)
    {
        _total += bytes.Length;
        _files.Add(SourceText.FromBytes(path, bytes));
    }

    private bool Admits(string path, long length)
    {
        if (length > FileKinds.LargestSize)
        {
            _problems.Add($"{path}: {length >> 20} MB; svclint reads files up to {FileKinds.LargestSize >> 20} MB; passed over");
            return false;
        }

        if (_total + length > LargestTotal || _files.Count >= MostFiles)
        {
            _isFull = true;
            _problems.Add($"{path}: more than {LargestTotal >> 20} MB or {MostFiles} files in all; this and what follows is passed over");
            return false;
        }

        return true;
    }

    private static bool IsGzip(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    private static bool CopyTo(Stream from, MemoryStream to, long limit)
    {
        var buffer = new byte[1 << 16];
        for (var read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            if (to.Length + read > limit)
            {
                return false;
            }

            to.Write(buffer, 0, read);
        }

        return true;
    }
}
