using System.Text;

namespace SvcLint.Text;

/// <summary>How the bytes of a file spell its text; a fix writes them back the same way.</summary>
public enum TextEncoding
{
    Utf8,
    Utf8WithBom,
    Utf16LittleEndian,
    Utf16BigEndian,
    Utf16LittleEndianWithoutBom,
    Utf16BigEndianWithoutBom,
}

/// <summary>One input: a path as findings show it (relative, forward slashes) and its text without byte order mark.</summary>
public sealed class SourceText(string path, string content, TextEncoding encoding = TextEncoding.Utf8, int? invalidAt = null)
{
    private LineMap? _lines;

    public string Path { get; } = path;

    public string Content { get; } = content;

    public TextEncoding Encoding { get; } = encoding;

    /// <summary>Offset of the first byte sequence that is not text in the file's encoding, or null.</summary>
    public int? InvalidAt { get; } = invalidAt;

    // Two threads may both build the map; either is right.
    public LineMap Lines => _lines ??= new LineMap(Content);

    /// <summary>Of a text that a template rendered: where its parts came from.</summary>
    public IReadOnlyList<RenderedPiece> Pieces { get; init; } = [];

    public SourceSpan Span(int start, int end) => new(this, new TextSpan(start, end));

    /// <summary>Reads bytes as a YAML processor does: byte order mark, else the zero bytes of UTF-16, else UTF-8.</summary>
    public static SourceText FromBytes(string path, byte[] bytes)
    {
        if (bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
        {
            return Decode(path, bytes, 3, TextEncoding.Utf8WithBom);
        }

        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        {
            return Decode(path, bytes, 2, TextEncoding.Utf16LittleEndian);
        }

        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        {
            return Decode(path, bytes, 2, TextEncoding.Utf16BigEndian);
        }

        if (bytes.Length >= 2 && (bytes.Length % 2 == 0 || bytes.Length > 4) && (bytes[0] == 0) != (bytes[1] == 0) && (bytes.Length < 4 || (bytes[2] == 0) == (bytes[0] == 0)))
        {
            return Decode(path, bytes, 0, bytes[0] == 0 ? TextEncoding.Utf16BigEndianWithoutBom : TextEncoding.Utf16LittleEndianWithoutBom);
        }

        return Decode(path, bytes, 0, TextEncoding.Utf8);
    }

    private static SourceText Decode(string path, byte[] bytes, int skip, TextEncoding encoding)
    {
        Encoding decoder = encoding switch
        {
            TextEncoding.Utf16LittleEndian or TextEncoding.Utf16LittleEndianWithoutBom => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            TextEncoding.Utf16BigEndian or TextEncoding.Utf16BigEndianWithoutBom => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        var text = decoder.GetString(bytes, skip, bytes.Length - skip);
        var replaced = text.IndexOf('\uFFFD');
        // A replacement character may stand in the file itself; only its absence from the bytes makes the input invalid.
        var invalid = replaced >= 0 && !Equal(decoder.GetBytes(text), bytes, skip) ? replaced : (int?)null;
        return new SourceText(path, text, encoding, invalid);
    }

    private static bool Equal(byte[] a, byte[] b, int skip) => a.AsSpan().SequenceEqual(b.AsSpan(skip));

    /// <summary>The bytes of <paramref name="content"/> in this file's encoding, byte order mark included where it had one.</summary>
    public byte[] ToBytes(string content) => Encoding switch
    {
        TextEncoding.Utf8WithBom => [0xEF, 0xBB, 0xBF, .. new UTF8Encoding(false).GetBytes(content)],
        TextEncoding.Utf16LittleEndian => [0xFF, 0xFE, .. new UnicodeEncoding(false, false).GetBytes(content)],
        TextEncoding.Utf16BigEndian => [0xFE, 0xFF, .. new UnicodeEncoding(true, false).GetBytes(content)],
        TextEncoding.Utf16LittleEndianWithoutBom => new UnicodeEncoding(false, false).GetBytes(content),
        TextEncoding.Utf16BigEndianWithoutBom => new UnicodeEncoding(true, false).GetBytes(content),
        _ => new UTF8Encoding(false).GetBytes(content),
    };

    public override string ToString() => Path;
}
