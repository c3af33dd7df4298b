using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Cli.Commands;

/// <summary>What a run says to a person at its end.</summary>
internal static class RunSummary
{
    /// <summary>The reason of a file that says what a test expects, among those that are skipped.</summary>
    public const string Expectation = "test-expectation";

    public static void Write(Report report, (TimeSpan Read, TimeSpan Lint) times, Arguments arguments, Host host)
    {
        if (arguments.Has(LintArguments.Stats))
        {
            Stats(report, times, host.Error);
        }

        if (report.Result.Objects == 0)
        {
            var files = report.Inputs.Files.Count;
            host.Say(files == 0 ? $"nothing was linted: no YAML or JSON file there{Hidden(report)}{Skipped(report)}" : $"nothing was linted: no Kubernetes object in {Words.Count(files, "file")}{Hidden(report)}{Skipped(report)}");
            return;
        }

        host.Say($"{Findings(report.Findings)} in {Words.Count(report.Result.Objects, "object")} of {Words.Count(report.Inputs.Files.Count, "file")}{Hidden(report)}{Skipped(report)}");
    }

    private static string Findings(IReadOnlyList<Finding> findings)
    {
        var counts = new[] { (Severity.Error, "error"), (Severity.Warning, "warning"), (Severity.Info, "info") }
            .Select(s => (Number: findings.Count(f => f.Severity == s.Item1), Noun: s.Item2))
            .Where(c => c.Number > 0)
            .Select(c => c.Noun == "info" ? $"{c.Number} info" : Words.Count(c.Number, c.Noun));
        var text = string.Join(", ", counts);
        return text.Length == 0 ? "no findings" : text;
    }

    private static string Hidden(Report report) => string.Concat(report.HiddenWords.Select(w => "; " + w));

    private static string Skipped(Report report)
    {
        var reasons = report.Inputs.Skipped.GroupBy(s => s.Reason).Select(g => g.Key switch
        {
            "helm-template" => report.Result.Units.Any(u => u.Kind == UnitKind.Chart)
                ? $"{Words.Count(g.Count(), "Helm template")} not rendered (svclint units tells why)"
                : $"{Words.Count(g.Count(), "Helm template")} skipped (lint what they render: helm template . | svclint -)",
            "template" => $"{Words.Count(g.Count(), "template")} skipped",
            Expectation => $"{Words.Count(g.Count(), "test's expectation", "tests' expectations")} skipped ({Some(g)})",
            Refusal.TooLarge => $"{Words.Count(g.Count(), "file")} larger than {FileOpener.LargestSize >> 20} MB skipped ({Some(g)})",
            Refusal.LeadsOut => $"{Words.Count(g.Count(), "link")} out of the work tree skipped ({Some(g)})",
            Refusal.Dangling => $"{Words.Count(g.Count(), "dangling link")} skipped ({Some(g)})",
            Refusal.NotRegular => $"{Words.Count(g.Count(), "pipe or device", "pipes or devices")} skipped ({Some(g)})",
            Refusal.TooLong => $"{Words.Count(g.Count(), "path")} longer than 4,095 bytes skipped ({Some(g.Select(s => (Ends(s.File), s.Reason)))})",
            var limit when limit.StartsWith(Refusal.BeyondLimit, StringComparison.Ordinal) => $"{limit[Refusal.BeyondLimit.Length..]} not followed ({Some(g)})",
            _ => $"{Words.Count(g.Count(), "file")} skipped ({g.Key})",
        });
        return string.Concat(reasons.Select(r => "; " + r));
    }

    // Nobody reads all of it.
    private static string Ends(string path) => Path.GetFileName(path) is var name && path.Length > 2 * ShownOfPath && name.Length < path.Length ? $"{path[..ShownOfPath]}…/{name}" : path;

    private static string Some(IEnumerable<(string File, string Reason)> skipped)
    {
        var files = skipped.Select(s => Words.OneLine(s.File)).ToArray();
        return string.Join(", ", files.Take(3)) + (files.Length > 3 ? $" and {files.Length - 3} more" : "");
    }

    private const int ShownOfPath = 40;

    // A rule that took less would stand there with 0.0 ms.
    private const long ShownTicks = 500;

    private static void Stats(Report report, (TimeSpan Read, TimeSpan Lint) times, TextWriter error)
    {
        error.WriteLine($"read {times.Read.TotalMilliseconds:F0} ms ({report.Inputs.Files.Sum(f => (long)f.Source.Content.Length) >> 10} K characters in {Words.Count(report.Inputs.Files.Count, "file")})");
        error.WriteLine($"linted {times.Lint.TotalMilliseconds:F0} ms, of it rules {report.Result.RuleTime.Values.Sum() / 10_000.0:F0} ms");
        var passedOver = report.Inputs.Files.Sum(f => f.PassedOver.Documents);
        error.WriteLine($"documents: {report.Result.Documents}, {passedOver} of them passed over unparsed ({report.Inputs.Files.Sum(f => (long)f.PassedOver.Characters) >> 10} KB)");
        error.WriteLine($"units: {report.Result.Units.Count}, {report.Result.Units.Count(u => !u.IsFullyKnown)} of them not fully known (svclint units)");
        error.WriteLine("time per rule:");
        foreach (var (rule, ticks) in report.Result.RuleTime.Where(t => t.Value >= ShownTicks).OrderByDescending(t => t.Value))
        {
            error.WriteLine($"  {rule} {ticks / 10_000.0,9:F2} ms");
        }

        var quick = report.Result.RuleTime.Values.Where(t => t < ShownTicks).ToArray();
        error.WriteLine($"  {Words.Count(quick.Length, "other rule")} {quick.Sum() / 10_000.0:F2} ms");

        error.WriteLine($"silent because unknown: {report.Result.Silences.Count}");
        foreach (var group in report.Result.Silences.GroupBy(s => (s.RuleId, s.Reason)).OrderByDescending(g => g.Count()))
        {
            error.WriteLine($"  {group.Key.RuleId} {group.Count(),5} x {Words.OneLine(group.Key.Reason)}, as at {report.Shown(group.First().Span.Source.Path)}:{group.First().Span.StartPosition.Line}");
        }
    }
}
