using SvcLint.Text;

namespace SvcLint.Model;

/// <summary>Strings and comments of JSON text, told apart without reading the rest.</summary>
internal static class JsonText
{
    /// <summary>The comments, marks included; line breaks behind them are not.</summary>
    public static IReadOnlyList<TextSpan> Comments(string text)
    {
        var comments = new List<TextSpan>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at = EndOfString(text, at);
            }
            else if (IsComment(text, at))
            {
                var end = EndOfComment(text, at);
                comments.Add(new TextSpan(at, end));
                at = end - 1;
            }
        }

        return comments;
    }

    public static bool IsComment(string text, int at) => text[at] == '/' && at + 1 < text.Length && text[at + 1] is '/' or '*';

    /// <summary>Offset of the closing quote; of a string that is not closed, of the line's end.</summary>
    public static int EndOfString(string text, int start)
    {
        var at = start + 1;
        while (at < text.Length && text[at] is not ('"' or '\n'))
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return at;
    }

    /// <summary>Offset behind the comment.</summary>
    public static int EndOfComment(string text, int start)
    {
        if (text[start + 1] == '/')
        {
            var line = text.IndexOfAny(['\r', '\n'], start);
            return line < 0 ? text.Length : line;
        }

        var close = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        return close < 0 ? text.Length : close + 2;
    }
}
