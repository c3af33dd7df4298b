namespace SvcLint.Core.Tests.RulePages;

/// <summary>An expected or actual finding of an example, as a caret line shows it. Line and columns from 1, end exclusive.</summary>
public sealed record Caret(string File, int Line, int Start, int End, string Rule);

/// <summary>
/// Caret lines: a comment under the line it speaks of, carets below the finding's columns, then the rule.
/// <c>#&lt;</c> stands for column 1, where the comment sign itself is: <c>#&lt;^^^ SVC0001</c> marks columns 1 to 5.
/// </summary>
public static class Carets
{
    public static (string Text, IReadOnlyList<Caret> Carets) TakeOut(Fence fence, string file)
    {
        var text = new List<string>();
        var carets = new List<Caret>();
        foreach (var line in fence.Lines)
        {
            if (Parse(line, file, text.Count) is { } caret)
            {
                carets.Add(caret);
            }
            else
            {
                text.Add(line);
            }
        }

        return (string.Join("\n", text) + "\n", carets);
    }

    public static IReadOnlyList<string> PutIn(IReadOnlyList<string> lines, IEnumerable<Caret> carets)
    {
        var byLine = carets.OrderBy(c => c.Start).ThenBy(c => c.End).ThenBy(c => c.Rule, StringComparer.Ordinal).ToLookup(c => c.Line);
        var all = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            all.Add(lines[i]);
            all.AddRange(byLine[i + 1].Select(Format));
        }

        return all;
    }

    private static string Format(Caret caret)
    {
        var length = Math.Max(1, caret.End - caret.Start);
        var marks = caret.Start == 1
            ? "#<" + new string('^', Math.Max(0, length - 2))
            : "#" + new string(' ', caret.Start - 2) + new string('^', length);
        return marks + " " + caret.Rule;
    }

    private static Caret? Parse(string line, string file, int precedingLine)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!line.StartsWith('#') || words.Length < 2 || !words[^1].StartsWith("SVC", StringComparison.Ordinal) || precedingLine == 0)
        {
            return null;
        }

        if (line.StartsWith("#<", StringComparison.Ordinal))
        {
            return new Caret(file, precedingLine, 1, 1 + 2 + line.Count(c => c == '^'), words[^1]);
        }

        var first = line.IndexOf('^');
        return first < 0 ? null : new Caret(file, precedingLine, first + 1, line.LastIndexOf('^') + 2, words[^1]);
    }

    public static Caret Of(Findings.Finding finding)
    {
        var start = finding.Span.StartPosition;
        var end = finding.Span.EndPosition;
        Assert.True(start.Line == end.Line, $"{finding.Rule.Id} at {finding.Span}: the region spans several lines; point at one");
        // One or two characters at column 1 look alike under "#<".
        var length = start.Column == 1 ? Math.Max(2, end.Column - start.Column) : Math.Max(1, end.Column - start.Column);
        return new Caret(finding.Span.Source.Path, start.Line, start.Column, start.Column + length, finding.Rule.Id);
    }
}
