using System.Diagnostics;
using System.Text;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Cli.Outputs;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint [lint] PATH...</c></summary>
internal sealed class LintCommand : Command
{
    public override string Name => "lint";

    public override string Operands => "[PATH...]";

    public override string Summary => "Find Service networking mistakes in Kubernetes manifests";

    public override IReadOnlyList<Option> Options => LintArguments.All;

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint", "lint what git tracks or would track in the current folder"),
        ("helm template . | svclint -", "lint what a chart renders; findings name the template"),
        ("svclint --since origin/main", "only what a branch brings"),
        ("svclint --migrate-to nftables", "and what changes when kube-proxy moves to nftables mode"),
        ("svclint --kubernetes-version 1.31 --upgrade-to 1.37", "and what changes when the cluster moves from 1.31 to 1.37"),
        ("svclint --project Shop.slnx", "with constants and properties that only the build knows"),
        ("svclint --fix --diff", "show the safe repairs as a diff"),
        ("svclint --format sarif --output svclint.sarif --format text", "a file for code scanning, and text for people"),
        ("svclint explain SVC2002", "what a rule finds, why it matters, how to fix it"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses =>
    [
        (ExitStatus.Clean, "nothing at or above --fail-on"),
        (ExitStatus.Findings, "findings"),
        (ExitStatus.Usage, "the command line or the configuration makes no sense"),
        (ExitStatus.Trouble, "an input could not be read, or svclint itself failed"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        var destinations = LintArguments.Destinations(arguments);
        var (session, result, lintTime) = Lint(arguments, host);
        foreach (var problem in session.Inputs.Unreadable)
        {
            host.Say(problem);
        }

        if (session.Options.UpgradeTo is { } target && result.Units.Count > 0 && result.Units.All(u => u.Facts.Version >= target))
        {
            host.Say($"--upgrade-to {target}: the cluster of every unit that was linted has it already");
        }

        var (shown, hidden) = Shown(arguments, session, result, host);
        IReadOnlyList<string> unwritten = [];
        var isHalfDone = false;
        if (arguments.Has(LintArguments.Fix) || arguments.Has(LintArguments.Diff))
        {
            var loop = new FixLoop(session, result, arguments.Has(LintArguments.UnsafeFixes));
            loop.Run(shown);
            if (arguments.Has(LintArguments.Diff))
            {
                // Formats of data hold the fixes themselves; only people get a diff instead.
                if (destinations.Any(d => d is { Format: "text", File: null }))
                {
                    WriteDiff(loop.Changed, Report(arguments, session, result, shown, hidden, host), arguments, host);
                    destinations = destinations.Where(d => d.File is not null).ToArray();
                }

                if (loop.Changed.Count == 0)
                {
                    host.Say(NothingToShow(shown, arguments));
                }
            }
            else
            {
                var (written, failed) = loop.Save();
                host.Say(written.Count == 0 ? "nothing to fix" : $"repaired {Words.Count(written.Count, "file")}: {string.Join(", ", written.Select(Printable.OneLine))}");
                unwritten = [.. loop.Refused.Select(r => $"{r.Key}: not repaired, it {r.Value}"), .. failed];
                isHalfDone = failed.Count > 0;
                (session, result) = (loop.Session, loop.Result);
                (shown, hidden) = Shown(arguments, session, result, host);
            }
        }

        foreach (var problem in unwritten)
        {
            host.Say(problem);
        }

        if (arguments.Value(LintArguments.WriteBaseline) is { } accepted)
        {
            BaselineFile.Write(accepted, session.Inputs.Root, host.Folder, shown);
            var visible = shown.Count(f => f.Confidence >= LintArguments.LeastConfidence(arguments));
            var unseen = shown.Count > visible ? $" ({visible} shown, {shown.Count - visible} of lower confidence)" : "";
            host.Say($"accepted {Words.Count(shown.Count, "finding")} in {accepted}{unseen}");
            shown = [];
        }

        var report = Report(arguments, session, result, shown, hidden, host);
        foreach (var (format, file) in destinations)
        {
            Write(report, format, file, arguments, host);
        }

        RunSummary.Write(report, (session.ReadTime, lintTime), arguments, host);
        return isHalfDone ? ExitStatus.Trouble : Status(arguments, session, shown);
    }

    private static (LintSession Session, LintResult Result, TimeSpan Time) Lint(Arguments arguments, Host host)
    {
        using var progress = new Progress(host);
        var session = LintSession.Open(arguments, host, progress);
        var start = Stopwatch.GetTimestamp();
        if (arguments.Value(LintArguments.Since) is { } revision)
        {
            session = session.Since(revision);
            foreach (var path in session.NoLongerTracked)
            {
                host.Say($"{path} is no longer tracked by git: it is judged as deleted");
            }
        }

        if (Scope.Read(arguments.Values(LintArguments.Scope), session.Inputs.Root, host) is { } scope)
        {
            session = session.Since(scope);
            if (session.IsScopeEmpty)
            {
                host.Say($"--scope names no file that was read or that git had: {scope}");
            }
        }

        return (session, session.Lint(), Stopwatch.GetElapsedTime(start));
    }

    private static int Status(Arguments arguments, LintSession session, IReadOnlyList<Finding> shown) =>
        session.Inputs.Unreadable.Count > 0 ? ExitStatus.Trouble
        : shown.Any(LintArguments.Fails(arguments)) ? ExitStatus.Findings
        : ExitStatus.Clean;

    private static Report Report(Arguments arguments, LintSession session, LintResult result, IReadOnlyList<Finding> shown, int accepted, Host host)
    {
        var least = LintArguments.LeastConfidence(arguments);
        var templates = new HelmTemplates(session.Inputs, host.Folder);
        var units = new UnitNames(result);
        return new Report
        {
            Inputs = session.Inputs with
            {
                Skipped = [.. session.Inputs.Skipped, .. result.Expectations.Select(f => (f, RunSummary.Expectation)), .. result.Limits.Select(l => (l.Span.Source.Path, Refusal.BeyondLimit + l.Reason)).Distinct()],
            },
            Result = result,
            Options = session.Options,
            Findings = shown.Where(f => f.Confidence >= least).Select(f => Said(templates.Map(units.Name(f)))).ToArray(),
            Hidden = result.Hidden with { ExcludedFiles = result.Hidden.ExcludedFiles + session.Inputs.Excluded, Accepted = accepted },
            CurrentFolder = host.Folder,
            Category = arguments.Value(LintArguments.Category),
        };
    }

    // Words quote manifests: every format gets them so that nobody who shows them acts on what stands there.
    private static Finding Said(Finding finding) => finding with
    {
        Message = Words.OneLine(finding.FullMessage),
        Effect = finding.Effect is { } effect ? Words.OneLine(effect) : null,
        Help = finding.Help is { } help ? Words.OneLine(help) : null,
        Where = finding.Where is { } where ? Words.OneLine(where) : null,
        Related = finding.Related.Count == 0 ? finding.Related : [.. finding.Related.Select(r => r with { Note = Words.OneLine(r.Note) })],
        Fixes = finding.Fixes.Count == 0 ? finding.Fixes : [.. finding.Fixes.Select(f => f with { Title = Words.OneLine(f.Title) })],
    };

    /// <summary>What remains of the findings in the scope, the change and the confidence that were asked for.</summary>
    private static (IReadOnlyList<Finding> Shown, int Accepted) Shown(Arguments arguments, LintSession session, LintResult result, Host host)
    {
        var findings = result.Findings.Where(f => f.Severity != Severity.Off);
        if (session.Before is { } before)
        {
            findings = Minus(findings, before.Findings);
        }

        if (session.Scope is { } scope)
        {
            var byDeletion = session.BeforeScope is { } whole ? Minus(result.Findings, whole.Findings).ToHashSet() : [];
            findings = findings.Where(f => byDeletion.Contains(f) || scope.Holds(f, result));
        }

        var left = findings.ToArray();
        if (arguments.Has(LintArguments.NoBaseline) || arguments.Value(LintArguments.BaselineFile) is not { } baseline)
        {
            return (left, 0);
        }

        var fresh = BaselineFile.Read(baseline, session.Inputs.Root, host.Folder).Apply(left).New;
        return (fresh, left.Count(f => f.Confidence != Confidence.Low) - fresh.Count(f => f.Confidence != Confidence.Low));
    }

    private static IEnumerable<Finding> Minus(IEnumerable<Finding> findings, IReadOnlyList<Finding> known)
    {
        var fingerprints = known.Select(f => f.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return findings.Where(f => !fingerprints.Contains(f.Fingerprint));
    }

    private static string NothingToShow(IReadOnlyList<Finding> shown, Arguments arguments)
    {
        var unsafeFixes = arguments.Has(LintArguments.UnsafeFixes) ? 0 : shown.Count(f => f.Fixes.Count > 0 && f.Fixes.All(x => x.Safety == FixSafety.Unsafe));
        return shown.Count == 0 ? "--diff: nothing to repair"
            : unsafeFixes > 0 ? $"--diff: nothing has a safe fix; {Words.Count(unsafeFixes, "finding")} would change with --unsafe-fixes"
            : "--diff: nothing has a fix";
    }

    private static void WriteDiff(IReadOnlyList<(ParsedFile Before, ParsedFile After)> changed, Report report, Arguments arguments, Host host)
    {
        using var writer = new StreamWriter(host.Output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        var paint = InputArguments.Paint(arguments, Host.OutputIsTerminal);
        foreach (var (before, after) in changed)
        {
            UnifiedDiff.Write(report.PathFromHere(before.Path), before.Source.Content, after.Source.Content, writer, paint);
        }
    }

    private static void Write(Report report, string format, string? file, Arguments arguments, Host host)
    {
        var output = format == "text"
            ? new TextOutput { Paint = InputArguments.Paint(arguments, file is null && Host.OutputIsTerminal) }
            : Output.All.First(o => o.Format == format);
        if (file is null)
        {
            using var buffered = new BufferedStream(host.Output, 1 << 16);
            output.Write(report, buffered);
            return;
        }

        var path = Path.GetFullPath(file, host.Folder);
        try
        {
            FileWriter.WriteWithFolder(path, report.Inputs.Root.Border, s => output.Write(report, s));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output {file}: cannot be written ({exception.Message})");
        }
    }
}
