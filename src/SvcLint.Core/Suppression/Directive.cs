using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>Something about a suppression that keeps it from doing what its author means.</summary>
internal sealed record DirectiveProblem(SourceSpan Span, string Message);

/// <summary>
/// What a suppression says: <c>SVC2001, SVC4001 until=2027-01-31 -- reason</c>. Rules are written by id or name; a reason is
/// required. A part that cannot be followed has no effect.
/// </summary>
internal sealed record Directive(IReadOnlyList<Located<string>> Rules, DateTime? Until, SourceSpan Span)
{
    /// <summary>What the reason stands behind.</summary>
    public const string Separator = "--";

    /// <summary>The same in XML, whose comments may not hold two dashes.</summary>
    public const string XmlSeparator = "-";

    private const string UntilPrefix = "until=";

    /// <summary>Null when the text suppresses nothing; why not is added to <paramref name="problems"/>.</summary>
    /// <param name="text">What stands behind the mark of a suppression.</param>
    /// <param name="mark"><see cref="Separator"/> or <see cref="XmlSeparator"/>.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    public static Directive? Parse(Located<string> text, string mark, List<DirectiveProblem> problems)
    {
        var words = Words(text).ToArray();
        var separator = Array.FindIndex(words, w => w.Value == mark);
        var rules = new List<Located<string>>();
        DateTime? until = null;
        var expires = false;
        foreach (var word in separator < 0 ? words.TakeWhile(w => IsRuleLike(w.Value)) : words.Take(separator))
        {
            if (word.Value.StartsWith(UntilPrefix, StringComparison.Ordinal))
            {
                expires = true;
                until = DateText.Parse(word.Value.Substring(UntilPrefix.Length));
                if (until is null)
                {
                    problems.Add(new DirectiveProblem(word.Span, $"'{word.Value}' is not a date; write until={DateText.Format}"));
                }
            }
            else if (RuleOf(word, problems) is { } rule)
            {
                rules.Add(rule);
            }
        }

        if (separator < 0 || separator == words.Length - 1)
        {
            problems.Add(new DirectiveProblem(text.Span, $"suppression has no reason; append ' {mark} REASON'"));
            return null;
        }

        if (separator == 0)
        {
            problems.Add(new DirectiveProblem(text.Span, $"suppression names no rule; write it before ' {mark} '"));
        }

        return rules.Count == 0 || (expires && until is null) ? null : new Directive(rules, until, text.Span);
    }

    /// <summary>True for what can stand where a rule does; told from words of a reason.</summary>
    public static bool IsRuleLike(string word) =>
        word.StartsWith("SVC", StringComparison.OrdinalIgnoreCase)
        || word.StartsWith(UntilPrefix, StringComparison.Ordinal)
        || RuleCatalog.Find(word) is not null
        || ConfigurationSection.Nearest(word, RuleCatalog.All.Select(r => r.Info.Name)) is not null;

    private static Located<string>? RuleOf(Located<string> word, List<DirectiveProblem> problems)
    {
        var rule = RuleCatalog.Find(word.Value);
        if (rule is null)
        {
            problems.Add(new DirectiveProblem(word.Span, RuleNames.Unknown(word.Value, [.. RuleCatalog.All.Select(r => r.Info)])));
            return null;
        }

        if (rule is LinterRule and not ChartRule)
        {
            problems.Add(new DirectiveProblem(word.Span, $"{rule.Info.Id} cannot be suppressed; set its severity in svclint.yaml"));
            return null;
        }

        return new Located<string>(rule.Info.Id, word.Span);
    }

    private static IEnumerable<Located<string>> Words(Located<string> text)
    {
        var value = text.Value;
        for (var at = 0; at < value.Length;)
        {
            if (char.IsWhiteSpace(value[at]) || value[at] == ',')
            {
                at++;
                continue;
            }

            var start = at;
            while (at < value.Length && !char.IsWhiteSpace(value[at]) && value[at] != ',')
            {
                at++;
            }

            yield return text.Slice(start, at);
        }
    }
}
