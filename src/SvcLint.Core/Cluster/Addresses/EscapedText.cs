using System.Globalization;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Addresses;

/// <summary>A text between double quotes with escapes, as JSON and kubectl write files of ConfigMaps: each part of it and its place.</summary>
internal static class EscapedText
{
    /// <summary>Null for what is not between double quotes, or is folded over lines.</summary>
    public static TextSlice? SliceOf(Located<string> text)
    {
        var content = text.Span.Source.Content;
        var at = text.Span.Start + 1;
        var end = text.Span.End - 1;
        if (text.IsDefault || end < at || content[at - 1] != '"' || content[end] != '"')
        {
            return null;
        }

        var value = text.Value;
        var segments = new List<(int From, int To)> { (0, at) };
        var shift = at;
        for (var i = 0; i < value.Length;)
        {
            while (at < end && Continuation(content, at) is { } next)
            {
                at = next;
            }

            if (at - i != shift)
            {
                segments.Add((i, at));
                shift = at - i;
            }

            var taken = at < end && content[at] == '\\' ? Escape(content, at, end, value, i) : at < end && content[at] == value[i] && value[i] != '\n' ? (File: 1, Text: 1) : default;
            if (taken.File == 0)
            {
                return null;
            }

            at += taken.File;
            i += taken.Text;
        }

        return TextSlice.Mapped(text.Span.Source, value, segments);
    }

    // A backslash at the end of a line: YAML goes on at the next line's first character.
    private static int? Continuation(string content, int at)
    {
        if (content[at] != '\\' || at + 1 >= content.Length || content[at + 1] is not ('\n' or '\r'))
        {
            return null;
        }

        at++;
        while (at < content.Length && content[at] is '\n' or '\r' or ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    // How much of the file, and of the text, one escape is; nothing where they differ.
    private static (int File, int Text) Escape(string content, int at, int end, string value, int i)
    {
        if (at + 1 >= end)
        {
            return default;
        }

        var digits = content[at + 1] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            // What stands for which character, the reader of the file knows.
            return (2, 1);
        }

        if (at + 2 + digits > end || !int.TryParse(content.Substring(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return default;
        }

        return (2 + digits, code > 0xFFFF && i + 1 < value.Length ? 2 : 1);
    }
}
