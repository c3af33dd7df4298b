using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>For people: the message, the place, and the source with every end underlined.</summary>
internal sealed class TextOutput : Output
{
    public override string Format => "text";

    public Paint Paint { get; init; } = Paint.None;

    public override void Write(Report report, Stream stream)
    {
        using var writer = Text(stream);
        var told = new HashSet<(string, Severity, SeveritySource)>();
        foreach (var finding in report.Findings)
        {
            Write(finding, report, writer, told);
            writer.WriteLine();
        }
    }

    private void Write(Finding finding, Report report, TextWriter writer, HashSet<(string, Severity, SeveritySource)> told)
    {
        writer.WriteLine($"{Paint.Of(finding.Severity, $"{Words.Of(finding.Severity)}[{finding.Rule.Id}]")} {Paint.Dim(finding.Rule.Name)}");
        writer.WriteLine(Paint.Bold(Words.OneLine(finding.Message)));
        var ends = finding.Related.Take(MaxRelated).ToArray();
        var margin = ends.Select(r => r.Span).Append(finding.Span).Max(s => s.StartPosition.Line).ToString().Length;
        Place(finding.Span, "-->", report, writer, margin);
        Source(finding.Span, '^', "", finding.Severity, writer, margin);
        var file = finding.Span.Source;
        foreach (var related in ends)
        {
            if (related.Span.Source != file)
            {
                Place(related.Span, ":::", report, writer, margin);
                file = related.Span.Source;
            }
            else
            {
                writer.WriteLine(Paint.Place(new string(' ', margin) + " ..."));
            }

            Source(related.Span, '-', Words.OneLine(related.Note), Severity.Info, writer, margin);
        }

        Notes(finding, ends.Length, writer, new string(' ', margin));
        if (finding.Severity != finding.Rule.Severity && told.Add((finding.Rule.Id, finding.Severity, finding.SetBy)))
        {
            writer.WriteLine($"{new string(' ', margin)}{Paint.Place(" =")} {Why(finding)}");
        }
    }

    // A Service with fifty ports under one mistake still fits a screen.
    private const int MaxRelated = 6;

    private void Place(SourceSpan span, string arrow, Report report, TextWriter writer, int margin)
    {
        var start = span.StartPosition;
        writer.WriteLine($"{new string(' ', margin)}{Paint.Place(arrow)} {report.Shown(span.Source.Path)}:{start.Line}:{start.Column}");
    }

    private void Source(SourceSpan span, char mark, string note, Severity severity, TextWriter writer, int margin)
    {
        var excerpt = Excerpt.Of(span);
        var rest = span.EndPosition.Line > excerpt.Line && mark == '^' ? $" to line {span.EndPosition.Line}" : "";
        var underline = Paint.Of(severity, new string(mark, excerpt.Width) + rest + (note.Length > 0 ? " " + note : ""));
        writer.WriteLine($"{Paint.Place(excerpt.Line.ToString().PadLeft(margin) + " |")} {excerpt.Text}");
        writer.WriteLine($"{Paint.Place(new string(' ', margin) + " |")} {new string(' ', excerpt.Before)}{underline}");
    }

    // Once for a rule: whoever reads its page finds another severity there.
    private static string Why(Finding finding) => $"{Words.Of(finding.Severity)}, by default {Words.Of(finding.Rule.Severity)}: " + finding.SetBy switch
    {
        SeveritySource.Host => "set by --rule",
        SeveritySource.Configuration => "set in the configuration",
        _ => finding.Severity < finding.Rule.Severity ? "what shows it here is weaker than what the rule rests on otherwise" : "what shows it here leaves no doubt",
    };

    private void Notes(Finding finding, int shown, TextWriter writer, string margin)
    {
        var mark = margin + Paint.Place(" =");
        if (finding.Related.Count > shown)
        {
            writer.WriteLine($"{mark} and {Words.Count(finding.Related.Count - shown, "more place")}");
        }

        if (finding.Effect is { } effect)
        {
            writer.WriteLine($"{mark} effect: {Words.OneLine(effect)}");
        }

        if (finding.Help is { } help)
        {
            writer.WriteLine($"{mark} help: {Words.OneLine(help)}");
        }

        foreach (var fix in finding.Fixes)
        {
            writer.WriteLine($"{mark} fix{(fix.Safety == FixSafety.Safe ? " (--fix)" : " (--fix --unsafe-fixes)")}: {Words.OneLine(fix.Title)}");
        }

        if (finding.Where is { } where)
        {
            writer.WriteLine($"{mark} {Words.OneLine(where)}");
        }

        if (finding.Confidence == Confidence.Low)
        {
            writer.WriteLine($"{mark} low confidence");
        }
    }
}
