using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Rules;

namespace SvcLint.Cli.Commands;

/// <summary>Options of <c>lint</c>, and what they mean.</summary>
internal static class LintArguments
{
    public static readonly Option Format = new("--format", "FORMAT", "How findings are written; repeat it, each followed by its --output, to write several")
    {
        Choices = [.. Output.All.Select(o => o.Format)],
        Repeats = true,
    };

    public static readonly Option OutputFile = new("--output", "FILE", "Where the format before it goes instead of standard output") { Repeats = true, IsPath = true };

    public static readonly Option FailOn = new("--fail-on", "SEVERITY", "The least severity that makes the exit status 1; default warning")
    {
        Choices = ["error", "warning", "info", "never"],
    };

    public static readonly Option Confidence = new("--confidence", "LEVEL", "The least confidence that is shown; default medium") { Choices = ["low", "medium", "high"] };

    public static readonly Option RuleSeverity = new("--rule", "ID=SEVERITY", "Severity of a rule: off, info, warning or error")
    {
        Suggestions = () => RuleCatalog.All.Select(r => r.Info.Id + "="),
        Repeats = true,
    };

    public static readonly Option Scope = new("--scope", "FILE", "Report only findings to which this file contributed, deleted ones included; - reads a list") { Repeats = true, IsPath = true };

    public static readonly Option Since = new("--since", "REV", "Report only what this git revision did not have, and what an update of it would be refused for");

    public static readonly Option BaselineFile = new("--baseline", "FILE", "Report only what this baseline does not accept") { IsPath = true };

    public static readonly Option WriteBaseline = new("--write-baseline", "FILE", "Accept every finding of this run in a baseline") { IsPath = true };

    public static readonly Option Project = new("--project", "FILE", "Also load this project or solution, for constants and properties that its text alone does not tell; runs its build logic")
    {
        Repeats = true,
        IsPath = true,
    };

    public static readonly Option NoConfig = new("--no-config", null, "Judge without the repository's svclint.yaml");

    public static readonly Option NoSuppressions = new("--no-suppressions", null, "Judge without suppressions in comments, annotations, pragmas and the configuration");

    public static readonly Option NoBaseline = new("--no-baseline", null, "Judge without the --baseline that is given");

    public static readonly Option Fix = new("--fix", null, "Repair what has a safe fix");

    public static readonly Option UnsafeFixes = new("--unsafe-fixes", null, "With --fix or --diff: also repairs that may change behavior");

    public static readonly Option Diff = new("--diff", null, "Print what --fix would change, and change nothing");

    public static readonly Option Stats = new("--stats", null, "Tell the time per rule, and what stayed silent because it was unknown");

    public static readonly Option MigrateTo = new("--migrate-to", "MODE", "Also tell what changes for these manifests when kube-proxy moves to this mode") { Choices = ["iptables", "ipvs", "nftables"] };

    public static readonly Option UpgradeTo = new("--upgrade-to", "VERSION", $"Also tell what changes for these manifests when the cluster moves from its version to this one, up to {Schedule.Horizon}")
    {
        Suggestions = () => KubernetesVersion.Oldest.Next.To(Schedule.Horizon).Select(v => v.ToString()),
    };

    public static readonly Option Category = new("--sarif-category", "NAME", "Keeps the alerts of several runs over one repository apart");

    public static IReadOnlyList<Option> All { get; } =
    [
        Format, OutputFile, FailOn, Confidence, RuleSeverity, Since, Scope, BaselineFile, WriteBaseline, NoConfig, NoSuppressions, NoBaseline, Project, Fix, UnsafeFixes, Diff,
        InputArguments.Unit, InputArguments.KubernetesVersion, InputArguments.Config, RenderArguments.Values, RenderArguments.Set, MigrateTo, UpgradeTo, Stats, Category, InputArguments.Color,
    ];

    public static Confidence LeastConfidence(Arguments arguments) => arguments.Value(Confidence) switch
    {
        "low" => Findings.Confidence.Low,
        "high" => Findings.Confidence.High,
        _ => Findings.Confidence.Medium,
    };

    /// <summary>The mode of an option's value; null where it is absent.</summary>
    /// <summary>The version to move to; null where the option is absent.</summary>
    /// <exception cref="UsageException">It is no later version, or one of which nothing is known.</exception>
    public static KubernetesVersion? Upgrade(Arguments arguments, LintConfiguration configuration)
    {
        if (arguments.Value(UpgradeTo) is not { } text)
        {
            return null;
        }

        if (!KubernetesVersion.TryParse(text, out var to))
        {
            throw new UsageException($"--upgrade-to {text} is no version; write one such as {KubernetesVersion.Newest}");
        }

        if (to <= KubernetesVersion.Oldest || to > Schedule.Horizon)
        {
            throw new UsageException($"--upgrade-to {text}: svclint knows what changes up to {Schedule.Horizon}");
        }

        var today = InputArguments.Version(arguments);
        if (today is null && configuration.DefaultCluster.Version is null && configuration.Clusters.All(c => c.Version is null))
        {
            throw new UsageException("--upgrade-to needs the version of today: --kubernetes-version, or cluster.kubernetesVersion in svclint.yaml");
        }

        KubernetesVersion[] versions = today is not null ? [today.Value] : [.. configuration.Clusters.Prepend(configuration.DefaultCluster).Select(c => c.Version).OfType<KubernetesVersion>()];
        return versions.All(from => to <= from)
            ? throw new UsageException(versions.Length == 1 ? $"--upgrade-to {text}: the cluster has {versions[0]} already" : $"--upgrade-to {text}: every cluster has it already")
            : to;
    }

    /// <summary>True when a finding makes the exit status 1.</summary>
    public static Func<Finding, bool> Fails(Arguments arguments)
    {
        Severity? least = arguments.Value(FailOn) switch { "error" => Severity.Error, "info" => Severity.Info, "never" => null, _ => Severity.Warning };
        return f => least is { } severity && f.Severity >= severity && f.Confidence != Findings.Confidence.Low;
    }

    public static IReadOnlyDictionary<string, Severity> RuleSeverities(Arguments arguments)
    {
        var severities = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var text in arguments.Values(RuleSeverity))
        {
            var equals = text.IndexOf('=');
            var name = equals < 0 ? text : text[..equals];
            var rule = RuleCatalog.Find(name) ?? throw new UsageException($"--rule {text}: no such rule{Arguments.Hint(name, RuleCatalog.All.Select(r => r.Info.Id))}");
            severities[rule.Info.Id] = (equals < 0 ? "" : text[(equals + 1)..]) switch
            {
                "off" => Severity.Off,
                "info" => Severity.Info,
                "warning" => Severity.Warning,
                "error" => Severity.Error,
                _ => throw new UsageException($"--rule {text}: write {rule.Info.Id}=off, info, warning or error"),
            };
        }

        return severities;
    }

    /// <summary>Formats and where each goes; null is standard output.</summary>
    public static IReadOnlyList<(string Format, string? File)> Destinations(Arguments arguments)
    {
        var destinations = new List<(string Format, string? File)>();
        string? waiting = null;
        foreach (var (option, value) in arguments.Options)
        {
            if (option == Format)
            {
                destinations.Add((value, waiting));
                waiting = null;
            }
            else if (option == OutputFile && destinations.Count > 0 && destinations[^1].File is null)
            {
                destinations[^1] = (destinations[^1].Format, value);
            }
            else if (option == OutputFile)
            {
                waiting = waiting is null ? value : throw new UsageException($"--output {value}: write a --format for each --output");
            }
        }

        if (waiting is not null || destinations.Count == 0)
        {
            destinations.Add(("text", waiting));
        }

        return destinations.Count(d => d.File is null) <= 1 ? destinations : throw new UsageException("several formats for standard output: give all but one an --output FILE");
    }
}
