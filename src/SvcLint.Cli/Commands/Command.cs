using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Commands;

/// <summary>One thing that svclint can be asked.</summary>
internal abstract class Command
{
    public abstract string Name { get; }

    /// <summary>What stands after the options, for example <c>[PATH...]</c>.</summary>
    public abstract string Operands { get; }

    /// <summary>One line without a full stop.</summary>
    public abstract string Summary { get; }

    public abstract IReadOnlyList<Option> Options { get; }

    /// <summary>Command lines worth knowing, each with what it does.</summary>
    public virtual IReadOnlyList<(string Line, string Does)> Examples => [];

    /// <summary>Exit statuses, where they mean more than success and trouble.</summary>
    public virtual IReadOnlyList<(int Status, string Means)> Statuses => [];

    /// <summary>What completion offers for an operand; none where it is a path.</summary>
    public virtual IReadOnlyList<string> OperandChoices => [];

    /// <summary>Runs and answers the exit status.</summary>
    /// <exception cref="UsageException">What is asked for makes no sense.</exception>
    public abstract int Run(Arguments arguments, Host host);
}
