using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Validation;

namespace SvcLint.Cli.Commands;

/// <summary>Options of the commands that ask the emulator, and the cluster that they are asked of.</summary>
internal static class EmulationArguments
{
    private const int MostGaps = 10;

    public static readonly Option Mode = new("--mode", "MODE", "Default: the KubeProxyConfiguration of the input, else the data plane of svclint.yaml, else iptables") { Choices = ["iptables", "ipvs", "nftables"] };

    public static readonly Option Family = new("--family", "FAMILY", "Default ipv4") { Choices = ["ipv4", "ipv6"] };

    public static readonly Option Node = new("--node", "NAME", "Default: the only Node; without Nodes node-with-endpoints, the other is node-without-endpoints");

    public static readonly Option Unit = new("--unit", "NAME", "Which unit, where several declare the same objects; NAME=PATH declares one") { Repeats = true };

    public static readonly Option Cluster = new("--cluster", "NAME", "Only what goes to that cluster: by Argo CD, Flux and their kin, or by the units of svclint.yaml");

    /// <summary>What goes to the cluster that is asked for; null when none is.</summary>
    /// <exception cref="UsageException">Nothing goes to a cluster of that name.</exception>
    public static DeploymentUnit? OfCluster(IReadOnlyList<DeploymentUnit> units, Arguments arguments)
    {
        if (arguments.Value(Cluster) is not { } name)
        {
            return null;
        }

        var names = ClusterUnits.Names(units);
        return ClusterUnits.Named(units, name) is { } known ? ClusterUnits.In(units, known)
            : throw new UsageException($"--cluster {name}: nothing goes to such a cluster{Arguments.Hint(name, names)}; {(names.Count == 0 ? "the input names none" : "there are " + string.Join(", ", names))}");
    }

    /// <summary>Reads the input; null when something of it could not be read, which was then said.</summary>
    public static LintSession? Open(Arguments arguments, Host host)
    {
        var session = LintSession.Open(arguments, host, arguments.Values(Unit).Where(u => u.Contains('=')));
        foreach (var problem in session.Inputs.Unreadable)
        {
            host.Say(problem);
        }

        return session.Inputs.Unreadable.Count > 0 ? null : session;
    }

    /// <summary>
    /// The unit that is meant, or all together where no two declare the same, without objects that the API server refuses: these are named
    /// to the person.
    /// </summary>
    /// <exception cref="UsageException">There is no such unit, or a choice is left.</exception>
    public static DeploymentUnit ClusterOf(LintSession session, Arguments arguments, Host host)
    {
        var unit = ClusterOf(session, arguments);
        SayUnread(session, unit, host);
        var (admitted, refused) = Admission.Of(unit.Objects, VersionOf(arguments, unit));
        Say(refused, host);
        var cluster = refused.Count == 0 ? unit : unit.With(admitted, unit.Gaps);
        SayWhatStops(cluster, arguments, VersionOf(arguments, unit), host);
        return cluster;
    }

    /// <summary>The unit without objects that the API server refuses, for what asks no emulator; these are named to the person.</summary>
    public static DeploymentUnit Held(DeploymentUnit unit, Arguments arguments, Host host)
    {
        var (held, refused) = Admission.Of(unit, VersionOf(arguments, unit));
        Say(refused, host);
        return held;
    }

    /// <summary>Names what stays out of a cluster.</summary>
    public static void Say(IEnumerable<RefusedObject> refused, Host host)
    {
        foreach (var item in refused)
        {
            // What a variable stands for is decided elsewhere.
            var why = Admission.IsOpen(item) ? $"'{item.Span.Text}' is not known"
                : $"{(item.Object is Model.KubeProxyConfiguration ? "kube-proxy" : "the API server")} refuses it ({item.Reason})";
            host.Say($"{Words.Place(item.Span)}: {item.Object.Kind.Value} {item.Object.Name} is left out, {why}");
        }
    }

    /// <summary>Names what of the input could not be read.</summary>
    public static void SayUnread(LintSession session, DeploymentUnit unit, Host host)
    {
        var gaps = Unread(session, unit).Distinct().ToArray();
        foreach (var gap in gaps.Take(MostGaps))
        {
            host.Say(Words.OneLine($"{Words.Place(gap.Span)}: {gap.Reason}"));
        }

        if (gaps.Length > MostGaps)
        {
            host.Say($"and {gaps.Length - MostGaps} more; svclint units lists what is not understood");
        }
    }

    /// <summary>Some document is no YAML or JSON. Templates are: for another program.</summary>
    public static bool IsPartlyUnread(LintSession session, DeploymentUnit unit) => Unread(session, unit).Any(g => g is { IsDocument: true, IsTemplate: false });

    private static IEnumerable<UnitGap> Unread(LintSession session, DeploymentUnit unit) => unit.Gaps.Concat(UnreadFiles.Of(session.Inputs.Files, [unit]));

    /// <summary>Says with which configuration kube-proxy of the version does not start: the rules are then those it would write if it did.</summary>
    public static void SayWhatStops(DeploymentUnit unit, Arguments arguments, KubernetesVersion version, Host host)
    {
        foreach (var configuration in unit.KubeProxyConfigurations)
        {
            var run = arguments.Value(Mode) is { } mode ? configuration with { Mode = new Located<string>(mode, (configuration.Mode ?? configuration.Kind).Span) } : configuration;
            if (ApiValidation.Validate(run, version) is [var error, ..])
            {
                host.Say($"{Words.Place(error.Span)}: kube-proxy {version} does not start with this configuration ({error.Field}: {error.Detail}); the rules are those it would write");
            }
        }
    }

    /// <summary>The same with every object, for what is no text of kube-proxy.</summary>
    /// <exception cref="UsageException">There is no such unit, or a choice is left.</exception>
    public static DeploymentUnit ClusterOf(LintSession session, Arguments arguments)
    {
        var units = session.Units();
        if (OfCluster(units, arguments) is { } cluster)
        {
            return cluster;
        }

        if (arguments.Value(Unit)?.Split('=')[0] is { } name)
        {
            return units.FirstOrDefault(u => u.Name == name)
                ?? throw new UsageException($"--unit {name}: no such unit{Arguments.Hint(name, units.Select(u => u.Name))}; there are {string.Join(", ", units.Select(u => u.Name))}");
        }

        var owners = new Dictionary<(string, string, string, string?), DeploymentUnit>();
        foreach (var unit in units)
        {
            // A namespace or a role declared twice changes nothing here.
            foreach (var item in unit.Objects.Where(o => o is Service or EndpointSlice or Endpoints or Workload or Model.Node or NetworkPolicy or KubeProxyConfiguration))
            {
                var key = (item.Group, item.Kind.Value, item.Namespace ?? "default", item.Name);
                if (owners.TryGetValue(key, out var owner) && owner != unit)
                {
                    throw new UsageException($"{item.Kind.Value} {item.Name} is declared in several units; choose one with --unit: {string.Join(", ", units.Select(u => u.Name))}");
                }

                owners[key] = unit;
            }
        }

        return units.Count == 1 ? units[0] : new DeploymentUnit(
            "",
            UnitKind.Named,
            units.Count > 0 ? units[0].Facts : session.Options.Configuration.DefaultCluster,
            units.SelectMany(u => u.Objects).ToArray(),
            units.SelectMany(u => u.Gaps).ToArray(),
            units.SelectMany(u => u.Files).ToHashSet(StringComparer.Ordinal))
        { Projects = units.Count > 0 ? units[0].Projects : ProjectJoin.None };
    }

    /// <summary>What was asked for, else the data plane that is declared where no KubeProxyConfiguration tells; null leaves it to the input.</summary>
    public static ProxyMode? ModeOf(Arguments arguments, DeploymentUnit unit)
    {
        if (arguments.Value(Mode) is { } mode)
        {
            return ProxyModes.Read(mode);
        }

        return unit.KubeProxyConfigurations.Count > 0 ? null : unit.Facts.DataPlane switch
        {
            DataPlane.KubeProxyIptables => ProxyMode.Iptables,
            DataPlane.KubeProxyIpvs => ProxyMode.Ipvs,
            DataPlane.KubeProxyNftables => ProxyMode.Nftables,
            _ => null,
        };
    }

    /// <exception cref="UsageException">kube-proxy of the version does not have the mode.</exception>
    public static void Refuse(ProxyMode mode, KubernetesVersion version)
    {
        if (mode == ProxyMode.Nftables && version < KubeProxyChecks.Nftables)
        {
            throw new UsageException($"kube-proxy {version} has no nftables mode; it came with {KubeProxyChecks.Nftables}");
        }
    }

    public static IPFamily? FamilyOf(Arguments arguments, Option family) => arguments.Value(family) switch { "ipv6" => IPFamily.IPv6, "ipv4" => IPFamily.IPv4, _ => null };

    public static KubernetesVersion VersionOf(Arguments arguments, DeploymentUnit unit) => InputArguments.Version(arguments) ?? unit.Facts.Version ?? KubernetesVersion.Newest;

    /// <summary>What the core answers about a connection.</summary>
    /// <exception cref="UsageException">The question makes no sense for this input, or leaves a choice.</exception>
    public static T Answer<T>(ConnectionAnswer<T> answer, ConnectionQuestion question)
    {
        if (answer.Problem is not { } problem)
        {
            return answer.Value!;
        }

        var option = problem.Part switch
        {
            QuestionPart.From => $"--from {question.From}: ",
            QuestionPart.To => $"--to {question.To}: ",
            QuestionPart.Node => question.Node is { } node ? $"--node {node}: " : "--node: ",
            _ => "",
        };
        throw new UsageException(option + problem.Text);
    }
}
