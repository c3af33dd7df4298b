using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Reachability;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint reach PATH...</c>: who reaches whom, and how clients fare with Services.</summary>
internal sealed class ReachCommand : Command
{
    private static readonly Option From = new("--from", "SOURCE", $"Only from: {ReachSelection.Forms}") { Repeats = true };
    private static readonly Option To = new("--to", "DESTINATION", "Only to: the same") { Repeats = true };
    private static readonly Option Format = new("--format", "FORMAT", "How it is written; default text") { Choices = ["text", "json"] };

    public override string Name => "reach";

    public override string Operands => "[PATH...]";

    public override string Summary => "Show who reaches whom: policies, Services, what is exposed";

    public override IReadOnlyList<Option> Options { get; } = [From, To, Format, InputArguments.Unit, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override int Run(Arguments arguments, Host host)
    {
        if (EmulationArguments.Open(arguments, host) is not { } session)
        {
            return ExitStatus.Trouble;
        }

        var views = ReachUnits.Of(session, arguments).Select(u => new ReachView(Connectivity.Of(u.Unit), u.Name, null, null)).ToArray();
        new ReachJson(host.Output).Write(views);
        return ExitStatus.Clean;
    }
}
