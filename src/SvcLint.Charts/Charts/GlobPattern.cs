using System.Text;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Functions.Regex;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Patterns of <c>.Files.Glob</c>: <c>*</c> within a folder, <c>**</c> across folders, <c>?</c>, <c>[abc]</c>, <c>[!a-z]</c>, <c>{a,b}</c>.</summary>
internal sealed class GlobPattern
{
    private readonly RegexProgram _program;

    /// <param name="pattern">The pattern.</param>
    /// <param name="spend">Told of steps while it runs.</param>
    public GlobPattern(string pattern, Action<long> spend)
    {
        try
        {
            _program = RegexProgram.Compile("^(?s:" + Translate(pattern) + ")$");
        }
        catch (RegexSyntaxException)
        {
            // Too long, or too deep.
            throw new GoException("the pattern of .Files.Glob is too large");
        }

        _program.Spend = spend;
    }

    public bool Matches(string name) => _program.Match(name, 0) is not null;

    // A pattern that makes no sense matches everything.
    private static string Translate(string pattern)
    {
        var text = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    text.Append(".*");
                    while (i + 1 < pattern.Length && pattern[i + 1] == '*')
                    {
                        i++;
                    }

                    break;
                case '*':
                    text.Append("[^/]*");
                    break;
                case '?':
                    text.Append("[^/]");
                    break;
                case '{':
                    depth++;
                    text.Append("(?:");
                    break;
                case '}' when depth > 0:
                    depth--;
                    text.Append(')');
                    break;
                case ',' when depth > 0:
                    text.Append('|');
                    break;
                case '\\' when i + 1 < pattern.Length:
                    text.Append(RegexFunctions.QuoteMeta(pattern.Substring(++i, 1)));
                    break;
                case '[':
                    var end = pattern.IndexOf(']', i + 1);
                    if (end < 0)
                    {
                        return ".*";
                    }

                    var inner = pattern.Substring(i + 1, end - i - 1);
                    var negated = inner.StartsWith("!", StringComparison.Ordinal);
                    inner = negated ? inner.Substring(1) : inner;
                    if (inner.Length == 0)
                    {
                        return ".*";
                    }

                    var isRange = inner.Length == 3 && inner[1] == '-';
                    text.Append(negated ? "[^" : "[").Append(isRange ? inner : RegexFunctions.QuoteMeta(inner).Replace("-", "\\-")).Append(']');
                    i = end;
                    break;
                default:
                    text.Append(RegexFunctions.QuoteMeta(pattern.Substring(i, 1)));
                    break;
            }
        }

        return depth > 0 ? ".*" : text.ToString();
    }
}
