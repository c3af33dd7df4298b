using SvcLint.Cli.Files;
using SvcLint.Cli.Inputs;
using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint.Cli.Outputs;

/// <summary>A finished run as the outputs see it.</summary>
internal sealed record Report
{
    public required InputSet Inputs { get; init; }

    public required LintResult Result { get; init; }

    public required LintOptions Options { get; init; }

    /// <summary>What is shown, sorted by place.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What the repository itself hides of them.</summary>
    public HiddenFindings Hidden { get; init; } = new();

    /// <summary>The same in words, without what is none: who reviews a stranger's change must see what that stranger asked not to be shown.</summary>
    public IEnumerable<string> HiddenWords
    {
        get
        {
            (int Number, string Words)[] parts =
            [
                (Hidden.Suppressed, $"{Hidden.Suppressed} suppressed"),
                (Hidden.Accepted, $"{Hidden.Accepted} accepted in the baseline"),
                (Hidden.TurnedOff, $"{Hidden.TurnedOff} turned off by the configuration"),
                (Hidden.Lowered, $"{Hidden.Lowered} lowered by the configuration"),
                (Hidden.ExcludedFiles, $"{Words.Count(Hidden.ExcludedFiles, "file")} excluded by the configuration"),
            ];
            return parts.Where(p => p.Number > 0).Select(p => p.Words);
        }
    }

    /// <summary>Absolute path of the current folder: people and editors read paths from there.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>SARIF category: keeps the alerts of several runs over one repository apart; null for none.</summary>
    public string? Category { get; init; }

    /// <summary>The same, as a line of text may hold it.</summary>
    public string Shown(string path) => Words.OneLine(PathFromHere(path));

    /// <summary>The path from the current folder, or the absolute one where that would lead upward.</summary>
    public string PathFromHere(string path)
    {
        if (path == InputReader.StandardInput || Inputs.Root.Folder == CurrentFolder)
        {
            return path;
        }

        var full = Inputs.Root.Absolute(path);
        return FilePaths.Holds(CurrentFolder, full) ? FilePaths.Slashed(Path.GetRelativePath(CurrentFolder, full)) : full;
    }
}
