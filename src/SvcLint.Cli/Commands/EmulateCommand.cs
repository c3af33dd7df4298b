using System.Text;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint emulate PATH...</c>: the rules that kube-proxy would write.</summary>
internal sealed class EmulateCommand : Command
{
    private static readonly Option Mode = new("--mode", "MODE", "Default: the KubeProxyConfiguration of the input, else iptables") { Choices = ["iptables", "ipvs", "nftables"] };
    private static readonly Option Family = new("--family", "FAMILY", "Default ipv4") { Choices = ["ipv4", "ipv6"] };
    private static readonly Option Node = new("--node", "NAME", "Default: the only Node; without Nodes node-with-endpoints, the other is node-without-endpoints");
    private static readonly Option Unit = new("--unit", "NAME", "Which unit, where several declare the same objects; NAME=PATH declares one") { Repeats = true };
    private static readonly Option Explain = new("--explain", null, "Put the file and line behind each rule before it, as a comment");

    public override string Name => "emulate";

    public override string Operands => "[PATH...]";

    public override string Summary => "Print the rules that kube-proxy would write for the manifests";

    public override IReadOnlyList<Option> Options { get; } = [Mode, Family, Node, Unit, InputArguments.KubernetesVersion, Explain, InputArguments.Config];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint emulate shop.yaml --mode nftables", "the nft transaction"),
        ("svclint emulate deploy --unit overlays/prod --node node-a --explain", "each rule with the line of YAML behind it"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        var session = LintSession.Open(arguments, host, arguments.Values(Unit).Where(u => u.Contains('=')));
        foreach (var problem in session.Inputs.Unreadable)
        {
            host.Say(problem);
        }

        if (session.Inputs.Unreadable.Count > 0)
        {
            return ExitStatus.Trouble;
        }

        var result = Emulator.Emulate(Objects(session.Units(), arguments.Value(Unit)?.Split('=')[0]), new EmulationOptions
        {
            Mode = arguments.Value(Mode) switch { "iptables" => ProxyMode.Iptables, "ipvs" => ProxyMode.Ipvs, "nftables" => ProxyMode.Nftables, _ => null },
            Family = arguments.Value(Family) == "ipv6" ? IPFamily.IPv6 : IPFamily.IPv4,
            Node = arguments.Value(Node),
            Version = InputArguments.Version(arguments) ?? session.Options.Configuration.DefaultCluster.Version ?? KubernetesVersion.Newest,
        });
        if (result.Rules is not { } rules)
        {
            throw Problem(result, arguments);
        }

        using var buffered = new BufferedStream(host.Output, 1 << 16);
        using var writer = new StreamWriter(buffered, new UTF8Encoding(false)) { NewLine = "\n" };
        rules.Write(writer, arguments.Has(Explain));
        return ExitStatus.Clean;
    }

    /// <summary>The objects of one unit, or of all where no two declare the same.</summary>
    /// <exception cref="UsageException">There is no such unit, or a choice is left.</exception>
    public static IReadOnlyList<KubernetesObject> Objects(IReadOnlyList<DeploymentUnit> units, string? name)
    {
        if (name is not null)
        {
            return units.FirstOrDefault(u => u.Name == name)?.Objects
                ?? throw new UsageException($"--unit {name}: no such unit{Arguments.Hint(name, units.Select(u => u.Name))}; there are {string.Join(", ", units.Select(u => u.Name))}");
        }

        var owners = new Dictionary<(string, string, string, string?), DeploymentUnit>();
        foreach (var unit in units)
        {
            foreach (var item in unit.Objects)
            {
                var key = (item.Group, item.Kind.Value, item.Namespace ?? "default", item.Name);
                if (owners.TryGetValue(key, out var owner) && owner != unit)
                {
                    throw new UsageException($"{item.Kind.Value} {item.Name} is declared in several units; choose one with --unit: {string.Join(", ", units.Select(u => u.Name))}");
                }

                owners[key] = unit;
            }
        }

        return units.SelectMany(u => u.Objects).ToArray();
    }

    private static UsageException Problem(EmulationResult result, Arguments arguments)
    {
        var choices = string.Join(", ", result.Choices);
        return new UsageException(result.Problem switch
        {
            EmulationProblem.SeveralNodes => $"the input has several Nodes; choose one with --node: {choices}",
            EmulationProblem.UnknownNode => $"--node {arguments.Value(Node)}: no such Node{Arguments.Hint(arguments.Value(Node) ?? "", result.Choices)}; there are {choices}",
            _ => $"the input has several KubeProxyConfigurations: {choices}",
        });
    }
}
