using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Reachability;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint trace --from SOURCE --to DESTINATION PATH...</c>: a connection from end to end.</summary>
internal sealed class TraceCommand : Command
{
    private static readonly Option From = new("--from", "SOURCE", "internet, pod/NAMESPACE/NAME, workload/NAMESPACE/NAME, node/NAME, an IP address, or ingress: the ingress controller of the input");
    private static readonly Option To = new("--to", "DESTINATION", "A Service's DNS name, service/NAMESPACE/NAME, pod/NAMESPACE/NAME, workload/NAMESPACE/NAME, node/NAME or an IP address, each with [:PORT][/PROTOCOL]; PORT is a number or a name. Also ingress/NAMESPACE/NAME, gateway/NAMESPACE/NAME, or a host or URL that an Ingress or a route serves: by way of its controller to each backend");
    private static readonly Option Format = new("--format", "FORMAT", "How it is written; default text") { Choices = ["text", "json", "mermaid", "html"] };
    private static readonly Option Node = EmulationArguments.Node with { Help = "Whose kube-proxy meets the packet; default: the node of the source, for one from outside the only Node" };
    private static readonly Option Family = EmulationArguments.Family with { Help = "Default: that of the addresses given, else the Service's first" };

    public override string Name => "trace";

    public override string Operands => "--from SOURCE --to DESTINATION [PATH...]";

    public override string Summary => "Follow a connection: name, Service, kube-proxy's rules, endpoints, NetworkPolicies";

    public override IReadOnlyList<Option> Options { get; } =
        [From, To, Format, EmulationArguments.Mode, Node, Family, EmulationArguments.Unit, EmulationArguments.Cluster, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint trace --from workload/shop/web --to api.shop:80 deploy", "what happens when the pods of web connect to the Service api"),
        ("svclint trace --from 203.0.113.9 --to service/shop/web --mode nftables deploy", "from outside, to its load balancer, external IP or node port"),
        ("svclint trace --from 203.0.113.9 --to ingress/shop/web deploy", "from outside to the ingress controller, and from there to each backend"),
        ("svclint trace --from node/a --to node/b:30080 --format mermaid deploy | tee trace.mmd", "a picture of it"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses =>
    [
        (ExitStatus.Clean, "ALLOWED"),
        (ExitStatus.Findings, "DROPPED, REJECTED, REPLY LOST or NO ROUTE"),
        (ExitStatus.Usage, "the command line makes no sense, or leaves a choice"),
        (ExitStatus.Trouble, "an input could not be read, or svclint itself failed"),
        (ExitStatus.Unknown, "UNKNOWN: the input does not tell"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        var from = arguments.Value(From) ?? throw new UsageException("trace needs --from SOURCE");
        var to = arguments.Value(To) ?? throw new UsageException("trace needs --to DESTINATION");
        if (EmulationArguments.Open(arguments, host) is not { } session)
        {
            return ExitStatus.Trouble;
        }

        var unit = EmulationArguments.ClusterOf(session, arguments, host);
        var question = new ConnectionQuestion
        {
            From = from,
            To = to,
            Mode = EmulationArguments.ModeOf(arguments, unit),
            Node = arguments.Value(Node),
            Family = EmulationArguments.FamilyOf(arguments, Family),
            Version = EmulationArguments.VersionOf(arguments, unit),
            Externals = session.Options.Configuration.Externals,
        };
        var ways = RoutedConnection.Hops(unit, question);
        if (ways.Problem is { Part: QuestionPart.Input, Text: var lacking })
        {
            host.Print(arguments.Value(Format) == "json" ? TraceJson.Unknown(lacking) : $"UNKNOWN: {Words.OneLine(lacking)}\n");
            return ExitStatus.Unknown;
        }

        var hops = EmulationArguments.Answer(ways, question);
        var isRouted = hops is not null;
        var traces = (hops ?? [RoutedConnection.Plain(question)]).Select(q => EmulationArguments.Answer(ConnectionTracer.Trace(unit, q), q)).ToArray();
        Print(traces, isRouted);
        return traces.Any(t => t.Verdict is not (ConnectionVerdict.Allowed or ConnectionVerdict.Unknown)) ? ExitStatus.Findings
            : traces.Any(t => t.Verdict == ConnectionVerdict.Unknown) ? ExitStatus.Unknown
            : ExitStatus.Clean;

        void Print(ConnectionTrace[] traces, bool isRouted)
        {
            switch (arguments.Value(Format))
            {
                case "json" when isRouted:
                    TraceJson.Write(traces, host.Output);
                    break;
                case "json":
                    TraceJson.Write(traces[0], host.Output);
                    break;
                case "html":
                    host.Print(TraceHtml.Of(traces));
                    break;
                case "mermaid" when traces.Length > 1:
                    throw new UsageException("--format mermaid shows one connection; this is several: trace them one by one");
                case "mermaid":
                    host.Print(TraceMermaid.Of(traces[0]));
                    break;
                default:
                    host.Print(string.Join("\n", traces.Select(t => TraceText.Of(t, InputArguments.Paint(arguments, Host.OutputIsTerminal)))));
                    break;
            }
        }
    }
}
