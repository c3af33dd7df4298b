using SvcLint.Change;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint diff BASE [HEAD]</c>: what traffic gains and loses between two states.</summary>
internal sealed class DiffCommand : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "How it is written; default text") { Choices = ["text", "markdown", "json", "html"] };
    private static readonly Option Paths = new("--path", "PATH", "Of revisions: only what lies there; default the current folder") { Repeats = true, IsPath = true };

    // A tree may hold a folder that bears the name of a branch.
    private const string GitPrefix = "git:";

    public override string Name => "diff";

    public override string Operands => "BASE [HEAD]";

    public override string Summary => "Show what a change does to traffic: connections, Services, names, what is exposed";

    public override IReadOnlyList<Option> Options { get; } = [Format, Paths, EmulationArguments.Cluster, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint diff main", "what the work tree does to traffic, against a branch"),
        ("svclint diff v1.2 v1.3 --path deploy", "between two revisions"),
        ("svclint diff main --cluster prod", "what a pull request changes in one cluster"),
        ("svclint diff before after --format markdown", "between two folders, for a pull request"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses =>
    [
        (ExitStatus.Clean, "no change in traffic"),
        (ExitStatus.Findings, "some change"),
        (ExitStatus.Usage, "the command line makes no sense"),
        (ExitStatus.Trouble, "an input could not be read, or svclint itself failed"),
        (ExitStatus.Unknown, "UNKNOWN: only what files do not decide has changed"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        if (arguments.Operands.Count is not (1 or 2))
        {
            throw new UsageException("diff needs BASE, and perhaps HEAD: folders, dumps or git revisions (git:NAME where a folder bears the name)");
        }

        var states = arguments.Operands.Select(o => State(o, arguments, host)).ToList();
        if (states.Count == 1)
        {
            states.Add(State(null, arguments, host));
        }

        if (states.Contains(null))
        {
            return ExitStatus.Trouble;
        }

        var (before, after) = (states[0]!, states[1]!);
        var changes = arguments.Value(EmulationArguments.Cluster) is { } cluster ? In(cluster, before, after) : Compare(before.WithoutUndeployed(after).Joined(after), after.WithoutUndeployed(before).Joined(before));
        changes = [.. changes, .. Broken(before, after, isNamed: changes.Any(c => c.Unit is not null))];
        switch (arguments.Value(Format))
        {
            case "json":
                DiffJson.Write(changes, host.Output);
                break;
            case "html":
                host.Print(DiffHtml.Of(changes));
                break;
            case "markdown":
                host.Print(DiffText.Markdown(changes));
                break;
            default:
                host.Print(DiffText.Of(changes, InputArguments.Paint(arguments, Host.OutputIsTerminal)));
                break;
        }

        return changes.Any(c => !c.Change.IsNothing) ? ExitStatus.Findings : changes.Any(c => c.Change.IsPartlyUnknown) ? ExitStatus.Unknown : ExitStatus.Clean;
    }

    // A folder of the name goes before a revision of the name, unless it says git:; null is the work tree.
    private static DiffState? State(string? state, Arguments arguments, Host host)
    {
        var isRevision = state?.StartsWith(GitPrefix, StringComparison.Ordinal) == true;
        var isPath = state is not null && !isRevision && (state == "-" || Path.Exists(Path.GetFullPath(state, host.Folder)));
        var named = arguments.Options.Where(o => o.Option != Paths).ToArray();
        var session = LintSession.Open(new Arguments(named, isPath ? [state!] : arguments.Values(Paths)), host);
        foreach (var problem in session.Inputs.Unreadable)
        {
            host.Say(problem);
        }

        if (session.Inputs.Unreadable.Count > 0)
        {
            return null;
        }

        if (isPath || state is null)
        {
            return DiffState.Of(session.Understand(), isPath && state != "-" ? session.Inputs.Root.Relative(Path.GetFullPath(state!, host.Folder)) : null, session.Inputs.Files);
        }

        var name = isRevision ? state[GitPrefix.Length..] : state;
        var revision = Revision.Find(session.Inputs.Root, name, isRevision ? $"{state}:" : $"{state}: no such folder or file, and");
        var (files, options) = session.At(revision);
        return DiffState.Of(Linter.Understand(files, options), null, files);
    }

    private static IReadOnlyList<(string? Unit, ClusterChange Change)> Compare(DiffState before, DiffState after)
    {
        var facts = new Config.ClusterFacts();
        var earlier = ClusterUnits.Of(before.Units, facts);
        var later = ClusterUnits.Of(after.Units, facts);

        // Where one side is alternatives, both are told apart by the names of units.
        return earlier.Count == 1 && later.Count == 1 && !UnitPairs.AnyHasOtherCluster(before, after)
            ? [(null, Compare(before, earlier[0].Unit, after, later[0].Unit))]
            : [.. UnitPairs.Of(before, after, facts).Select(p => ((string?)p.Name, Compare(before, p.Before, after, p.After)))];
    }

    // New files that cannot be read are of no unit yet.
    private static IEnumerable<(string? Unit, ClusterChange Change)> Broken(DiffState before, DiffState after, bool isNamed)
    {
        var nothing = new DeploymentUnit("", UnitKind.Named, new Config.ClusterFacts(), [], [], []);
        foreach (var file in after.NewBroken(before))
        {
            yield return (isNamed ? file.Path : null, ClusterChange.Between(nothing, DiffState.With(nothing, [file])));
        }

        foreach (var file in before.NewBroken(after))
        {
            yield return (isNamed ? file.Path : null, ClusterChange.Between(DiffState.With(nothing, [file]), nothing));
        }
    }

    // A cluster may be new, or have gone.
    private static IReadOnlyList<(string? Unit, ClusterChange Change)> In(string cluster, DiffState before, DiffState after)
    {
        var names = ClusterUnits.Names(before.Units.Concat(after.Units));
        return ClusterUnits.Named([.. before.Units, .. after.Units], cluster) is { } known ? [(null, Compare(before, ClusterUnits.In(before.Units, known), after, ClusterUnits.In(after.Units, known)))]
            : throw new UsageException($"--cluster {cluster}: nothing goes to such a cluster{Arguments.Hint(cluster, names)}; {(names.Count == 0 ? "the input names none" : "there are " + string.Join(", ", names))}");
    }

    private static ClusterChange Compare(DiffState earlier, DeploymentUnit before, DiffState later, DeploymentUnit after)
    {
        var files = before.Files.Select(earlier.Below).Concat(after.Files.Select(later.Below)).ToHashSet(StringComparer.Ordinal);
        var origins = new CauseOrigins(earlier.FilesOf(files), later.FilesOf(files), Place);
        var change = origins.In(ClusterChange.Between(earlier.WithBroken(before, later, after), later.WithBroken(after, earlier, before), Place));
        return change.IsNothing ? change : change with { Rules = [.. Enum.GetValues<ProxyMode>().Select(m => new RuleChange(Words.Of(m), Rules(before, m), Rules(after, m))).Where(r => r.Before != r.After)] };

        string Place(string path) => later.Below(earlier.Below(path));
    }

    private static int Rules(DeploymentUnit unit, ProxyMode mode)
    {
        var node = unit.Nodes.Count > 1 ? unit.Nodes[0].Name : null;
        var result = Emulator.Emulate(unit.Objects, new EmulationOptions { Mode = mode, Node = node, Version = unit.Facts.Version ?? KubernetesVersion.Newest });
        return result.Rules?.ToText().Count(c => c == '\n') ?? 0;
    }
}
