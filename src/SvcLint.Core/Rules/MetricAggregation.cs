namespace SvcLint.Rules;

/// <summary>The aggregation around a metric in an expression of Prometheus.</summary>
internal static class MetricAggregation
{
    private static readonly string[] Operators =
        ["sum", "min", "max", "avg", "group", "stddev", "stdvar", "count", "count_values", "bottomk", "topk", "quantile", "limitk", "limit_ratio"];

    /// <summary>The innermost operator around a place that merges all series, or all but those of the labels it names after <c>by</c>; null where none does.</summary>
    public static string? Around(string expression, int at)
    {
        var pairs = Parentheses(expression);
        foreach (var (open, close) in pairs.Where(p => p.Open < at && at < p.Close).OrderByDescending(p => p.Open))
        {
            var (before, clause) = (WordBefore(expression, open), WordAfter(expression, close + 1));
            if (before.Length == 0 && open > 0 && pairs.Find(p => p.Close == expression.Substring(0, open).TrimEnd().Length - 1) is { Close: > 0 } labels)
            {
                clause = WordBefore(expression, labels.Open);
                before = WordBefore(expression, expression.Substring(0, labels.Open).TrimEnd().Length - clause.Length);
            }

            if (Array.IndexOf(Operators, before) >= 0 && clause != "without")
            {
                return before;
            }
        }

        return null;
    }

    // Those inside of quotes are text.
    private static List<(int Open, int Close)> Parentheses(string expression)
    {
        var pairs = new List<(int Open, int Close)>();
        var open = new Stack<int>();
        var quote = '\0';
        for (var i = 0; i < expression.Length; i++)
        {
            var c = expression[i];
            if (quote != '\0')
            {
                i += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'' or '`')
            {
                quote = c;
            }
            else if (c == '(')
            {
                open.Push(i);
            }
            else if (c == ')' && open.Count > 0)
            {
                pairs.Add((open.Pop(), i));
            }
        }

        return pairs;
    }

    private static string WordBefore(string text, int end)
    {
        while (end > 0 && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        var start = end;
        while (start > 0 && IsOfWord(text[start - 1]))
        {
            start--;
        }

        return text.Substring(start, end - start);
    }

    private static string WordAfter(string text, int start)
    {
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        var end = start;
        while (end < text.Length && IsOfWord(text[end]))
        {
            end++;
        }

        return text.Substring(start, end - start);
    }

    private static bool IsOfWord(char c) => c is '_' or (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
