using System.Text;

namespace SvcLint.Charts.Templates;

/// <summary>
/// Go's strings are bytes. Here they are UTF-16 text, in which a byte that belongs to no UTF-8 sequence is a lone surrogate from U+DC80 to U+DCFF.
/// </summary>
public static class GoText
{
    private const int Escape = 0xDC00;

    /// <summary>Length in bytes.</summary>
    public static int ByteCount(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80 || IsRawByte(text, i))
            {
                count++;
            }
            else if (c < 0x800)
            {
                count += 2;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                count += 4;
                i++;
            }
            else
            {
                count += 3;
            }
        }

        return count;
    }

    /// <summary>True when every character is one byte, so that offsets of text and bytes agree.</summary>
    public static bool IsAscii(string text)
    {
        foreach (var c in text)
        {
            if (c >= 0x80)
            {
                return false;
            }
        }

        return true;
    }

    public static byte[] ToBytes(string text)
    {
        var bytes = new byte[ByteCount(text)];
        var at = 0;
        for (var i = 0; i < text.Length; i++)
        {
            int c = text[i];
            if (c < 0x80)
            {
                bytes[at++] = (byte)c;
            }
            else if (IsRawByte(text, i))
            {
                bytes[at++] = (byte)(c - Escape);
            }
            else if (c < 0x800)
            {
                bytes[at++] = (byte)(0xC0 | (c >> 6));
                bytes[at++] = (byte)(0x80 | (c & 0x3F));
            }
            else if (char.IsHighSurrogate((char)c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                c = char.ConvertToUtf32((char)c, text[++i]);
                bytes[at++] = (byte)(0xF0 | (c >> 18));
                bytes[at++] = (byte)(0x80 | ((c >> 12) & 0x3F));
                bytes[at++] = (byte)(0x80 | ((c >> 6) & 0x3F));
                bytes[at++] = (byte)(0x80 | (c & 0x3F));
            }
            else
            {
                bytes[at++] = (byte)(0xE0 | (c >> 12));
                bytes[at++] = (byte)(0x80 | ((c >> 6) & 0x3F));
                bytes[at++] = (byte)(0x80 | (c & 0x3F));
            }
        }

        return bytes;
    }

    /// <summary>Whether any byte of a text is no UTF-8.</summary>
    public static bool HasRawByte(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsRawByte(text, i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text as JSON holds it, with U+FFFD in place of every byte that is no UTF-8.</summary>
    public static string WithoutRawBytes(string text)
    {
        if (!HasRawByte(text))
        {
            return text;
        }

        var clean = text.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            clean[i] = IsRawByte(text, i) ? '\uFFFD' : clean[i];
        }

        return new string(clean);
    }

    public static string FromBytes(byte[] bytes) => FromBytes(bytes, 0, bytes.Length);

    public static string FromBytes(byte[] bytes, int start, int length)
    {
        if (IsUtf8(bytes, start, length))
        {
            return Encoding.UTF8.GetString(bytes, start, length);
        }

        var text = new StringBuilder(length);
        var end = start + length;
        for (var i = start; i < end;)
        {
            var (rune, size) = DecodeRune(bytes, i, end);
            if (rune < 0)
            {
                text.Append((char)(Escape + bytes[i]));
            }
            else if (rune >= 0x10000)
            {
                text.Append(char.ConvertFromUtf32(rune));
            }
            else
            {
                text.Append((char)rune);
            }

            i += size;
        }

        return text.ToString();
    }

    /// <summary>The bytes from <paramref name="start"/> on, cut where Go cuts: between any two bytes. With origins.</summary>
    public static GoString Slice(GoString text, int start, int length)
    {
        if (IsAscii(text.Value))
        {
            return text.Substring(start, length);
        }

        var bytes = ToBytes(text.Value);
        return new GoString(FromBytes(bytes, start, length), text.Origin);
    }

    /// <summary>The code points; a byte that is no UTF-8 reads as U+FFFD, as in Go's <c>range</c>.</summary>
    public static int[] Runes(string text)
    {
        var runes = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                runes.Add(char.ConvertToUtf32(text[i], text[++i]));
            }
            else
            {
                runes.Add(char.IsSurrogate(text[i]) ? 0xFFFD : text[i]);
            }
        }

        return [.. runes];
    }

    /// <summary>Number of code points, each stray byte counted as one.</summary>
    public static int RuneCount(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
            {
                count--;
            }
        }

        return count;
    }

    public static string FromRune(int rune) => rune is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) ? "\uFFFD" : char.ConvertFromUtf32(rune);

    /// <summary>Go's order of strings: by bytes, which is that of code points.</summary>
    public static int Compare(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] != b[i])
            {
                return char.IsSurrogate(a[i]) || char.IsSurrogate(b[i]) ? CompareBytes(ToBytes(a), ToBytes(b)) : a[i].CompareTo(b[i]);
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    // What nearly every text is, which the framework reads many times faster.
    private static bool IsUtf8(byte[] bytes, int start, int length)
    {
#if NET
        return System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(start, length));
#else
        for (var i = start; i < start + length; i++)
        {
            if (bytes[i] >= 0x80)
            {
                return false;
            }
        }

        return true;
#endif
    }

    private static int CompareBytes(byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b);

    /// <summary>Whether the character at an index stands for one byte that is no UTF-8.</summary>
    public static bool IsRawByte(string text, int i) =>
        text[i] is >= '\uDC80' and <= '\uDCFF' && (i == 0 || !char.IsHighSurrogate(text[i - 1]));

    private static (int Rune, int Size) DecodeRune(byte[] bytes, int i, int end)
    {
        var first = bytes[i];
        if (first < 0x80)
        {
            return (first, 1);
        }

        var (size, least) = first switch
        {
            >= 0xC2 and <= 0xDF => (2, 0x80),
            >= 0xE0 and <= 0xEF => (3, 0x800),
            >= 0xF0 and <= 0xF4 => (4, 0x10000),
            _ => (0, 0),
        };
        if (size == 0 || i + size > end)
        {
            return (-1, 1);
        }

        var rune = first & (0xFF >> (size + 1));
        for (var k = 1; k < size; k++)
        {
            if ((bytes[i + k] & 0xC0) != 0x80)
            {
                return (-1, 1);
            }

            rune = (rune << 6) | (bytes[i + k] & 0x3F);
        }

        return rune < least || rune > 0x10FFFF || rune is >= 0xD800 and <= 0xDFFF ? (-1, 1) : (rune, size);
    }
}
