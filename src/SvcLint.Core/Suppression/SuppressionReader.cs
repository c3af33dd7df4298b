using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Suppression;

/// <summary>
/// Finds <c>svclint:ignore SVC2001 -- reason</c> in comments. Beside something on its line a comment covers the line; alone on its
/// line it covers what follows. In project files the reason stands behind one dash: XML forbids two in a comment.
/// </summary>
internal sealed class SuppressionReader
{
    private const string Mark = Comment.Tool + ":ignore";

    private readonly ParsedFile _file;
    private readonly List<DirectiveProblem> _problems;
    private readonly string _separator;
    private readonly List<Suppressor> _found = [];

    private SuppressionReader(ParsedFile file, List<DirectiveProblem> problems)
    {
        _file = file;
        _problems = problems;
        _separator = file.Project is null ? Directive.Separator : Directive.XmlSeparator;
    }

    public static IReadOnlyList<Suppressor> Read(ParsedFile file, List<DirectiveProblem> problems)
    {
        if (!Comment.MayBeIn(file.Source.Content))
        {
            return [];
        }

        var reader = new SuppressionReader(file, problems);
        foreach (var comment in Comments(file))
        {
            reader.Read(comment);
        }

        return reader._found;
    }

    private static IEnumerable<Comment> Comments(ParsedFile file) =>
        file.Code is { } code ? code.Comments
        : file.Settings is not null ? SettingsComments.Of(file)
        : file.Dockerfile is not null ? DockerfileComments.Of(file.Source)
        : file.Project is not null ? ProjectFileComments.Of(file.Source)
        : file.Skipped == SkipReason.HelmTemplate ? TemplateComments.Of(file.Source)
        : ManifestComments.Of(file);

    private void Read(Comment comment)
    {
        if (!Comment.IsForTool(comment.Text))
        {
            return;
        }

        var text = Trimmed(comment.Text);
        if (!text.Value.StartsWith(Mark, StringComparison.Ordinal) || (text.Value.Length > Mark.Length && !char.IsWhiteSpace(text.Value[Mark.Length])))
        {
            ReportMisspelt(text);
            return;
        }

        var rest = text.Slice(Mark.Length, text.Value.Length);
        if (rest.Value.Trim().Length == 0)
        {
            _problems.Add(new DirectiveProblem(text.Part(0, Mark.Length), $"suppression names no rule and no reason; write {Mark} RULE {_separator} REASON"));
        }
        else if (Directive.Parse(rest, _separator, _problems) is { } directive)
        {
            Add(directive, comment);
        }
    }

    private void Add(Directive directive, Comment comment)
    {
        var (before, after) = Beside(comment);
        if ((before || after ? Line(before ? comment.Span.Start : comment.Span.End) : comment.Following) is not { } covered)
        {
            _problems.Add(new DirectiveProblem(directive.Span, "suppression covers nothing: no line follows"));
            return;
        }

        foreach (var rule in directive.Rules)
        {
            _found.Add(new CommentSuppressor(rule.Value, rule.Span, directive.Until, covered, _file.Skipped is not null)
            {
                Removal = directive.Rules.Count == 1 ? new TextEdit(Removed(comment, before, after), "") : null,
                IsUnderstood = _file.Code?.Says(covered.Range) ?? true,
            });
        }
    }

    // "svclint-ignore", "svclint: ingore", "svclint:disable": meant as a suppression, read as none.
    private void ReportMisspelt(Located<string> text)
    {
        var rest = text.Value.Substring(Comment.Tool.Length);
        if (rest.Length == 0 || rest[0] is not (':' or '-' or '/' or '.' or ' '))
        {
            return;
        }

        var word = new string(rest.TrimStart(':', '-', '/', '.', ' ').TakeWhile(char.IsLetter).ToArray());
        if (word is "disable" or "suppress" or "noqa" or "skip" || word.Equals("ignore", StringComparison.OrdinalIgnoreCase) || NearMiss.IsSlip(word, "ignore"))
        {
            var length = text.Value.IndexOf(word, StringComparison.Ordinal) + word.Length;
            _problems.Add(new DirectiveProblem(text.Part(0, length), $"malformed suppression; write {Mark} RULE {_separator} REASON"));
        }
    }

    private static Located<string> Trimmed(SourceSpan text)
    {
        var value = text.Text.Trim();
        var start = text.Start + text.Text.IndexOf(value, StringComparison.Ordinal);
        return new Located<string>(value, text.Source.Span(start, start + value.Length));
    }

    // Whether something else stands before it on its first line, and behind it on its last one.
    private (bool Before, bool After) Beside(Comment comment)
    {
        var content = _file.Source.Content;
        var (start, end) = (Line(comment.Span.Start).Start, Line(comment.Span.End).End);
        return (content.Substring(start, comment.Span.Start - start).Trim().Length > 0, end > comment.Span.End && content.Substring(comment.Span.End, end - comment.Span.End).Trim().Length > 0);
    }

    private SourceSpan Line(int offset) => new(_file.Source, _file.Source.Lines.Line(_file.Source.Lines.LineIndex(offset)));

    // Alone, the comment takes its lines along; beside something, the blanks on one side.
    private SourceSpan Removed(Comment comment, bool before, bool after)
    {
        var content = _file.Source.Content;
        var (start, end) = (comment.Span.Start, comment.Span.End);
        if (!before && !after)
        {
            return _file.Source.Span(Line(start).Start, _file.Source.Lines.Start(_file.Source.Lines.LineIndex(end) + 1));
        }

        while (before && content[start - 1] is ' ' or '\t')
        {
            start--;
        }

        while (!before && content[end] is ' ' or '\t')
        {
            end++;
        }

        return _file.Source.Span(start, end);
    }
}
