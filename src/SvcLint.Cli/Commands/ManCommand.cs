using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint man</c></summary>
internal sealed class ManCommand : Command
{
    public override string Name => "man";

    public override string Operands => "";

    public override string Summary => "Print the manual page, for man -l - or a package";

    public override IReadOnlyList<Option> Options => [];

    public override IReadOnlyList<(string Line, string Does)> Examples => [("svclint man | man -l -", "read it")];

    public override int Run(Arguments arguments, Host host)
    {
        host.Print(ManualPage.Text());
        return ExitStatus.Clean;
    }
}
