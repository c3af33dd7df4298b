namespace SvcLint.Findings;

/// <summary>Names under which the analyzer tells the code fix what to write.</summary>
public static class FixProperties
{
    public const string NewText = "SvcLintNewText";

    public const string Title = "SvcLintTitle";
}
