using System.Text;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Cli.Outputs;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Emulation.Comparison;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint emulate PATH...</c>: the rules that kube-proxy would write.</summary>
internal sealed class EmulateCommand : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "How they are written; default text, which the kernel's tools load; json has the typed objects with the places behind them (schemas/emulation.schema.json)") { Choices = ["text", "json"] };
    private static readonly Option Against = new("--against", "FILE", "Compare with what a node has, as iptables-save, nft list ruleset or ipvsadm -Sn print it; the input is kubectl get services,endpointslices,nodes -A -o yaml") { IsPath = true };
    private static readonly Option Explain = new("--explain", null, "Put the file and line behind each rule before it, as a comment");

    private static readonly Option DiffTo = new("--diff-to", "VERSION", "Show how the rules of this version of Kubernetes differ") { Suggestions = InputArguments.KubernetesVersion.Suggestions };

    public override string Name => "emulate";

    public override string Operands => "[PATH...]";

    public override string Summary => "Print the rules that kube-proxy would write for the manifests";

    public override IReadOnlyList<Option> Options { get; } = [EmulationArguments.Mode, EmulationArguments.Family, EmulationArguments.Node, EmulationArguments.Unit, InputArguments.KubernetesVersion, Format, Explain, Against, DiffTo, InputArguments.Config];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint emulate shop.yaml --mode nftables", "the nft transaction"),
        ("svclint emulate deploy --unit overlays/prod --node node-a --explain", "each rule with the line of YAML behind it"),
        ("svclint emulate shop.yaml --kubernetes-version 1.31 --diff-to 1.37", "what kube-proxy 1.37 writes otherwise"),
        ("svclint emulate cluster.yaml --node node-a --against iptables-save.txt", "what node-a lacks, has besides or has otherwise, by Service"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses =>
    [
        (ExitStatus.Clean, "printed; with --against: the node has what kube-proxy would write"),
        (ExitStatus.Findings, "with --against: it differs"),
        (ExitStatus.Usage, "the command line makes no sense, leaves a choice, or the input is not that of a cluster"),
        (ExitStatus.Trouble, "an input could not be read, or svclint itself failed"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        if (arguments.Value(DiffTo) is not null && (arguments.Value(Against) is not null || arguments.Value(Format) == "json"))
        {
            throw new UsageException(arguments.Value(Against) is not null ? "--diff-to compares two versions and --against a node: ask one after the other" : "--diff-to writes a diff of the text; --format json does not go with it");
        }

        if (EmulationArguments.Open(arguments, host) is not { } session)
        {
            return ExitStatus.Trouble;
        }

        var unit = EmulationArguments.ClusterOf(session, arguments, host);
        var node = arguments.Value(EmulationArguments.Node);
        var family = EmulationArguments.FamilyOf(arguments, EmulationArguments.Family) ?? IPFamily.IPv4;
        var file = arguments.Value(Against);
        var mode = EmulationArguments.ModeOf(arguments, unit);
        if (mode is null && unit.Facts.DataPlane == DataPlane.None && unit.KubeProxyConfigurations.Count == 0)
        {
            const string Reason = "the cluster has no kube-proxy (dataPlane: none in svclint.yaml)";
            if (file is not null || arguments.Value(Format) == "json")
            {
                throw new UsageException($"{Reason}; choose a --mode to see what one would do");
            }

            host.Say($"{Reason}, so nothing is written; --mode shows what one would write");
            return ExitStatus.Clean;
        }

        var dump = file is null ? null : ReadDump(file, family, mode, session.Inputs.Root, host);
        var options = new EmulationOptions
        {
            Mode = mode ?? (dump is not null && unit.KubeProxyConfigurations.Count == 0 ? NodeComparison.ModeOf(dump) : null),
            Family = family,
            Node = node,
            Version = EmulationArguments.VersionOf(arguments, unit),
            Environment = dump?.Environment ?? ProxyEnvironment.Default,
        };
        var result = Emulator.Emulate(unit.Objects, options);
        if (result.Rules is not { } rules)
        {
            throw new UsageException($"{(result.IsAboutNode ? $"--node{(node is null ? "" : " " + node)}: " : "")}{result.Why}");
        }

        EmulationArguments.Refuse(result.State!.Configuration.Mode, options.Version);

        var isJson = arguments.Value(Format) == "json";
        if (dump is not null)
        {
            return NodeComparison.Run(result, dump, file!, isJson, host);
        }

        if (arguments.Value(DiffTo) is { } other)
        {
            var later = InputArguments.Read(other, DiffTo);
            EmulationArguments.Refuse(result.State!.Configuration.Mode, later);
            EmulationArguments.SayWhatStops(unit, arguments, later, host);
            return WriteDiff(result, Emulator.Emulate(unit.Objects, options with { Version = later }), host, arguments);
        }

        using var buffered = new BufferedStream(host.Output, 1 << 16);
        if (isJson)
        {
            EmulationJson.Write(result, buffered);
            return ExitStatus.Clean;
        }

        using var writer = new StreamWriter(buffered, new UTF8Encoding(false)) { NewLine = "\n" };
        rules.Write(writer, arguments.Has(Explain));
        return ExitStatus.Clean;
    }

    private static int WriteDiff(EmulationResult before, EmulationResult after, Host host, Arguments arguments)
    {
        var (old, now) = (before.Rules!.ToText(arguments.Has(Explain)), after.Rules!.ToText(arguments.Has(Explain)));
        var state = after.State!;
        if (old == now)
        {
            host.Say($"kube-proxy {state.Release.Version} writes the same rules for {state.Node.Name}");
            return ExitStatus.Clean;
        }

        using var writer = new StreamWriter(host.Output, new UTF8Encoding(false)) { NewLine = "\n" };
        UnifiedDiff.Write($"{before.State!.Release.Version}/{state.Node.Name}", $"{state.Release.Version}/{state.Node.Name}", old, now, writer, Paint.Choose("never", Host.Variable, isTerminal: false));
        return ExitStatus.Clean;
    }

    /// <exception cref="UsageException">There is no such file, or it is no dump.</exception>
    private static RuleDump ReadDump(string file, IPFamily family, ProxyMode? mode, InputRoot root, Host host)
    {
        var (bytes, reason) = root.Opener.ReadNamed(Path.GetFullPath(file, host.Folder));
        return bytes is null ? throw new UsageException($"--against {file}: {Refusal.Words(reason)}")
            : RuleDump.Read(SourceText.FromBytes(file, bytes).Content, family, mode) ?? throw new UsageException($"--against {file}: neither iptables-save, nor nft list ruleset, nor ipvsadm -Sn printed this");
    }
}
