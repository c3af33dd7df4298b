using System.Globalization;
using System.Text;

namespace SvcLint.Charts.Functions;

internal enum YamlScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// <summary>A scalar to write, and the notations that its text permits.</summary>
internal sealed class YamlScalarShape
{
    private readonly YamlScalarStyle _wanted;
    private bool _plain = true;
    private bool _single = true;
    private bool _block = true;
    private bool _multiline;

    private YamlScalarShape(string text, YamlScalarStyle wanted)
    {
        Text = text;
        _wanted = wanted;
    }

    public string Text { get; }

    /// <summary>The tag before it; none for most.</summary>
    public string Tag { get; private init; } = "";

    /// <summary>A number, a boolean, null.</summary>
    public static YamlScalarShape Plain(string text) => new(text, YamlScalarStyle.Plain);

    public static YamlScalarShape OfString(string text, bool version3)
    {
        if (text.Any(char.IsSurrogate) && Templates.GoText.Runes(text).Contains(0xFFFD) && !text.Contains('\uFFFD'))
        {
            return Binary(text);
        }

        var plain = YamlScalars.IsString(text, version3) && !YamlScalars.IsBase60(text) && !(version3 && YamlScalars.IsOldBool(text));
        var wanted = text.Contains('\n') ? YamlScalarStyle.Literal : plain ? YamlScalarStyle.Plain : YamlScalarStyle.DoubleQuoted;
        var shape = new YamlScalarShape(text, wanted);
        shape.Analyze(version3);
        return shape;
    }

    // Bytes that are no text go as base64, seventy characters a line.
    private static YamlScalarShape Binary(string text)
    {
        var encoded = Convert.ToBase64String(Templates.GoText.ToBytes(text));
        var lines = new StringBuilder();
        for (var i = 0; i < encoded.Length; i += 70)
        {
            lines.Append(encoded, i, Math.Min(70, encoded.Length - i));
            lines.Append(encoded.Length >= 70 ? "\n" : "");
        }

        var shape = new YamlScalarShape(lines.ToString(), encoded.Length >= 70 ? YamlScalarStyle.Literal : YamlScalarStyle.Plain) { Tag = "!!binary" };
        shape.Analyze(version3: true);
        return shape;
    }

    /// <summary>Whether a key needs no question mark before it.</summary>
    public static bool IsSimpleKey(string key) => !key.Any(IsBreak) && Templates.GoText.ByteCount(key) <= 128;

    public static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    public YamlScalarStyle StyleIn(YamlContext context)
    {
        var style = _wanted;
        if (context == YamlContext.SimpleKey && _multiline)
        {
            style = YamlScalarStyle.DoubleQuoted;
        }

        if (style == YamlScalarStyle.Plain && (!_plain || (Text.Length == 0 && context == YamlContext.SimpleKey)))
        {
            style = YamlScalarStyle.SingleQuoted;
        }

        if (style == YamlScalarStyle.SingleQuoted && !_single)
        {
            style = YamlScalarStyle.DoubleQuoted;
        }

        return style == YamlScalarStyle.Literal && (!_block || context == YamlContext.SimpleKey) ? YamlScalarStyle.DoubleQuoted : style;
    }

    private void Analyze(bool version3)
    {
        var text = Text;
        if (text.Length == 0)
        {
            _block = false;
            return;
        }

        var indicators = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal);
        bool special = false, tabs = false, breakSpace = false, spaceBreak = false;
        var previousSpace = false;
        var previousBreak = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var followed = i + 1 >= text.Length || text[i + 1] is ' ' or '\t';
            indicators |= i == 0 ? c switch
            {
                '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => true,
                '?' or ':' or '-' => followed,
                _ => false,
            }
            : (c == ':' && followed) || (c == '#' && (text[i - 1] is ' ' or '\t' || IsBreak(text[i - 1])));
            if (!IsPrintable(c))
            {
                tabs |= c == '\t' && version3;
                special |= c != '\t' || !version3;
            }

            if (c == ' ')
            {
                breakSpace |= previousBreak;
            }
            else if (IsBreak(c))
            {
                _multiline = true;
                spaceBreak |= previousSpace;
            }

            previousSpace = c == ' ';
            previousBreak = IsBreak(c);
        }

        var edges = text[0] == ' ' || IsBreak(text[0]) || previousSpace || previousBreak;
        _plain = !(edges || breakSpace || spaceBreak || tabs || special || _multiline || indicators);
        _single = !(breakSpace || spaceBreak || tabs || special);
        _block = !(previousSpace || spaceBreak || special);
    }

    // What libyaml takes for printable: nothing beyond the basic plane, no tab, no byte order mark.
    private static bool IsPrintable(char c) => c is '\n' or (>= ' ' and <= '~') or (>= '\u00A0' and < '\uD800') or (>= '\uE000' and <= '\uFFFD' and not '\uFEFF');

    /// <summary>One character of a double quoted scalar.</summary>
    /// <param name="text">The scalar.</param>
    /// <param name="i">The character; the second half of a pair is skipped.</param>
    /// <param name="everything">Escape it in any case: libyaml's emitter does in a text that starts with a byte order mark.</param>
    public static string DoubleQuoted(string text, ref int i, bool everything)
    {
        var c = text[i];
        if (IsPrintable(c) && !IsBreak(c) && c is not ('"' or '\\') && !everything)
        {
            return c.ToString();
        }

        if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            return "\\U" + char.ConvertToUtf32(c, text[++i]).ToString("X8", CultureInfo.InvariantCulture);
        }

        return "\\" + c switch
        {
            '\0' => "0",
            '\a' => "a",
            '\b' => "b",
            '\t' => "t",
            '\n' => "n",
            '\v' => "v",
            '\f' => "f",
            '\r' => "r",
            '\u001B' => "e",
            '"' => "\"",
            '\\' => "\\",
            '\u0085' => "N",
            '\u00A0' => "_",
            '\u2028' => "L",
            '\u2029' => "P",
            <= '\u00FF' => "x" + ((int)c).ToString("X2", CultureInfo.InvariantCulture),
            _ => "u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
        };
    }
}
