using System.IO.Compression;
using System.Text;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Unpacks a chart's archive into memory, bounded, and refuses names that lead out of it.</summary>
internal static class ChartArchive
{
    private const long MaxChart = 100L << 20;
    private const long MaxFile = 5L << 20;
    private const int Block = 512;

    public static IReadOnlyList<ChartFile> Read(byte[] data, string path)
    {
        if (data.Length < 3 || data[0] != 0x1F || data[1] != 0x8B || data[2] != 8)
        {
            throw new ChartException(data.Length == 0 ? "EOF" : data.Length < 10 ? "unexpected EOF" : "gzip: invalid header");
        }

        try
        {
            return Entries(Unzip(data), path);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new ChartException("unexpected EOF");
        }
    }

    private static byte[] Unzip(byte[] data)
    {
        using var zipped = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
        var output = new MemoryStream();
        var buffer = new byte[81920];
        for (var read = zipped.Read(buffer, 0, buffer.Length); read > 0; read = zipped.Read(buffer, 0, buffer.Length))
        {
            output.Write(buffer, 0, read);
            if (output.Length > MaxChart + (1 << 20))
            {
                throw new ChartException("decompressed chart is larger than the maximum file size 104857600");
            }
        }

        // The system's reader ends quietly where the archive was cut off.
        return output.Length > 0 ? output.ToArray() : throw new ChartException("unexpected EOF");
    }

    private static List<ChartFile> Entries(byte[] tar, string path)
    {
        var files = new List<ChartFile>();
        string? longName = null;
        var at = 0;
        while (true)
        {
            if (at + Block > tar.Length)
            {
                return at == tar.Length && files.Count > 0 ? files : throw new ChartException(at == tar.Length ? "no files in chart archive" : "unexpected EOF");
            }

            if (tar[at] == 0 && tar.AsSpan(at, Block).SequenceEqual(new byte[Block]))
            {
                return files.Count > 0 ? files : throw new ChartException("no files in chart archive");
            }

            var size = Octal(tar, at + 124, 12);
            var type = (char)tar[at + 156];
            var start = at + Block;
            if (size < 0 || start + size > tar.Length)
            {
                throw new ChartException("unexpected EOF");
            }

            var name = longName ?? Name(tar, at);
            longName = null;
            at = start + (int)((size + Block - 1) / Block * Block);
            switch (type)
            {
                case 'x':
                    longName = PaxPath(tar, start, (int)size);
                    break;
                case 'L':
                    longName = Encoding.UTF8.GetString(tar, start, (int)size).TrimEnd('\0');
                    break;
                case '0' or '\0' or '7' when !name.EndsWith("/", StringComparison.Ordinal):
                    files.Add(File(name, tar, start, size, path));
                    break;
            }
        }
    }

    private static ChartFile File(string name, byte[] tar, int start, long size, string path)
    {
        var separator = name.IndexOf('\\') >= 0 ? '\\' : '/';
        var parts = name.Split(separator);
        var inner = string.Join("/", parts.Skip(1));
        if (inner.StartsWith("/", StringComparison.Ordinal))
        {
            throw new ChartException("chart illegally contains absolute paths");
        }

        inner = PathFunctions.Clean(inner);
        if (inner == ".")
        {
            throw new ChartException("chart illegally contains content outside the base directory: " + GoQuote.Quote(name));
        }

        if (inner.StartsWith("..", StringComparison.Ordinal))
        {
            throw new ChartException("chart illegally references parent directory");
        }

        if (inner.Length > 2 && char.IsLetter(inner[0]) && inner[1] == ':' && inner[2] == '/')
        {
            throw new ChartException("chart contains illegally named files");
        }

        if (parts[0] == "Chart.yaml")
        {
            throw new ChartException("chart yaml not in base directory");
        }

        if (size > MaxFile)
        {
            throw new ChartException("decompressed chart file " + GoQuote.Quote(name) + " is larger than the maximum file size 5242880");
        }

        var bom = size >= 3 && tar[start] == 0xEF && tar[start + 1] == 0xBB && tar[start + 2] == 0xBF ? 3 : 0;
        return new ChartFile(inner, tar.AsSpan(start + bom, (int)size - bom).ToArray(), path + "!" + name);
    }

    private static string Name(byte[] tar, int at)
    {
        var name = Text(tar, at, 100);
        var prefix = tar.AsSpan(at + 257, 5).SequenceEqual("ustar"u8) && tar[at + 262] == 0 ? Text(tar, at + 345, 155) : "";
        return prefix.Length > 0 ? prefix + "/" + name : name;
    }

    private static string Text(byte[] tar, int at, int length)
    {
        var end = Array.IndexOf(tar, (byte)0, at, length);
        return Encoding.UTF8.GetString(tar, at, (end < 0 ? at + length : end) - at);
    }

    private static long Octal(byte[] tar, int at, int length)
    {
        if ((tar[at] & 0x80) != 0)
        {
            return -1;
        }

        long value = 0;
        for (var i = at; i < at + length; i++)
        {
            if (tar[i] is >= (byte)'0' and <= (byte)'7')
            {
                value = (value * 8) + tar[i] - '0';
            }
        }

        return value;
    }

    // Records of the form "27 path=some/long/name\n".
    private static string? PaxPath(byte[] tar, int start, int size)
    {
        foreach (var line in Encoding.UTF8.GetString(tar, start, size).Split('\n'))
        {
            var blank = line.IndexOf(' ');
            if (blank >= 0 && string.CompareOrdinal(line, blank + 1, "path=", 0, 5) == 0)
            {
                return line.Substring(blank + 6);
            }
        }

        return null;
    }
}
