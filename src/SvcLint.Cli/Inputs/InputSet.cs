using SvcLint.Model;

namespace SvcLint.Cli.Inputs;

/// <summary>Everything that was read, and what was not.</summary>
internal sealed record InputSet
{
    public required InputRoot Root { get; init; }

    /// <summary>In ordinal order of their paths.</summary>
    public required IReadOnlyList<ParsedFile> Files { get; init; }

    /// <summary>Units that the command line names, with the paths of their files.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Paths)> NamedUnits { get; init; } = [];

    /// <summary>Paths of files that the command line names themselves.</summary>
    public IReadOnlyCollection<string> NamedFiles { get; init; } = [];

    /// <summary>Paths of inputs that came as a stream.</summary>
    public IReadOnlyCollection<string> Streams { get; init; } = [];

    /// <summary>One sentence for each input that could not be read.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Files of folders that the configuration excludes.</summary>
    public int Excluded { get; init; }

    /// <summary>Files that were seen and not linted, with a word that says why.</summary>
    public IReadOnlyList<(string File, string Reason)> Skipped { get; init; } = [];
}
