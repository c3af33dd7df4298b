using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>A metric's name in an expression of Prometheus, or in the pattern of a relabelling.</summary>
internal static class MetricMention
{
    private static readonly string[] SeriesOfHistogram = ["_bucket", "_sum", "_count"];

    /// <summary>The place of the first whole mention; null where there is none.</summary>
    public static SourceSpan? Find(Located<string> text, string metric)
    {
        var at = IndexOf(text.Value, metric);
        return at < 0 ? null : OneLine(text, at, metric);
    }

    /// <summary>The first place of a metric's whole name, a histogram's series counting as it; -1 where there is none.</summary>
    public static int IndexOf(string text, string metric)
    {
        var at = -1;
        while ((at = text.IndexOf(metric, at + 1, StringComparison.Ordinal)) >= 0)
        {
            if ((at == 0 || !IsPartOfName(text[at - 1])) && EndsThere(text, at + metric.Length) && !IsOtherLabel(text, at))
            {
                return at;
            }
        }

        return -1;
    }

    // The value of a label that is matched: a metric only where that is __name__.
    private static bool IsOtherLabel(string text, int at)
    {
        var quote = -1;
        for (var i = 0; i < at; i++)
        {
            if (quote >= 0 && text[i] == '\\')
            {
                i++;
            }
            else if (quote < 0 && text[i] is ('"' or '\'' or '`'))
            {
                quote = i;
            }
            else if (quote >= 0 && text[i] == text[quote])
            {
                quote = -1;
            }
        }

        var before = quote < 0 ? "" : text.Substring(0, quote).TrimEnd(' ');
        return before.Length > 0 && before[before.Length - 1] is ('=' or '~') && !before.TrimEnd(' ', '=', '~', '!').EndsWith("__name__", StringComparison.Ordinal);
    }

    private static bool EndsThere(string text, int end)
    {
        foreach (var series in SeriesOfHistogram)
        {
            if (string.CompareOrdinal(text, end, series, 0, series.Length) == 0)
            {
                end += series.Length;
                break;
            }
        }

        return end == text.Length || !IsPartOfName(text[end]);
    }

    private static bool IsPartOfName(char c) => c is '_' or ':' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    // An expression may be a block scalar of many lines; its first line stands for it where the place inside is hidden.
    private static SourceSpan OneLine(Located<string> expression, int at, string metric)
    {
        var span = expression.Part(at, at + metric.Length);
        if (span != expression.Span)
        {
            return span;
        }

        var inside = expression.Span.Text.IndexOf(metric, StringComparison.Ordinal);
        return inside < 0 ? span : span.Source.Span(span.Start + inside, span.Start + inside + metric.Length);
    }
}
