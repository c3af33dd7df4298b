using SvcLint.Kubernetes;
using Xunit.Abstractions;

namespace SvcLint.Core.Tests.Validation;

public class VerdictTests(ITestOutputHelper output)
{
    /// <summary>A selection of measured cases that always runs: every verdict agrees.</summary>
    [Fact]
    public void Verdicts_of_the_kept_cases_agree()
    {
        var comparison = Compare(Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Validation", "Cases"));

        Assert.NotEqual(0, comparison.Verdicts);
        Assert.Empty(comparison.Acceptance.Concat(comparison.Errors).Concat(comparison.Decoding).Concat(comparison.Warnings));
    }

    [Fact]
    public void The_kept_cases_have_a_verdict_of_the_newest_version_that_was_reviewed() =>
        Assert.All(
            VerdictCase.Load(Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Validation", "Cases")),
            c => Assert.Contains(VersionReview.Verdicts.Reviewed.ToString(), c.Verdicts.Keys));

    [SkippableFact]
    public void Verdicts_agree_with_those_of_real_servers()
    {
        var comparison = Compare(SharedFolder.Require("api-cases"));

        Assert.NotEqual(0, comparison.Verdicts);
        Assert.Empty(comparison.Acceptance);
        Assert.True(comparison.Errors.Count <= comparison.Verdicts / 100);
        Assert.True(comparison.Decoding.Count <= comparison.Verdicts / 100);
        Assert.True(comparison.Warnings.Count <= comparison.WarningVerdicts / 50);
    }

    private VerdictComparison Compare(string folder)
    {
        var comparison = new VerdictComparison();
        foreach (var @case in VerdictCase.Load(folder))
        {
            comparison.Add(@case);
        }

        foreach (var line in comparison.Acceptance.Concat(comparison.Errors).Concat(comparison.Decoding).Concat(comparison.Warnings))
        {
            output.WriteLine(line);
        }

        output.WriteLine($"{comparison.Verdicts} verdicts: {comparison.Acceptance.Count} differ in acceptance, {comparison.Errors.Count} in errors, {comparison.Decoding.Count} in decoding; {comparison.WarningVerdicts} with warnings, {comparison.Warnings.Count} differ");
        return comparison;
    }
}
