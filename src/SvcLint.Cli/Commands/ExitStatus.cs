namespace SvcLint.Cli.Commands;

/// <summary>What a run answers to its caller. Where several apply, 2 wins over 3 and 3 over 1.</summary>
internal static class ExitStatus
{
    public const int Clean = 0;

    public const int Findings = 1;

    /// <summary>Usage or configuration error.</summary>
    public const int Usage = 2;

    /// <summary>An input could not be read, or an internal error.</summary>
    public const int Trouble = 3;

    /// <summary>trace and diff: the input does not tell.</summary>
    public const int Unknown = 4;
}
