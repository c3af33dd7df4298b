using System.Globalization;
using System.Text.RegularExpressions;
using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>How findings speak: short, in the field's words, each of the three texts on its own.</summary>
public sealed class MessageTests
{
    private const int LongestHelp = 110;
    private const int MedianMessage = 90;

    // Words of an English of our own, and those that tools/NewRule.cs leaves to be filled in.
    private static readonly string[] Dialect =
    [
        "is none of", "is taken for", "lies outside", "does not admit", "admits only", " carry", " carries", "stands behind", "without a word", "nobody answers", "takes its place", "mean nothing", "means nothing",
        "belongs where", "asks for", "strangers", "goes without", "leads nowhere", "knows no", "behind the namespace comes", "a share of",
        "the two equal", "some supported versions", "please", "Please", "colour", "recognise", "behaviour", "lies before", "asks the same", "WHAT", "WRONG",
    ];

    private static readonly string[] Forbidden = [.. Dialect, "!", "  ", "`"];

    private static readonly Lazy<IReadOnlyList<Finding>> Findings = new(() => [.. PreparedExample.All.SelectMany(e => e.Findings())]);

    [Fact]
    public void Texts_are_short()
    {
        var tooLong = Findings.Value.SelectMany(f => new[] { (f, "message", f.Message, Finding.LongestMessage), (f, "effect", f.Effect ?? "", Finding.LongestEffect), (f, "help", f.Help ?? "", LongestHelp) })
            .Where(t => t.Item3.Length > t.Item4)
            .Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.f.Rule.Id} {t.Item2} has {t.Item3.Length} characters: {t.Item3}"))
            .Distinct();
        Assert.Empty(tooLong);

        var lengths = Findings.Value.Select(f => f.Message.Length).Order().ToArray();
        Assert.InRange(lengths[lengths.Length / 2], 20, MedianMessage);
    }

    [Fact]
    public void Long_names_do_not_make_long_messages()
    {
        var findings = (
            from page in RulePage.All
            from example in page.Examples
            where example.Mark == "bad"
            let prepared = ExampleRun.Prepare(page.Id, example, LongNames(ExampleRun.Sources(example)))
            from finding in Linter.Lint(prepared.Files, prepared.Options).Findings
            select finding).ToArray();

        Assert.Empty(findings.Where(f => f.Message.Length > Finding.LongestMessage || f.Effect?.Length > Finding.LongestEffect).Select(f => $"{f.Rule.Id}: {f.Message} / {f.Effect}"));
        var shortened = findings.Where(f => f.FullMessage.Length > Finding.LongestMessage).ToArray();
        Assert.True(shortened.Length > 100, $"only {shortened.Length} of {findings.Length} messages name what is long");
        Assert.All(shortened, f => Assert.Contains('…', f.Message));
    }

    // As long as an object's name may be; wherever it is written.
    private static IReadOnlyList<SourceText> LongNames(IReadOnlyList<SourceText> sources)
    {
        var names = sources.SelectMany(s => Regex.Matches(s.Content, @"^\s*(?:- )?name: ([a-z][a-z0-9-]*)\s*$", RegexOptions.Multiline)).Select(m => m.Groups[1].Value).ToHashSet();
        return names.Count == 0 ? sources : [.. sources.Select(s => s.Path == "svclint.yaml" ? s : new SourceText(s.Path, Regex.Replace(s.Content, @"(?<![\w-])[a-z][a-z0-9-]*(?![\w:-])", m => names.Contains(m.Value) ? m.Value + "-" + new string('x', 252 - m.Length) : m.Value)))];
    }

    [Fact]
    public void Texts_use_the_words_of_the_field()
    {
        var slips =
            from finding in Findings.Value
            from text in new[] { finding.Message, finding.Effect, finding.Help }
            where text is not null
            let slip = Forbidden.FirstOrDefault(w => text.Contains(w, StringComparison.Ordinal)) ?? Shape(text)
            where slip is not null
            select $"{finding.Rule.Id}: '{slip}' in: {text}";
        Assert.Empty(slips.Distinct());
    }

    [Fact]
    public void Rules_use_the_words_of_the_field()
    {
        var slips =
            from rule in RuleCatalog.All
            from text in new[] { rule.Info.Title, rule.Info.Effect }
            where text is not null
            let slip = Forbidden.FirstOrDefault(w => text.Contains(w, StringComparison.Ordinal))
            where slip is not null
            select $"{rule.Info.Id}: '{slip}' in: {text}";
        Assert.Empty(slips);
    }

    [Fact]
    public void Pages_use_the_words_of_the_field()
    {
        var slips =
            from page in RulePage.All
            from line in page.Lines.Select((text, i) => (Text: Prose(text), Number: i + 1))
            where !page.Fences.Any(f => line.Number > f.Line && line.Number <= f.Line + f.Lines.Count + 1)
            let slip = Dialect.FirstOrDefault(w => line.Text.Contains(w, StringComparison.Ordinal))
                ?? OfPages.FirstOrDefault(w => line.Text.Contains(w, StringComparison.Ordinal))
            where slip is not null
            select $"{Path.GetFileName(page.Path)}({line.Number}): '{slip}'";
        Assert.Empty(slips);
    }

    private static readonly string[] OfPages = ["ask for", "asked for", "’", "WHY", "HOW.", "WHEN."];

    // Without code and without the addresses of links.
    private static string Prose(string line) => Regex.Replace(line, @"`[^`]*`|\]\([^)]*\)", "");

    private static string? Shape(string text)
    {
        var question = text.IndexOf("did you mean", StringComparison.Ordinal);
        return question >= 0 && !text.EndsWith('?') ? "words after did you mean"
            : text.EndsWith('.') ? "a full stop at the end"
            : text.Length == 0 ? "no words"
            : text.Split("spec.").Skip(1).Any(rest => rest.Length > 0 && char.IsUpper(rest[0])) ? "a path in Go's spelling"
            : null;
    }
}
