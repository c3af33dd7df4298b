using System.Globalization;
using System.Text;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>An example that is read once and can be linted often, and the whole of what svclint says of it.</summary>
public sealed class PreparedExample
{
    private readonly IReadOnlyList<ParsedFile> _files;
    private readonly LintOptions _options;

    private PreparedExample(string name, RulePage page, Example example)
    {
        Name = name;
        RuleId = page.Id;
        (_files, _options) = ExampleRun.Prepare(page.Id, example);
        _options = _options with { OnlyRules = [page.Id, RuleCatalog.Get<Rules.Input.RuleCrash>().Info.Id] };
    }

    /// <summary><c>SVC2001 1</c>, or <c>SVC2001.cases 3</c>.</summary>
    public string Name { get; }

    public string RuleId { get; }

    /// <summary>Every bad and good example of the pages and of the boundary cases.</summary>
    public static IEnumerable<PreparedExample> All =>
        from page in RulePage.All.Concat(RulePage.Cases).OrderBy(p => Path.GetFileName(p.Path), StringComparer.Ordinal)
        from example in page.Examples.Where(e => e.Mark is "bad" or "good").Select((e, i) => (Example: e, Number: i + 1))
        select new PreparedExample($"{Path.GetFileNameWithoutExtension(page.Path)} {example.Number.ToString(CultureInfo.InvariantCulture)}", page, example.Example);

    /// <summary>What svclint finds in it.</summary>
    public IReadOnlyList<Findings.Finding> Findings() => Linter.Lint(_files, _options).Findings;

    /// <summary>Findings with their words, severity, places, the server's verdict and fixes, one line each; empty when there are none.</summary>
    public string Record()
    {
        var record = new StringBuilder();
        foreach (var finding in Findings())
        {
            record.Append(CultureInfo.InvariantCulture, $"  {Place(finding.Span)} {finding.Rule.Id} {finding.Severity} {finding.Confidence}: {finding.Message}\n");
            Text(record, "effect", finding.Effect);
            Text(record, "help", finding.Help);
            if (finding.Api is { } api)
            {
                record.Append(CultureInfo.InvariantCulture, $"    the server: {api.Field} {api.Type}{(api.Code is null ? "" : " ")}{api.Code}\n");
            }

            foreach (var related in finding.Related)
            {
                record.Append(CultureInfo.InvariantCulture, $"    {Place(related.Span)} {related.Note}\n");
            }

            foreach (var fix in finding.Fixes)
            {
                record.Append(CultureInfo.InvariantCulture, $"    {fix.Safety} fix: {fix.Title}\n");
                record.AppendJoin("", fix.Edits.Select(e => $"      {Place(e.Span)} '{e.NewText.ReplaceLineEndings("\\n")}'\n"));
            }
        }

        return record.ToString();
    }

    private static void Text(StringBuilder record, string part, string? text)
    {
        if (text is not null)
        {
            record.Append(CultureInfo.InvariantCulture, $"    {part}: {text}\n");
        }
    }

    /// <summary>The records of all examples: words and severities that the carets of the pages do not show.</summary>
    public static string RecordOfAll()
    {
        var all = new StringBuilder("What every example of the rule pages says, in full; derived.\n");
        foreach (var example in All)
        {
            all.Append(CultureInfo.InvariantCulture, $"{example.Name}\n{example.Record()}");
        }

        return all.ToString();
    }

    private static string Place(SourceSpan span) =>
        $"{span.Source.Path}({span.StartPosition.Line},{span.StartPosition.Column},{span.EndPosition.Line},{span.EndPosition.Column})";
}
