namespace SvcLint.Cli.Commands;

/// <summary>One thing that svclint can be asked.</summary>
internal abstract class Command
{
    public abstract string Name { get; }

    public abstract IReadOnlyList<Option> Options { get; }

    public abstract int Run(Arguments arguments, Host host);
}
