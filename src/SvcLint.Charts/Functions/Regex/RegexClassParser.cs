using System.Globalization;

namespace SvcLint.Charts.Functions.Regex;

/// <summary>Reads bracketed classes and escapes.</summary>
internal sealed class RegexClassParser(string text, bool ignoresCase)
{
    public RuneClass Parse(ref int at)
    {
        var start = at++;
        var set = new RuneClass { IgnoresCase = ignoresCase };
        if (at < text.Length && text[at] == '^')
        {
            set.Negated = true;
            at++;
        }

        var first = true;
        while (at >= text.Length || text[at] != ']' || first)
        {
            if (at >= text.Length)
            {
                throw new RegexSyntaxException("missing closing ]", text.Substring(start));
            }

            // A hyphen stands for itself at either end, and in Perl's manner after a range or class.
            first = false;
            if (text[at] == '[' && at + 1 < text.Length && text[at + 1] == ':' && TryNamedClass(ref at, set))
            {
                continue;
            }

            if (text[at] == '\\' && TryEscapedClass(ref at, out var inner))
            {
                set.Add(inner);
                continue;
            }

            var from = at;
            var low = Member(ref at, start);
            var high = low;
            if (at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']')
            {
                at++;
                high = Member(ref at, start);
                if (high < low)
                {
                    throw new RegexSyntaxException("invalid character class range", text.Substring(from, at - from));
                }
            }

            set.Add(low, high);
        }

        at++;
        return set;
    }

    private int Member(ref int at, int start)
    {
        if (at >= text.Length)
        {
            throw new RegexSyntaxException("missing closing ]", text.Substring(start));
        }

        return text[at] == '\\' ? EscapedRune(ref at) : RegexParser.Rune(text, ref at);
    }

    private bool TryNamedClass(ref int at, RuneClass set)
    {
        var end = text.IndexOf(":]", at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var name = text.Substring(at + 2, end - at - 2);
        var negated = name.StartsWith("^", StringComparison.Ordinal);
        (int, int)[]? ranges = (negated ? name.Substring(1) : name) switch
        {
            "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
            "alpha" => [('A', 'Z'), ('a', 'z')],
            "ascii" => [(0, 0x7F)],
            "blank" => [('\t', '\t'), (' ', ' ')],
            "cntrl" => [(0, 0x1F), (0x7F, 0x7F)],
            "digit" => [('0', '9')],
            "graph" => [('!', '~')],
            "lower" => [('a', 'z')],
            "print" => [(' ', '~')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "space" => [('\t', '\r'), (' ', ' ')],
            "upper" => [('A', 'Z')],
            "word" => [('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')],
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            _ => null,
        };
        if (ranges is null)
        {
            throw new RegexSyntaxException("invalid character class range", text.Substring(at, end + 2 - at));
        }

        var inner = new RuneClass { Negated = negated, IgnoresCase = ignoresCase };
        foreach (var (low, high) in ranges)
        {
            inner.Add(low, high);
        }

        set.Add(inner);
        at = end + 2;
        return true;
    }

    /// <summary><c>\d</c>, <c>\S</c>, <c>\pL</c>, <c>\P{Lu}</c> and their like.</summary>
    public bool TryEscapedClass(ref int at, out RuneClass set)
    {
        set = new RuneClass { IgnoresCase = ignoresCase };
        var c = at + 1 < text.Length ? text[at + 1] : '\0';
        switch (c)
        {
            case 'd' or 'D':
                set.Add('0', '9');
                break;
            case 's' or 'S':
                set.Add('\t', '\n');
                set.Add('\f', '\r');
                set.Add(' ', ' ');
                break;
            case 'w' or 'W':
                set.Add('0', '9');
                set.Add('A', 'Z');
                set.Add('_', '_');
                set.Add('a', 'z');
                break;
            case 'p' or 'P' when at + 2 < text.Length:
                AddUnicode(ref at, set, c == 'P');
                return true;
            default:
                return false;
        }

        set.Negated = c is 'D' or 'S' or 'W';
        at += 2;
        return true;
    }

    private void AddUnicode(ref int at, RuneClass set, bool negated)
    {
        var start = at;
        at += 2;
        string name;
        if (text[at] == '{')
        {
            var end = text.IndexOf('}', at);
            if (end < 0)
            {
                throw new RegexSyntaxException("invalid character class range", text.Substring(start));
            }

            name = text.Substring(at + 1, end - at - 1);
            at = end + 1;
        }
        else
        {
            name = text.Substring(at++, 1);
        }

        if (name.StartsWith("^", StringComparison.Ordinal))
        {
            negated = !negated;
            name = name.Substring(1);
        }

        if (!RuneClass.IsCategory(name))
        {
            throw new RegexSyntaxException("invalid character class range", text.Substring(start, at - start));
        }

        set.AddCategory(name, negated);
    }

    public int EscapedRune(ref int at)
    {
        var start = at++;
        if (at >= text.Length)
        {
            throw new RegexSyntaxException("trailing backslash at end of expression", "");
        }

        var c = RegexParser.Rune(text, ref at);
        switch (c)
        {
            case >= '1' and <= '7' when at >= text.Length || text[at] is < '0' or > '7':
                break;
            case >= '0' and <= '7':
                var octal = c - '0';
                for (var i = 1; i < 3 && at < text.Length && text[at] is >= '0' and <= '7'; i++)
                {
                    octal = (octal * 8) + text[at++] - '0';
                }

                return octal;
            case 'x':
                if (TryHexadecimal(ref at, out var value))
                {
                    return value;
                }

                break;
            case 'a':
                return 7;
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case < 0x80 when !char.IsLetterOrDigit((char)c):
                return c;
        }

        throw new RegexSyntaxException("invalid escape sequence", text.Substring(start, at - start));
    }

    private bool TryHexadecimal(ref int at, out int value)
    {
        value = 0;
        string digits;
        if (at < text.Length && text[at] == '{')
        {
            var end = text.IndexOf('}', at);
            digits = end < 0 ? "" : text.Substring(at + 1, end - at - 1);
            at = end < 0 ? text.Length : end + 1;
        }
        else
        {
            digits = text.Substring(at, Math.Min(2, text.Length - at));
            at += digits.Length;
            if (digits.Length < 2)
            {
                return false;
            }
        }

        return digits.Length is > 0 and < 8 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value <= 0x10FFFF;
    }
}
