using System.Globalization;
using SvcLint.Core.Tests.RulePages;
using SvcLint.Rules;

namespace SvcLint.Core.Tests.Conditions;

/// <summary>
/// Inverts the conditions in the code of the rules one at a time: the examples of the pages must notice, by what is found or by its
/// words. What none of them notices stands in unnoticed.tsv with the reason.
/// </summary>
[Collection(nameof(RulePage))] // One after the other: an update writes the pages that the other reads.
public sealed class ConditionTests
{
    private static readonly Lazy<(InvertibleAssembly Core, IReadOnlyDictionary<string, HashSet<int>> Noticed)> Run = new(() =>
    {
        var core = new InvertibleAssembly(typeof(Linter).Assembly.Location);
        return (core, InversionRun.Of(core));
    });

    private static string ListPath => Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/Conditions/unnoticed.tsv");

    [Fact]
    public void Every_page_notices_when_a_condition_of_its_rule_is_inverted()
    {
        var silent = RuleCatalog.All.Where(r => r is not LinterRule && !Run.Value.Noticed[r.Info.Id].Any(IsAbout(r))).Select(r => r.Info.Id);
        Assert.Empty(silent);
    }

    [SkippableFact]
    public void What_no_example_notices_is_listed_with_the_reason()
    {
        Skip.IfNot(IsDebug, "an optimised build has other branches; the list is that of a Debug build");
        var noticed = Run.Value.Noticed.Values.SelectMany(n => n).ToHashSet();
        var unnoticed = Run.Value.Core.Conditions.Where(c => !noticed.Contains(c.Id))
            .GroupBy(c => $"{c.Type["SvcLint.Rules.".Length..]}\t{c.Statement}")
            .Select(g => $"{g.Key}\t{g.Count().ToString(CultureInfo.InvariantCulture)}")
            .Order(StringComparer.Ordinal)
            .ToArray();
        var listed = File.ReadLines(ListPath).Where(l => !l.StartsWith('#')).Select(l => l.Split('\t')).ToDictionary(f => string.Join('\t', f[..3]), f => f[3]);
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            File.WriteAllLines(ListPath, unnoticed.Select(u => $"{u}\t{listed.GetValueOrDefault(u)}").Prepend("# Conditions that no example notices: class, statement, how many, why. An example under RulePages is better than a reason."));
        }

        AssertNone("No example notices these; add one under RulePages, or list them with the reason", unnoticed.Except(listed.Keys));
        AssertNone("Listed, but gone or noticed by now", listed.Keys.Except(unnoticed));
        AssertNone("Listed without a reason", listed.Where(l => l.Value.Length == 0).Select(l => l.Key));
    }

    // In full: whoever repairs it copies the rows.
    private static void AssertNone(string what, IEnumerable<string> rows)
    {
        var found = string.Join('\n', rows);
        Assert.True(found.Length == 0, $"{what} ({ListPath}):\n{found}");
    }

    private static bool IsDebug => typeof(Linter).Assembly.GetCustomAttributes(typeof(System.Diagnostics.DebuggableAttribute), false) is [System.Diagnostics.DebuggableAttribute { IsJITOptimizerDisabled: true }];

    // The condition stands in the rule's class, in one that it derives from, or in a part that rules share.
    private static Func<int, bool> IsAbout(Rule rule) => id =>
        Run.Value.Core.Conditions[id].Type is var type
        && (typeof(Rule).Assembly.GetType(type) is not { } owner || !typeof(Rule).IsAssignableFrom(owner) || owner.IsInstanceOfType(rule));
}
