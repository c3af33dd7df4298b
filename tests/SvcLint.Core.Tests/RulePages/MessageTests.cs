using System.Globalization;
using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>How findings speak: short, in the field's words, each of the three texts on its own.</summary>
public sealed class MessageTests
{
    private const int LongestEffect = 140;
    private const int LongestHelp = 110;
    private const int MedianMessage = 90;

    private static readonly string[] Forbidden =
    [
        "is none of", "is taken for", "lies outside", "does not admit", "admits only", " carry", " carries", "stands behind", "without a word", "nobody answers", "takes its place", "mean nothing", "means nothing",
        "belongs where", "asks for", "strangers", "goes without", "leads nowhere", "knows no", "behind the namespace comes", "a share of",
        "the two equal", "some supported versions", "please", "Please", "!", "  ", "`", "colour", "recognise",
    ];

    private static readonly Lazy<IReadOnlyList<Finding>> Findings = new(() => [.. PreparedExample.All.SelectMany(e => e.Findings())]);

    [Fact]
    public void Texts_are_short()
    {
        var tooLong = Findings.Value.SelectMany(f => new[] { (f, "message", f.Message, Finding.LongestMessage), (f, "effect", f.Effect ?? "", LongestEffect), (f, "help", f.Help ?? "", LongestHelp) })
            .Where(t => t.Item3.Length > t.Item4)
            .Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.f.Rule.Id} {t.Item2} has {t.Item3.Length} characters: {t.Item3}"))
            .Distinct();
        Assert.Empty(tooLong);

        var lengths = Findings.Value.Select(f => f.Message.Length).Order().ToArray();
        Assert.InRange(lengths[lengths.Length / 2], 20, MedianMessage);
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
