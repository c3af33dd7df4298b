using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Reachability;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint reach PATH...</c>: who reaches whom, and how clients fare with Services.</summary>
internal sealed class ReachCommand : Command
{
    private static readonly Option From = new("--from", "SOURCE", $"Only from: {ReachSelection.Forms}");
    private static readonly Option To = new("--to", "DESTINATION", "Only to: the same");
    private static readonly Option Format = new("--format", "FORMAT", "How it is written; default text") { Choices = ["text", "json"] };

    public override string Name => "reach";

    public override string Operands => "[PATH...]";

    public override string Summary => "Show who reaches whom: policies, Services, what is exposed";

    public override IReadOnlyList<Option> Options { get; } = [From, To, Format, EmulationArguments.Unit, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override int Run(Arguments arguments, Host host)
    {
        if (EmulationArguments.Open(arguments, host) is not { } session)
        {
            return ExitStatus.Trouble;
        }

        var views = ReachUnits.Of(session, arguments).Select(u => View(Connectivity.Of(u.Unit), u.Name, arguments)).ToArray();
        switch (arguments.Value(Format))
        {
            case "json":
                new ReachJson(host.Output).Write(views);
                break;
            default:
                host.Print(ReachText.Of(views, InputArguments.Paint(arguments, Host.OutputIsTerminal)));
                break;
        }

        return ExitStatus.Clean;
    }

    private static ReachView View(Connectivity connectivity, string? unit, Arguments arguments) =>
        new(connectivity, unit, Selection(connectivity, From, arguments), Selection(connectivity, To, arguments));

    private static ReachSelection? Selection(Connectivity connectivity, Option option, Arguments arguments) => arguments.Value(option) is not { } text ? null
        : ReachSelection.Read(text, connectivity) ?? throw new UsageException($"{option.Name} {text}: nothing of that name; write {ReachSelection.Forms}");
}
