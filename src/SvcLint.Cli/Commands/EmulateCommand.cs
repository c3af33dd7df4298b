using System.Text;
using SvcLint.Cli.Outputs;
using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint emulate PATH...</c>: the rules that kube-proxy would write.</summary>
internal sealed class EmulateCommand : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "How they are written; default text, which the kernel's tools load; json has the typed objects with the places behind them (schemas/emulation.schema.json)") { Choices = ["text", "json"] };
    private static readonly Option Explain = new("--explain", null, "Put the file and line behind each rule before it, as a comment");

    public override string Name => "emulate";

    public override string Operands => "[PATH...]";

    public override string Summary => "Print the rules that kube-proxy would write for the manifests";

    public override IReadOnlyList<Option> Options { get; } = [EmulationArguments.Mode, EmulationArguments.Family, EmulationArguments.Node, EmulationArguments.Unit, InputArguments.KubernetesVersion, Format, Explain, InputArguments.Config];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint emulate shop.yaml --mode nftables", "the nft transaction"),
        ("svclint emulate deploy --unit overlays/prod --node node-a --explain", "each rule with the line of YAML behind it"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        if (EmulationArguments.Open(arguments, host) is not { } session)
        {
            return ExitStatus.Trouble;
        }

        var unit = EmulationArguments.ClusterOf(session, arguments);
        var node = arguments.Value(EmulationArguments.Node);
        var result = Emulator.Emulate(unit.Objects, new EmulationOptions
        {
            Mode = EmulationArguments.ModeOf(arguments, unit),
            Family = EmulationArguments.FamilyOf(arguments, EmulationArguments.Family) ?? IPFamily.IPv4,
            Node = node,
            Version = EmulationArguments.VersionOf(arguments, unit),
        });
        if (result.Rules is not { } rules)
        {
            throw new UsageException(result.Explain(node)!);
        }

        using var buffered = new BufferedStream(host.Output, 1 << 16);
        if (arguments.Value(Format) == "json")
        {
            EmulationJson.Write(result, buffered);
            return ExitStatus.Clean;
        }

        using var writer = new StreamWriter(buffered, new UTF8Encoding(false)) { NewLine = "\n" };
        rules.Write(writer, arguments.Has(Explain));
        return ExitStatus.Clean;
    }
}
