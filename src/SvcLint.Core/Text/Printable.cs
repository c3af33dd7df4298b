using System.Globalization;
using System.Text;

namespace SvcLint.Text;

/// <summary>
/// A stranger's text as a terminal, a log or a build server may see it: on one line, nothing in it that they would act on, and nothing
/// that shows other than it is.
/// </summary>
public static class Printable
{
    /// <summary>Control and formatting characters, line ends and the marks of workflow commands are written as escapes; a tab as a space.</summary>
    public static string OneLine(string text)
    {
        var first = 0;
        while (first < text.Length && char.IsWhiteSpace(text[first]))
        {
            first++;
        }

        var at = 0;
        while (at < text.Length && !MustEscape(text, at, first))
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16).Append(text, 0, at);
        for (; at < text.Length; at++)
        {
            if (MustEscape(text, at, first))
            {
                Escape(text[at], escaped);
            }
            else
            {
                escaped.Append(text[at]);
            }
        }

        return escaped.ToString();
    }

    /// <summary>A path in a format that keeps names as they are, save for bytes that no text has.</summary>
    public static string Path(string path)
    {
        var at = 0;
        while (at < path.Length && !IsLone(path, at))
        {
            at++;
        }

        if (at == path.Length)
        {
            return path;
        }

        var shown = new StringBuilder(path.Length + 16).Append(path, 0, at);
        for (; at < path.Length; at++)
        {
            if (IsLone(path, at))
            {
                Escape(path[at], shown);
            }
            else
            {
                shown.Append(path[at]);
            }
        }

        return shown.ToString();
    }

    /// <summary>True for characters that steer a terminal, break a line, reorder what stands around them or are not seen at all.</summary>
    public static bool IsHidden(int scalar) => scalar is < 0x20 or (>= 0x7F and <= 0x9F)
        or 0xAD or 0x061C or 0x180E or 0x200B or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF
        or (>= 0xFFF9 and <= 0xFFFB) or 0xFFFE or 0xFFFF or (>= 0xE0000 and <= 0xE007F);

    private static bool MustEscape(string text, int at, int first) => text[at] switch
    {
        // Runners look for ##[command], ##vso[command] and ##teamcity[command anywhere in a line, and for ::command:: at its start.
        '#' => at > 0 && text[at - 1] == '#' && OpensCommand(text, at + 1),
        ':' => (at == first && at + 1 < text.Length && text[at + 1] == ':' && !IsAddress(text, at + 2)) || IsSection(text, first, at),
        >= ' ' and < '\u007F' => false,
        '\uDB40' => at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) && IsHidden(char.ConvertToUtf32(text[at], text[at + 1])),
        '\t' => true,
        >= '\uD800' and <= '\uDFFF' => IsLone(text, at) || (at > 0 && text[at - 1] == '\uDB40' && IsHidden(char.ConvertToUtf32(text[at - 1], text[at]))),
        var unit => IsHidden(unit),
    };

    // GitLab folds its log between section_start:TIME:NAME and section_end:TIME:NAME.
    private static bool IsSection(string text, int first, int colon) =>
        (colon - first == "section_start".Length && string.CompareOrdinal(text, first, "section_start", 0, colon - first) == 0)
        || (colon - first == "section_end".Length && string.CompareOrdinal(text, first, "section_end", 0, colon - first) == 0);

    // "::1", "::-::ffff", "::/0": no command has a name of such letters alone.
    private static bool IsAddress(string text, int at)
    {
        while (at < text.Length && text[at] is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F') or ':' or '.' or '-' or '/')
        {
            at++;
        }

        return at == text.Length || text[at] is ' ' or ',' or ']' or ')';
    }

    private static bool OpensCommand(string text, int at)
    {
        while (at < text.Length && text[at] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
        {
            at++;
        }

        return at < text.Length && text[at] == '[';
    }

    private static bool IsLone(string text, int at) =>
        char.IsHighSurrogate(text[at]) ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])
        : char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));

    private static void Escape(char unit, StringBuilder escaped)
    {
        switch (unit)
        {
            case '\t':
                escaped.Append(' ');
                break;
            case '\n':
                escaped.Append("\\n");
                break;
            case '\r':
                escaped.Append("\\r");
                break;
            // A byte of a file name that is no UTF-8.
            case >= '\uDC80' and <= '\uDCFF':
                escaped.Append("\\x").Append((unit - 0xDC00).ToString("x2", CultureInfo.InvariantCulture));
                break;
            default:
                escaped.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
                break;
        }
    }
}
