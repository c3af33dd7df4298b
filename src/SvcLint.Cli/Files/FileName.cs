using System.Text;

namespace SvcLint.Cli.Files;

/// <summary>
/// Names of files as text and as the system's bytes. On Linux a name is any bytes: one that is no UTF-8 has its byte b as the lone
/// surrogate U+DC00 + b, so that it can be opened again.
/// </summary>
internal static class FileName
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>True for a name that no .NET call can pass on.</summary>
    public static bool IsRaw(string path)
    {
        foreach (var unit in path)
        {
            if (unit is >= '\uDC80' and <= '\uDCFF')
            {
                return HasLone(path);
            }
        }

        return false;
    }

    public static string FromBytes(ReadOnlySpan<byte> name)
    {
        try
        {
            return Strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return Escaped(name);
        }
    }

    /// <summary>The bytes, with the zero behind them that the system wants.</summary>
    public static byte[] ToBytes(string path)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        var length = 0;
        for (var at = 0; at < path.Length;)
        {
            if (path[at] is >= '\uDC80' and <= '\uDCFF')
            {
                bytes[length++] = (byte)(path[at++] - 0xDC00);
                continue;
            }

            var pair = char.IsHighSurrogate(path[at]) && at + 1 < path.Length && char.IsLowSurrogate(path[at + 1]) ? 2 : 1;
            length += Encoding.UTF8.GetBytes(path.AsSpan(at, pair), bytes.AsSpan(length));
            at += pair;
        }

        return bytes[..(length + 1)];
    }

    /// <summary>A relative URI of the very bytes.</summary>
    public static string ToUri(string path)
    {
        var uri = new StringBuilder(path.Length + 8);
        foreach (var unit in ToBytes(path).AsSpan()[..^1])
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'/' or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                uri.Append((char)unit);
            }
            else
            {
                uri.Append('%').Append(unit.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return uri.ToString();
    }

    private static string Escaped(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(name, out var rune, out var length);
            if (status == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                length = 1;
                text.Append((char)(0xDC00 + name[0]));
            }

            name = name[length..];
        }

        return text.ToString();
    }

    private static bool HasLone(string path)
    {
        for (var at = 0; at < path.Length; at++)
        {
            if (char.IsHighSurrogate(path[at]))
            {
                at++;
            }
            else if (char.IsLowSurrogate(path[at]))
            {
                return true;
            }
        }

        return false;
    }
}
