using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>A selector as kubectl writes it: <c>app=web,tier!=db,env in (a,b),!canary</c>.</summary>
internal sealed class LabelExpression
{
    private readonly List<Requirement> _requirements = [];

    private enum Operator
    {
        In,
        NotIn,
        Exists,
        DoesNotExist,
    }

    private sealed record Requirement(string Key, Operator Operator, IReadOnlyList<string> Values);

    /// <summary>Null when it is malformed or compares numbers.</summary>
    public static LabelExpression? Parse(string text)
    {
        var expression = new LabelExpression();
        var at = 0;
        while (at < text.Length)
        {
            var end = EndOfRequirement(text, at);
            if (ReadRequirement(text.Substring(at, end - at).Trim()) is not { } requirement)
            {
                return text.Trim().Length == 0 ? expression : null;
            }

            expression._requirements.Add(requirement);
            at = end + 1;
        }

        return expression;
    }

    /// <summary>Whether a mapping of metadata (labels or annotations) fulfils it.</summary>
    public bool Matches(YamlMapping? labels) => Matches(key => (labels?[key] as YamlScalar)?.Value);

    /// <summary>Whether labels, looked up by key, fulfil it.</summary>
    public bool Matches(Func<string, string?> labels) => _requirements.TrueForAll(r =>
    {
        var value = labels(r.Key);
        return r.Operator switch
        {
            Operator.In => value is not null && r.Values.Contains(value),
            Operator.NotIn => value is null || !r.Values.Contains(value),
            Operator.Exists => value is not null,
            _ => value is null,
        };
    });

    private static int EndOfRequirement(string text, int at)
    {
        var inList = false;
        for (; at < text.Length && (inList || text[at] != ','); at++)
        {
            inList = text[at] switch
            {
                '(' => true,
                ')' => false,
                _ => inList,
            };
        }

        return at;
    }

    private static Requirement? ReadRequirement(string text)
    {
        var list = text.IndexOf('(');
        if (list >= 0)
        {
            return ReadList(text, list);
        }

        var equals = text.IndexOf('=');
        if (equals < 0)
        {
            var absent = text.StartsWith("!", StringComparison.Ordinal);
            return Make((absent ? text.Substring(1) : text).Trim(), absent ? Operator.DoesNotExist : Operator.Exists, []);
        }

        var negated = equals > 0 && text[equals - 1] == '!';
        var key = text.Substring(0, negated ? equals - 1 : equals).Trim();
        var value = text.Substring(equals + 1).TrimStart('=').Trim();
        return value.IndexOf('=') >= 0 ? null : Make(key, negated ? Operator.NotIn : Operator.In, [value]);
    }

    private static Requirement? ReadList(string text, int open)
    {
        var words = text.Substring(0, open).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || words[1] is not ("in" or "notin") || text[text.Length - 1] != ')')
        {
            return null;
        }

        var values = text.Substring(open + 1, text.Length - open - 2).Split(',').Select(v => v.Trim()).ToArray();
        return Make(words[0], words[1] == "in" ? Operator.In : Operator.NotIn, values);
    }

    private static Requirement? Make(string key, Operator @operator, IReadOnlyList<string> values) =>
        key.Length == 0 || key.Any(IsForeign) ? null : new Requirement(key, @operator, values);

    private static readonly char[] Blanks = [' ', '\t'];

    private static bool IsForeign(char character) => character is ' ' or '<' or '>' or '!' or '(' or ')' or ',';
}
