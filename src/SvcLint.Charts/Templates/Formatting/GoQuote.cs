using System.Globalization;
using System.Text;

namespace SvcLint.Charts.Templates;

/// <summary>Go's package strconv: quoting and unquoting of strings.</summary>
public static class GoQuote
{
    /// <summary><c>strconv.Quote</c>; <c>strconv.QuoteToASCII</c> with <paramref name="ascii"/>.</summary>
    public static string Quote(string text, bool ascii = false)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < (char)0x7F and not ('"' or '\\'))
            {
                result.Append(c);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendRune(result, char.ConvertToUtf32(c, text[++i]), '"', ascii);
            }
            else if (char.IsSurrogate(c))
            {
                foreach (var b in GoText.ToBytes(c.ToString()))
                {
                    result.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture));
                }
            }
            else
            {
                AppendRune(result, c, '"', ascii);
            }
        }

        return result.Append('"').ToString();
    }

    /// <summary><c>strconv.QuoteRune</c>.</summary>
    public static string QuoteRune(long rune, bool ascii = false)
    {
        var result = new StringBuilder().Append('\'');
        AppendRune(result, rune is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) ? 0xFFFD : (int)rune, '\'', ascii);
        return result.Append('\'').ToString();
    }

    /// <summary><c>%#U</c>: a code point and what it shows.</summary>
    public static string Describe(long rune)
    {
        // The lexer's end of text is -1, which Go prints as what 64 bits of it are.
        var number = "U+" + unchecked((ulong)rune).ToString("X4", CultureInfo.InvariantCulture);
        return rune is >= 0 and <= 0x10FFFF && IsPrint((int)rune) ? number + " '" + GoText.FromRune((int)rune) + "'" : number;
    }

    /// <summary><c>unicode.IsPrint</c>.</summary>
    public static bool IsPrint(int rune)
    {
        if (rune < 0x80)
        {
            return rune is >= ' ' and < 0x7F;
        }

        if (rune is (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF)
        {
            return false;
        }

        return CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(rune), 0) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    /// <summary><c>strconv.CanBackquote</c>.</summary>
    public static bool CanBackquote(string text)
    {
        foreach (var c in text)
        {
            if ((c < ' ' && c != '\t') || c is '`' or (char)0x7F or '\uFEFF' || (char.IsLowSurrogate(c) && GoText.ToBytes(text) is var bytes && GoText.FromBytes(bytes) != text))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>strconv.Unquote</c> of what the lexer takes for a string; null when its syntax is not valid.</summary>
    public static string? Unquote(string quoted)
    {
        if (quoted.Length < 2 || quoted[0] != quoted[quoted.Length - 1])
        {
            return null;
        }

        var inner = quoted.Substring(1, quoted.Length - 2);
        if (quoted[0] == '`')
        {
            return inner.IndexOf('`') < 0 ? inner.Replace("\r", "") : null;
        }

        if (inner.IndexOf('\\') < 0)
        {
            return inner;
        }

        // Escapes may give bytes that only together are a character.
        var bytes = new List<byte>();
        for (var i = 0; i < inner.Length;)
        {
            if (inner[i] == '\\')
            {
                if (!UnquoteChar(inner, ref i, quoted[0], out var value, out var isByte))
                {
                    return null;
                }

                if (isByte)
                {
                    bytes.Add((byte)value);
                }
                else
                {
                    bytes.AddRange(GoText.ToBytes(GoText.FromRune(value)));
                }
            }
            else
            {
                var length = char.IsHighSurrogate(inner[i]) && i + 1 < inner.Length ? 2 : 1;
                bytes.AddRange(GoText.ToBytes(inner.Substring(i, length)));
                i += length;
            }
        }

        return GoText.FromBytes([.. bytes]);
    }

    /// <summary><c>strconv.UnquoteChar</c> at a backslash or a character; moves behind it.</summary>
    public static bool UnquoteChar(string text, ref int at, char quote, out int value, out bool isByte)
    {
        value = 0;
        isByte = false;
        if (at >= text.Length || text[at] == quote)
        {
            return false;
        }

        if (text[at] != '\\')
        {
            value = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? char.ConvertToUtf32(text, at) : char.IsSurrogate(text[at]) ? 0xFFFD : text[at];
            at += value >= 0x10000 ? 2 : 1;
            return true;
        }

        if (at + 1 >= text.Length)
        {
            return false;
        }

        var c = text[at + 1];
        at += 2;
        switch (c)
        {
            case 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v':
                value = "\a\b\f\n\r\t\v"["abfnrtv".IndexOf(c)];
                return true;
            case 'x' or 'u' or 'U':
                isByte = c == 'x';
                return Hexadecimal(text, ref at, c == 'x' ? 2 : c == 'u' ? 4 : 8, out value) && (isByte || value is <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF));
            case >= '0' and <= '7':
                isByte = true;
                return Octal(text, ref at, c, out value);
            case '\\':
                value = '\\';
                return true;
            case '\'' or '"':
                value = c;
                return c == quote;
            default:
                return false;
        }
    }

    private static bool Hexadecimal(string text, ref int at, int digits, out int value)
    {
        value = 0;
        if (at + digits > text.Length || !uint.TryParse(text.Substring(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var parsed) || parsed > int.MaxValue)
        {
            return false;
        }

        value = (int)parsed;
        at += digits;
        return true;
    }

    private static bool Octal(string text, ref int at, char first, out int value)
    {
        value = first - '0';
        for (var i = 0; i < 2; i++, at++)
        {
            if (at >= text.Length || text[at] is < '0' or > '7')
            {
                return false;
            }

            value = (value << 3) | (text[at] - '0');
        }

        return value <= 255;
    }

    private static void AppendRune(StringBuilder result, int rune, char quote, bool ascii)
    {
        if (rune == quote || rune == '\\')
        {
            result.Append('\\').Append((char)rune);
        }
        else if (ascii ? rune is >= ' ' and < 0x7F : IsPrint(rune))
        {
            result.Append(GoText.FromRune(rune));
        }
        else if ("\a\b\f\n\r\t\v".IndexOf((char)rune) is >= 0 and var index && rune < 0x20)
        {
            result.Append('\\').Append("abfnrtv"[index]);
        }
        else
        {
            result.Append(rune < ' ' || rune == 0x7F ? "\\x" + rune.ToString("x2", CultureInfo.InvariantCulture)
                : rune < 0x10000 ? "\\u" + rune.ToString("x4", CultureInfo.InvariantCulture)
                : "\\U" + rune.ToString("x8", CultureInfo.InvariantCulture));
        }
    }
}
