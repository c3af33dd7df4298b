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
                throw new GoException("error converting YAML to JSON: yaml: control characters are not allowed");
            }

            if (c is >= '\uDC80' and <= '\uDCFF' && (i == 0 || !char.IsHighSurrogate(text[i - 1])))
            {
                throw new GoException("error converting YAML to JSON: yaml: invalid leading UTF-8 octet");
            }
        }
    }

    /// <summary>Whether go-yaml itself refuses it, and not only what comes after.</summary>
    public static bool IsSyntax(YamlProblem problem) => !problem.IsDialect
        || !(Has(problem, "does not exist in JSON") || Has(problem, "a key ") || Has(problem, "kubectl accepts no directive"));

    /// <summary>The reader's problem as go-yaml would have it, with its line.</summary>
    public static string Describe(SourceText source, YamlProblem problem)
    {
        var (text, isScanner) = Words(source, problem);
        var line = source.Lines.LineIndex(problem.Span.Start);
        if (!isScanner && (problem.Span.Start >= source.Content.TrimEnd().Length - 1 || IsUnclosed(source.Content, text)))
        {
            // What is missing at the end is missing on the line after.
            line = source.Content.Count(c => c == '\n') + (source.Content.EndsWith("\n", StringComparison.Ordinal) ? 0 : 1);
        }

        // Its scanner counts lines from 1, its parser from 0; line 0 is not told.
        line += isScanner && line > 0 ? 1 : 0;
        var placed = line > 0 && (isScanner || text.StartsWith("did not", StringComparison.Ordinal) || text.StartsWith("found", StringComparison.Ordinal));
        return "yaml: " + (placed ? "line " + line.ToString(CultureInfo.InvariantCulture) + ": " : "") + text;
    }

    // The reader names where the collection begins, go-yaml what it met instead of its end: the end of the text.
    private static bool IsUnclosed(string content, string fault) => fault.StartsWith("did not find expected ','", StringComparison.Ordinal)
        && content.Count(c => c is '[' or '{') > content.Count(c => c is ']' or '}');

    private static bool Has(YamlProblem problem, string part) => problem.Message.IndexOf(part, StringComparison.Ordinal) >= 0;

    private static bool HasWord(SourceText source, int offset) => offset < source.Content.Length && (char.IsLetterOrDigit(source.Content[offset]) || source.Content[offset] is '_' or '-');

    private static (string Text, bool IsScanner) Words(SourceText source, YamlProblem problem)
    {
        string Alias() => problem.Message.Substring(problem.Message.IndexOf('*') + 1).Split(' ')[0];
        bool Has(string part) => YamlFaults.Has(problem, part);
        return problem.Message switch
        {
            _ when Has("has no anchor before it") => ("unknown anchor '" + Alias() + "' referenced", false),
            _ when Has("stands inside its own anchor") => ("anchor '" + Alias() + "' value contains itself", false),
            _ when Has("'<<' merges") => ("map merge requires map or sequence of maps as the value", false),
            _ when Has("a second ':'") => ("mapping values are not allowed in this context", true),
            _ when Has("code point") => ("found invalid Unicode character escape code", true),
            _ when Has("is no escape sequence") => ("found unknown escape character", true),
            _ when Has("hexadecimal digits must follow") => ("did not find expected hexdecimal number", true),
            _ when Has("no closing") => ("found unexpected end of stream", true),
            _ when Has("no ':' follows") => ("could not find expected ':'", true),
            _ when Has("a list item cannot start here") => ("block sequence entries are not allowed in this context", true),
            _ when Has("a key cannot start here") => ("mapping keys are not allowed in this context", true),
            _ when Has("mark of a block scalar") => ("did not find expected comment or line break", true),
            _ when Has("indentation of a block scalar") => ("found an indentation indicator equal to 0", true),
            _ when Has("'%' in the first column") => (HasWord(source, problem.Span.Start + 1) ? "found unknown directive name" : "could not find expected directive name", true),
            _ when Has("a tab cannot indent") || Has("no value can start with") => ("found character that cannot start any token", true),
            _ when Has("letters, digits") => ("did not find expected alphabetic or numeric character", true),
            _ when Has("malformed tag") => ("did not find expected tag URI", true),
            _ when Has("YAML 1.1 only") => ("found incompatible YAML document", false),
            _ when Has("malformed %YAML") => ("did not find expected digit or '.' character", true),
            _ when Has("%YAML directive") => ("found duplicate %YAML directive", false),
            _ when Has("',' or ']'") => ("did not find expected ',' or ']'", false),
            _ when Has("',' or '}'") => ("did not find expected ',' or '}'", false),
            _ when Has("a '-' is missing") => ("did not find expected '-' indicator", false),
            _ when Has("a key is missing") => ("did not find expected key", false),
            _ when Has("a value is missing") || Has("no value can stand here") => ("did not find expected node content", false),
            _ when Has("tag handle") => ("found undefined tag handle", false),
            _ when Has("levels deep") => ("exceeded max depth of 10000", false),
            _ when Has("aliases expand") => ("document contains excessive aliasing", false),
            _ => ("did not find expected key", false),
        };
    }
}
