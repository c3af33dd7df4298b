using System.Text;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>Text of an input where it must not be taken for something else: names and paths are a stranger's.</summary>
internal static class Escaped
{
    /// <summary>On one line, with nothing in it that a terminal or a build server acts on.</summary>
    public static string Terminal(string text) => Printable.OneLine(text);

    public static string Html(string text) => Replace(Printable.OneLine(text), c => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => null,
    });

    /// <summary>Within a line or a cell of a table.</summary>
    public static string Markdown(string text) => Replace(Printable.OneLine(text), c => c switch
    {
        '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '!' => "\\" + c,
        // GitHub and GitLab notify whom a text names, however the sign is escaped; what stands between is not seen.
        '@' => "@&#8203;",
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    });

    /// <summary>A quoted string of Graphviz.</summary>
    public static string Dot(string text) => "\"" + Replace(Printable.OneLine(text), c => c switch { '"' => "\\\"", '\\' => "\\\\", _ => null }) + "\"";

    /// <summary>A quoted label of Mermaid, which reads entities, and directives after two percent signs.</summary>
    public static string Mermaid(string text) => "\"" + Replace(Printable.OneLine(text), c => c switch { '"' => "#quot;", '#' => "#35;", '%' => "#37;", '<' => "#lt;", '>' => "#gt;", _ => null }) + "\"";

    /// <summary>A field of CSV; a spreadsheet takes some first characters for a formula.</summary>
    public static string Csv(string text)
    {
        text = Printable.OneLine(text);
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : safe;
    }

    private static string Replace(string text, Func<char, string?> replacement)
    {
        StringBuilder? changed = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (replacement(text[i]) is { } other)
            {
                changed ??= new StringBuilder(text, 0, i, text.Length + 16);
                changed.Append(other);
            }
            else
            {
                changed?.Append(text[i]);
            }
        }

        return changed?.ToString() ?? text;
    }
}
