namespace SvcLint.Cli.Outputs;

/// <summary>Unified diffs that <c>git apply</c> and <c>patch</c> take.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    // Beyond this many pairs of lines the middle is shown as one replacement.
    private const long MaxTable = 16_000_000;

    public static void Write(string path, string before, string after, TextWriter writer, Paint paint) => Write("a/" + path, "b/" + path, before, after, writer, paint);

    /// <summary>Of two texts that are not one file before and after a change.</summary>
    public static void Write(string nameBefore, string nameAfter, string before, string after, TextWriter writer, Paint paint)
    {
        var a = Lines(before);
        var b = Lines(after);
        var steps = Steps(a, b);
        writer.WriteLine(paint.Bold("--- " + Quoted(nameBefore)));
        writer.WriteLine(paint.Bold("+++ " + Quoted(nameAfter)));
        for (var at = 0; at < steps.Count;)
        {
            var first = steps.FindIndex(at, s => s.Mark != ' ');
            if (first < 0)
            {
                return;
            }

            var from = Math.Max(at, first - Context);
            var to = HunkEnd(steps, first);
            Hunk(steps, from, to, a, b, writer, paint);
            at = to;
        }
    }

    private static int HunkEnd(List<Step> steps, int first)
    {
        var last = first;
        for (var i = first; i < steps.Count && i - last <= 2 * Context; i++)
        {
            last = steps[i].Mark == ' ' ? last : i;
        }

        return Math.Min(steps.Count, last + 1 + Context);
    }

    private static void Hunk(List<Step> steps, int from, int to, string[] a, string[] b, TextWriter writer, Paint paint)
    {
        var hunk = steps.GetRange(from, to - from);
        var (removed, added) = (hunk.Count(s => s.Mark != '+'), hunk.Count(s => s.Mark != '-'));
        writer.WriteLine(paint.Place($"@@ -{Start(hunk[0].A, removed)},{removed} +{Start(hunk[0].B, added)},{added} @@"));
        foreach (var step in hunk)
        {
            var line = step.Mark == '+' ? b[step.B] : a[step.A];
            var text = step.Mark + Shown(line.TrimEnd('\n'));
            writer.WriteLine(step.Mark switch { '+' => paint.Added(text), '-' => paint.Removed(text), _ => text });
            if (!line.EndsWith('\n'))
            {
                writer.WriteLine("\\ No newline at end of file");
            }
        }
    }

    // An empty side is named by the line before it.
    private static int Start(int index, int count) => count == 0 ? index : index + 1;

    // Tabs and the carriage return of a line end are part of the text; a patch with anything else to escape is for reading only.
    private static string Shown(string line)
    {
        var end = line.EndsWith('\r') ? line.Length - 1 : line.Length;
        return string.Join('\t', line[..end].Split('\t').Select(Words.OneLine)) + line[end..];
    }

    // As git quotes names.
    private static string Quoted(string path)
    {
        var shown = Words.OneLine(path);
        return shown == path ? path : $"\"{shown.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private static string[] Lines(string text)
    {
        var lines = text.Split('\n');
        return [.. lines.SkipLast(1).Select(l => l + "\n"), .. lines[^1].Length > 0 ? new[] { lines[^1] } : []];
    }

    private readonly record struct Step(char Mark, int A, int B);

    private static List<Step> Steps(string[] a, string[] b)
    {
        var head = 0;
        while (head < a.Length && head < b.Length && a[head] == b[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        var steps = new List<Step>();
        for (var i = 0; i < head; i++)
        {
            steps.Add(new Step(' ', i, i));
        }

        Middle(a, b, head, a.Length - tail, b.Length - tail, steps);
        for (var i = tail; i > 0; i--)
        {
            steps.Add(new Step(' ', a.Length - i, b.Length - i));
        }

        return steps;
    }

    /// <summary>Longest common subsequence of what differs: small, because fixes are.</summary>
    private static void Middle(string[] a, string[] b, int head, int endA, int endB, List<Step> steps)
    {
        var (rows, columns) = (endA - head, endB - head);
        var length = (long)(rows + 1) * (columns + 1) <= MaxTable ? Table(a, b, head, rows, columns) : null;
        var (i, j) = (0, 0);
        while (i < rows || j < columns)
        {
            if (length is not null && i < rows && j < columns && a[head + i] == b[head + j])
            {
                steps.Add(new Step(' ', head + i++, head + j++));
            }
            else if (i < rows && (j == columns || length is null || length[i + 1, j] >= length[i, j + 1]))
            {
                steps.Add(new Step('-', head + i++, head + j));
            }
            else
            {
                steps.Add(new Step('+', head + i, head + j++));
            }
        }
    }

    private static int[,] Table(string[] a, string[] b, int head, int rows, int columns)
    {
        var length = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                length[i, j] = a[head + i] == b[head + j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        return length;
    }
}
