namespace SvcLint.Findings;

/// <summary>How much the repository's own configuration, suppressions and baseline keep from whoever reads the findings.</summary>
public sealed record HiddenFindings
{
    /// <summary>Files that <c>exclude</c> keeps out.</summary>
    public int ExcludedFiles { get; init; }

    /// <summary>Findings of rules that the configuration turns off. Those of Low confidence count in none of these numbers.</summary>
    public int TurnedOff { get; init; }

    /// <summary>Findings that the configuration gives a lower severity than their rule does.</summary>
    public int Lowered { get; init; }

    /// <summary>Findings that a comment, an annotation, a pragma or the configuration suppresses.</summary>
    public int Suppressed { get; init; }

    /// <summary>Findings that the baseline accepts.</summary>
    public int Accepted { get; init; }

    public bool IsNone => this == new HiddenFindings();
}
