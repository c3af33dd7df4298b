using System.Globalization;
using SvcLint.Charts.Templates;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Functions;

/// <summary>What is wrong with YAML, in the words of go-yaml.</summary>
internal static class YamlFaults
{
    /// <summary>go-yaml refuses control characters anywhere. Throws its error.</summary>
    public static void CheckCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is (< ' ' and not ('\t' or '\n' or '\r')) or (>= '\u007F' and < '\u00A0' and not '\u0085') or '\uFFFE' or '\uFFFF')
            {
                throw new GoError("error converting YAML to JSON: yaml: control characters are not allowed");
            }

            if (c is >= '\uDC80' and <= '\uDCFF' && (i == 0 || !char.IsHighSurrogate(text[i - 1])))
            {
                throw new GoError("error converting YAML to JSON: yaml: invalid leading UTF-8 octet");
            }
        }
    }

    /// <summary>The reader's problem as go-yaml would have it, with its line.</summary>
    public static string Describe(SourceText source, YamlProblem problem)
    {
        var line = source.Lines.LineIndex(problem.Span.Start);
        var (text, isScanner) = Words(problem.Message, source.Content, problem.Span.Start);
        // Its scanner counts lines from 1, its parser from 0; line 0 is not told.
        line += isScanner && line > 0 ? 1 : 0;
        return "yaml: " + (line > 0 ? "line " + line.ToString(CultureInfo.InvariantCulture) + ": " : "") + text;
    }

    private static (string Text, bool IsScanner) Words(string message, string content, int at)
    {
        bool Has(string part) => message.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
        return message switch
        {
            _ when Has("alias *") && Has("no anchor") => ("unknown anchor '" + message.Substring(message.IndexOf('*') + 1).Split(' ')[0] + "' referenced", false),
            _ when Has("alias *") => ("anchor '" + message.Substring(message.IndexOf('*') + 1).Split(' ')[0] + "' value contains itself", false),
            _ when Has("tab") => ("found character that cannot start any token", true),
            _ when Has("mapping values are not allowed") || Has("mapping value") => ("mapping values are not allowed in this context", true),
            _ when Has("unicode") || Has("escape") => (Has("unicode") ? "found invalid Unicode character escape code" : "found unknown escape character", true),
            _ when Has("unexpected end of stream") || Has("end of stream") => ("found unexpected end of stream", true),
            _ when Has("cannot start any token") => ("found character that cannot start any token", true),
            _ when Has("':'") => ("could not find expected ':'", true),
            _ when Has("node content") => ("did not find expected node content", false),
            _ when Has("',' or ']'") || Has("flow sequence") => ("did not find expected ',' or ']'", false),
            _ when Has("',' or '}'") || Has("flow mapping") => ("did not find expected ',' or '}'", false),
            _ when Has("'-' indicator") || Has("block collection") || Has("block sequence") => ("did not find expected '-' indicator", false),
            _ when Has("expected key") || Has("block mapping") => ("did not find expected key", false),
            _ when Has("version") => ("found incompatible YAML document", false),
            _ when Has("document start") => ("did not find expected <document start>", false),
            _ when at >= content.TrimEnd().Length - 1 && content.IndexOfAny(['[', '{']) >= 0 => ("did not find expected node content", false),
            _ => ("did not find expected key", false),
        };
    }
}
