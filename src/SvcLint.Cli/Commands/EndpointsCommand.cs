using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Emulation;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint endpoints PATH...</c>: the EndpointSlices that the controllers write.</summary>
internal sealed class EndpointsCommand : Command
{
    private static readonly Option Service = new("--service", "NAMESPACE/NAME", "Only this Service's; repeatable") { Repeats = true };
    private static readonly Option Format = new("--format", "FORMAT", "How they are written; default text; yaml has slices that emulate takes") { Choices = ["text", "json", "yaml"] };

    public override string Name => "endpoints";

    public override string Operands => "[PATH...]";

    public override string Summary => "Print the EndpointSlices that Kubernetes' controllers write for the manifests";

    public override IReadOnlyList<Option> Options { get; } = [Service, Format, EmulationArguments.Unit, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint endpoints deploy", "which pods are behind each Service, with their ports"),
        ("svclint endpoints --service shop/web cluster.yaml --format yaml", "the slices of one Service, from the pods and nodes of a dump"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses =>
    [
        (ExitStatus.Clean, "printed"),
        (ExitStatus.Usage, "the command line makes no sense, or leaves a choice"),
        (ExitStatus.Trouble, "an input could not be read, or svclint itself failed"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        if (EmulationArguments.Open(arguments, host) is not { } session)
        {
            return ExitStatus.Trouble;
        }

        // What a running cluster stored, its own API server took.
        var written = EmulationArguments.ClusterOf(session, arguments);
        var isStored = written.Workloads.Any(w => w.Status?.Phase is not null);
        if (isStored)
        {
            EmulationArguments.SayUnread(session, written, host);
        }

        var unit = isStored ? written : EmulationArguments.ClusterOf(session, arguments, host);
        var services = Chosen(ClusterEndpoints.Of(unit.Objects, EmulationArguments.VersionOf(arguments, unit)), arguments.Values(Service));
        switch (arguments.Value(Format))
        {
            case "json":
                EndpointsJson.Write(services, host.Output);
                host.Print("\n");
                break;
            case "yaml":
                Print(EndpointsYaml.Of(services));
                break;
            default:
                Print(EndpointsText.Of(services, InputArguments.Paint(arguments, Host.OutputIsTerminal)));
                break;
        }

        return EmulationArguments.IsPartlyUnread(session, written) ? ExitStatus.Trouble : ExitStatus.Clean;

        void Print(IEnumerable<string> pieces)
        {
            foreach (var piece in pieces)
            {
                host.Print(piece);
            }
        }
    }

    /// <exception cref="UsageException">There is no such Service.</exception>
    private static IReadOnlyList<ListedService> Chosen(IReadOnlyList<ListedService> services, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return services;
        }

        var chosen = new List<ListedService>();
        foreach (var name in names)
        {
            var found = services.Where(s => name.Contains('/') ? $"{s.Namespace}/{s.Name}" == name : s.Name == name).ToArray();
            chosen.AddRange(found.Length > 0 ? found
                : throw new UsageException($"--service {name}: no such Service{Arguments.Hint(name, services.Select(s => $"{s.Namespace}/{s.Name}"))}"));
        }

        return chosen;
    }
}
