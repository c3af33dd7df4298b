namespace SvcLint.Cli.Inputs;

/// <summary>Everything that was read, and what was not.</summary>
internal sealed record InputSet
{
    /// <summary>Absolute path of the folder that paths of findings are relative to.</summary>
    public required string Root { get; init; }

    public required IReadOnlyList<ParsedFile> Files { get; init; }

    /// <summary>One sentence for each input that could not be read.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Files that were seen and not linted, with a word that says why.</summary>
    public IReadOnlyList<(string File, string Reason)> Skipped { get; init; } = [];
}
