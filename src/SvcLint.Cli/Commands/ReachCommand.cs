using System.Text;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Reachability;
using SvcLint.Text;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint reach PATH...</c>: who reaches whom, and how clients fare with Services.</summary>
internal sealed class ReachCommand : Command
{
    private static readonly Option From = new("--from", "SOURCE", $"Only from: {ReachSelection.Forms}");
    private static readonly Option To = new("--to", "DESTINATION", "Only to: the same");
    private static readonly Option Why = new("--why", null, "With --from and --to: the policies and lines that let it pass or stop it");
    private static readonly Option Assert = new("--assert", "FILE", "Hold the cluster against assertions, one a line: deny: internet -> shop/db") { IsPath = true };
    private static readonly Option WriteAssertions = new("--write-assertions", null, "Print today's connectivity as few assertions, for svclint.yaml");
    private static readonly Option Format = new("--format", "FORMAT", "How it is written; default text") { Choices = ["text", "json", "csv", "dot", "mermaid", "svg", "html"] };

    public override string Name => "reach";

    public override string Operands => "[PATH...]";

    public override string Summary => "Show who reaches whom: policies, Services, what is exposed";

    public override IReadOnlyList<Option> Options { get; } =
        [From, To, Why, Assert, WriteAssertions, Format, EmulationArguments.Unit, EmulationArguments.Cluster, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint reach --to shop/db deploy", "who can reach the database"),
        ("svclint reach --from internet --to 'shop/*' deploy", "what outside reaches of a namespace"),
        ("svclint reach --from shop/web --to service/shop/db:5432 --why deploy", "which lines let it pass or stop it"),
        ("svclint reach --format html deploy | tee reach.html", "a report in one file"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses =>
    [
        (ExitStatus.Clean, "answered; with --assert: everything holds"),
        (ExitStatus.Findings, "with --assert: one is violated"),
        (ExitStatus.Usage, "the command line or an assertion makes no sense"),
        (ExitStatus.Trouble, "an input could not be read, or svclint itself failed"),
        (ExitStatus.Unknown, "with --assert: one is UNKNOWN, none is violated"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        if (arguments.Has(Why) && !(arguments.Has(From) && arguments.Has(To)))
        {
            throw new UsageException("--why needs --from and --to");
        }

        if ((arguments.Has(Why) || arguments.Has(WriteAssertions)) && arguments.Value(Format) is { } format and not "text")
        {
            throw new UsageException($"{(arguments.Has(Why) ? Why.Name : WriteAssertions.Name)} is written as text only, not as {format}");
        }

        foreach (var option in new[] { From, To })
        {
            if (arguments.Value(option) is { } end && ReachSelection.Problem(end) is { } problem)
            {
                throw new UsageException($"{option.Name} {end}: {problem}");
            }
        }

        if (EmulationArguments.Open(arguments, host) is not { } session)
        {
            return ExitStatus.Trouble;
        }

        // A page shows what is wrong beside who is reached. What rules leave behind is gone before the rest begins.
        var findings = arguments.Value(Format) == "html" && !arguments.Has(Assert) ? [.. Linter.Lint(session.Inputs.Files, session.Options).Findings.Where(f => f.Confidence > Confidence.Low)] : Array.Empty<Finding>();
        var units = session.Units();
        var unread = UnreadFiles.Of(session.Inputs.Files, units);
        var clusters = ReachUnits.Of(units, session.Options.Configuration.DefaultCluster, arguments).Select(u => (u.Name, Connectivity: Connectivity.Of(EmulationArguments.Held(u.Unit, arguments, host)))).ToArray();
        if (arguments.Value(Assert) is { } file)
        {
            return Check(file, clusters, units, unread, arguments, host);
        }

        if (arguments.Has(WriteAssertions))
        {
            host.Print("connections:\n" + string.Concat(clusters.Select(c => AssertionWriter.Of(c.Connectivity, clusters.Length > 1 ? c.Name : null))));
            return ExitStatus.Clean;
        }

        Write([.. clusters.Select(c => View(c.Connectivity, c.Name, arguments)).OfType<ReachView>().Select((v, i) => v with { Findings = findings, Unread = i == 0 ? unread : [] })], arguments, host);
        return ExitStatus.Clean;
    }

    private static void Write(IReadOnlyList<ReachView> views, Arguments arguments, Host host)
    {
        if (views.Count == 0)
        {
            var asked = string.Join(" ", new[] { From, To }.Where(arguments.Has).Select(o => $"{o.Name} {arguments.Value(o)}"));
            throw new UsageException(new[] { From, To }.Any(o => arguments.Value(o) is { } end && ReachSelection.IsIPv6(end))
                ? $"{asked}: no policy, Node or Service of the input names IPv6, so nothing is known of it"
                : $"{asked}: nothing of that name or no such port; write {ReachSelection.Forms}");
        }

        var paint = InputArguments.Paint(arguments, Host.OutputIsTerminal);
        if (arguments.Has(Why))
        {
            host.Print(ReachWhy.Of(views, paint));
            return;
        }

        using var text = new StreamWriter(host.Output, new UTF8Encoding(false), 1 << 14, leaveOpen: true) { NewLine = "\n" };
        switch (arguments.Value(Format))
        {
            case "json":
                using (var json = new ReachJson(host.Output))
                {
                    json.Write(views);
                }

                break;
            case "csv":
                ReachGraph.Csv(views, text);
                break;
            case "dot":
                ReachGraph.Dot(views, text);
                break;
            case "mermaid":
                ReachGraph.Mermaid(views, text);
                break;
            case "svg":
                text.Write(views.Count == 1 ? ReachMap.Of(views[0], number: null) : throw new UsageException($"--format svg: choose one unit with --unit: {string.Join(", ", views.Select(v => v.Unit))}"));
                break;
            case "html":
                text.Write(ReachHtml.Of(views));
                break;
            default:
                text.Write(ReachText.Of(views, paint));
                break;
        }
    }

    // Of several clusters those are shown that have the ends.
    private static ReachView? View(Connectivity connectivity, string? unit, Arguments arguments)
    {
        var from = arguments.Value(From) is { } source ? ReachSelection.Read(source, connectivity) : null;
        var to = arguments.Value(To) is { } destination ? ReachSelection.Read(destination, connectivity) : null;
        return (from is null && arguments.Has(From)) || (to is not { NamesNoPort: false } && arguments.Has(To)) ? null : new ReachView(connectivity, unit, from, to);
    }

    private static int Check(string file, (string? Name, Connectivity Connectivity)[] clusters, IReadOnlyList<DeploymentUnit> units, IReadOnlyList<UnitGap> unread, Arguments arguments, Host host)
    {
        var path = Path.GetFullPath(file, host.Folder);
        var (bytes, reason) = InputRoot.Of(host.Folder, []).Opener.ReadNamed(path);
        if (bytes is null)
        {
            throw new UsageException($"--assert {file}: {Refusal.Words(reason)}");
        }

        var problems = new List<ConfigurationProblem>();
        var assertions = AssertionFile.Read(SourceText.FromBytes(file, bytes), problems);
        if (problems.Count > 0)
        {
            var first = problems[0];
            throw new UsageException($"{file}:{first.Span.StartPosition.Line}:{first.Span.StartPosition.Column}: {first.Message}");
        }

        foreach (var assertion in assertions)
        {
            if (assertion.Destinations.Concat(assertion.Sources).Select(t => ReachSelection.Problem(ConnectionAssertion.IsExcluded(t) ? t.Substring(1) : t)).FirstOrDefault(p => p is not null) is { } impossible)
            {
                var place = assertion.Text.Span.StartPosition;
                throw new UsageException($"{file}:{place.Line}:{place.Column}: {impossible}");
            }
        }

        // Of one unit only what is asserted of it, or of all, is held against it.
        var asked = arguments.Value(EmulationArguments.Unit)?.Split('=')[0];
        var results = assertions.Where(a => asked is null || a.Unit is null || a.Unit == asked).SelectMany(a => Results(a, clusters, [.. units.Select(u => u.Name)], unread))
            .GroupBy(r => r.Assertion).Select(Strongest).ToArray();
        if (arguments.Value(Format) == "json")
        {
            AssertionOutput.Json(results, host.Output);
        }
        else
        {
            host.Print(AssertionOutput.Text(results, InputArguments.Paint(arguments, Host.OutputIsTerminal)));
        }

        return results.Any(r => r.State is AssertionState.Violated or AssertionState.NamesNothing) ? ExitStatus.Findings
            : results.Any(r => r.State == AssertionState.Unknown) ? ExitStatus.Unknown : ExitStatus.Clean;
    }

    private static IEnumerable<AssertionResult> Results(ConnectionAssertion assertion, (string? Name, Connectivity Connectivity)[] clusters, string[] units, IReadOnlyList<UnitGap> unread) =>
        AssertionCheck.OfUnit(assertion, units) is { } nothing ? [nothing]
            : clusters.Where(c => assertion.Unit is null || c.Name is null || c.Name == assertion.Unit).Select(c => AssertionCheck.Of(assertion, c.Connectivity, unread) with { Unit = c.Name })
                .DefaultIfEmpty(new AssertionResult(assertion, AssertionState.NamesNothing, $"unit '{assertion.Unit}' runs and exposes nothing", []));

    // A cluster that has none of the ends is not meant, unless no other has them.
    private static AssertionResult Strongest(IEnumerable<AssertionResult> results) =>
        results.OrderBy(r => r.State switch { AssertionState.Violated => 0, AssertionState.Unknown => 1, AssertionState.Holds => 2, _ => 3 }).First();
}
