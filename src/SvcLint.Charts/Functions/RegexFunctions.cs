using System.Text;
using SvcLint.Charts.Functions.Regex;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's functions with regular expressions.</summary>
internal static class RegexFunctions
{
    public static IEnumerable<GoFunction> All()
    {
        GoType[] two = [GoType.String, GoType.String];
        GoType[] counted = [GoType.String, GoType.String, GoType.Int];
        GoType[] three = [GoType.String, GoType.String, GoType.String];
        yield return new GoFunction("regexMatch", two, call => new GoBool(TryCompile(call, out _) is { } program && program.Match(call.String(1), 0) is not null));
        yield return new GoFunction("mustRegexMatch", two, call => new GoBool(Compile(call, true).Match(call.String(1), 0) is not null));
        foreach (var must in (bool[])[false, true])
        {
            yield return new GoFunction(must ? "mustRegexFind" : "regexFind", two, call => Find(call, must), origins: OriginFlow.Computed);
            yield return new GoFunction(must ? "mustRegexFindAll" : "regexFindAll", counted, call => FindAll(call, must));
            yield return new GoFunction(must ? "mustRegexReplaceAll" : "regexReplaceAll", three, call => Replace(call, must, literal: false));
            yield return new GoFunction(must ? "mustRegexReplaceAllLiteral" : "regexReplaceAllLiteral", three, call => Replace(call, must, literal: true));
            yield return new GoFunction(must ? "mustRegexSplit" : "regexSplit", counted, call => Split(call, must));
        }

        yield return new GoFunction("regexQuoteMeta", [GoType.String], call => GoString.Of(QuoteMeta(call.String(0))));
    }

    /// <summary>The text with everything that means something to an expression escaped.</summary>
    public static string QuoteMeta(string text)
    {
        var quoted = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if ("\\.+*?()|[]{}^$".IndexOf(c) >= 0)
            {
                quoted.Append('\\');
            }

            quoted.Append(c);
        }

        return quoted.ToString();
    }

    private static RegexProgram? TryCompile(FunctionCall call, out string error)
    {
        error = "";
        try
        {
            var program = RegexProgram.Compile(call.String(0));
            program.Spend = call.Execution.Spend;
            return program;
        }
        catch (RegexSyntaxException exception)
        {
            error = exception.Message;
            return null;
        }
    }

    private static RegexProgram Compile(FunctionCall call, bool must) =>
        TryCompile(call, out var error) ?? throw new GoException(must ? error : $"regexp: Compile({Backquoted(call.String(0))}): {error.Replace("error parsing regexp: ", "error parsing regexp: ")}");

    private static string Backquoted(string text) => text.IndexOf('`') < 0 && !text.Any(c => (c < ' ' && c != '\t') || c == '\u007F' || c == '\uFEFF' || char.IsSurrogate(c)) ? "`" + text + "`" : GoFormat.Quote(text);

    private static GoString Find(FunctionCall call, bool must)
    {
        var match = Compile(call, must).Match(call.String(1), 0);
        return GoString.Of(match is null ? "" : call.String(1).Substring(match[0], match[1] - match[0]));
    }

    private static GoList FindAll(FunctionCall call, bool must)
    {
        var text = call.String(1);
        var limit = (int)Math.Min(call.Int(2), int.MaxValue);
        var matches = Compile(call, must).Matches(text, limit);
        call.Execution.Make(matches.Count);
        var items = matches.Select(match => (GoValue)GoString.Of(text.Substring(match[0], match[1] - match[0]))).ToArray();
        return new GoList(GoType.StringList, items, isNil: items.Length == 0);
    }

    private static GoString Replace(FunctionCall call, bool must, bool literal)
    {
        var program = Compile(call, must);
        var text = call.String(1);
        var replacement = call.String(2);
        var written = new StringBuilder();
        var last = 0;
        foreach (var match in program.Replaced(text))
        {
            written.Append(text, last, match[0] - last);
            if (literal)
            {
                written.Append(replacement);
            }
            else
            {
                Expand(written, replacement, text, match, program.Groups);
            }

            last = match[1];
            call.Execution.Spend(1);
            call.Execution.Write(replacement.Length);
        }

        written.Append(text, last, text.Length - last);
        return GoString.Of(written.ToString());
    }

    // $1, ${1}, $name and ${name}; $$ is a dollar, and what is neither stays.
    private static void Expand(StringBuilder written, string template, string text, int[] match, IReadOnlyList<string> groups)
    {
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '$' || i + 1 >= template.Length)
            {
                written.Append(template[i]);
                continue;
            }

            if (template[i + 1] == '$')
            {
                written.Append('$');
                i++;
                continue;
            }

            var brace = template[i + 1] == '{';
            var start = i + (brace ? 2 : 1);
            var end = start;
            while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }

            if (end == start || (brace && (end >= template.Length || template[end] != '}')))
            {
                written.Append('$');
                continue;
            }

            var name = template.Substring(start, end - start);
            foreach (var group in Numbered(name, groups))
            {
                if (match[group * 2] >= 0)
                {
                    written.Append(text, match[group * 2], match[(group * 2) + 1] - match[group * 2]);
                    break;
                }
            }

            i = brace ? end : end - 1;
        }
    }

    private static IEnumerable<int> Numbered(string name, IReadOnlyList<string> groups)
    {
        if (name.All(c => c is >= '0' and <= '9') && (name.Length == 1 || name[0] != '0'))
        {
            return GoNumber.TryInt(name, out var number, 10) && number < groups.Count ? [(int)number] : [];
        }

        return Enumerable.Range(1, groups.Count - 1).Where(i => groups[i] == name);
    }

    private static GoList Split(FunctionCall call, bool must)
    {
        var program = Compile(call, must);
        var text = call.String(1);
        var limit = (int)Math.Min(call.Int(2), int.MaxValue);
        if (limit == 0)
        {
            return new GoList(GoType.StringList, [], isNil: true);
        }

        if (call.String(0).Length > 0 && text.Length == 0)
        {
            return GoList.OfStrings([""]);
        }

        var parts = new List<string>();
        var begin = 0;
        var end = 0;
        foreach (var match in program.Matches(text, limit))
        {
            if (limit > 0 && parts.Count == limit - 1)
            {
                break;
            }

            end = match[0];
            if (match[1] != 0)
            {
                parts.Add(text.Substring(begin, end - begin));
            }

            begin = match[1];
        }

        if (end != text.Length)
        {
            parts.Add(text.Substring(begin));
        }

        call.Execution.Make(parts.Count);
        return GoList.OfStrings(parts);
    }
}
