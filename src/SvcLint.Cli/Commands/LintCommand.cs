using SvcLint.Cli.Inputs;
using SvcLint.Cli.Outputs;
using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint [lint] PATH...</c></summary>
internal sealed class LintCommand : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "How findings are written") { Choices = ["text", "msbuild", "json"], Repeats = true };
    private static readonly Option Output = new("--output", "FILE", "Where the format before it goes instead of standard output") { Repeats = true, IsPath = true };
    private static readonly Option FailOn = new("--fail-on", "SEVERITY", "The least severity that makes the exit status 1") { Choices = ["error", "warning", "info", "never"] };
    private static readonly Option Confidence = new("--confidence", "LEVEL", "The least confidence that is shown") { Choices = ["low", "medium", "high"] };
    private static readonly Option KubernetesVersion = new("--kubernetes-version", "VERSION", "Version of the cluster, 1.26 to 1.36");
    private static readonly Option RuleSeverity = new("--rule", "ID=SEVERITY", "Severity of a rule: off, info, warning or error") { Repeats = true };
    private static readonly Option Unit = new("--unit", "NAME=PATH", "Names what is applied together") { Repeats = true, IsPath = true };

    public override string Name => "lint";

    public override IReadOnlyList<Option> Options { get; } = [Format, Output, FailOn, Confidence, KubernetesVersion, RuleSeverity, Unit];

    public override int Run(Arguments arguments, Host host)
    {
        var confidence = arguments.Value(Confidence) switch { "low" => Findings.Confidence.Low, "high" => Findings.Confidence.High, _ => Findings.Confidence.Medium };
        var inputs = InputReader.Read(arguments.Operands, host);
        foreach (var problem in inputs.Unreadable)
        {
            host.Say(problem);
        }

        var options = new LintOptions
        {
            KubernetesVersion = ReadVersion(arguments.Value(KubernetesVersion)),
            RuleSeverities = arguments.Values(RuleSeverity).Select(ReadRule).GroupBy(r => r.Key).ToDictionary(g => g.Key, g => g.Last().Value),
            Today = DateTime.Today,
        };
        var result = Linter.Lint(inputs.Files, options);
        var shown = result.Findings.Where(f => f.Confidence >= confidence && f.Severity != Severity.Off).ToArray();
        var report = new Report(inputs, result, shown, options);
        Write(arguments, report, host);
        return inputs.Unreadable.Count > 0 ? ExitStatus.Trouble : Fails(arguments.Value(FailOn), result.Findings) ? ExitStatus.Findings : ExitStatus.Clean;
    }

    private static void Write(Arguments arguments, Report report, Host host)
    {
        var format = arguments.Value(Format) ?? "text";
        using var stream = arguments.Value(Output) is { } path ? File.Create(path) : host.Output;
        switch (format)
        {
            case "json":
                JsonOutput.Write(report, stream);
                break;
            default:
                MsBuildOutput.Write(report, stream);
                break;
        }
    }

    private static bool Fails(string? failOn, IReadOnlyList<Finding> findings)
    {
        var least = failOn switch { "error" => Severity.Error, "info" => Severity.Info, "never" => (Severity?)null, _ => Severity.Warning };
        return least is { } severity && findings.Any(f => f.Confidence != Findings.Confidence.Low && f.Severity >= severity);
    }

    private static KubernetesVersion? ReadVersion(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Kubernetes.KubernetesVersion.TryParse(text, out var version) && version.IsSupported
            ? version
            : throw new UsageException($"--kubernetes-version {text}: svclint knows {Kubernetes.KubernetesVersion.Oldest} to {Kubernetes.KubernetesVersion.Newest}");
    }

    private static KeyValuePair<string, Severity> ReadRule(string text)
    {
        var equals = text.IndexOf('=');
        var rule = Rules.RuleCatalog.Find(equals < 0 ? text : text[..equals])
            ?? throw new UsageException($"--rule {text}: no such rule{Arguments.Hint(equals < 0 ? text : text[..equals], Rules.RuleCatalog.All.Select(r => r.Info.Id))}");
        return new(rule.Info.Id, (equals < 0 ? "" : text[(equals + 1)..]) switch
        {
            "off" => Severity.Off,
            "info" => Severity.Info,
            "warning" => Severity.Warning,
            "error" => Severity.Error,
            _ => throw new UsageException($"--rule {text}: write {rule.Info.Id}=off, info, warning or error"),
        });
    }
}
