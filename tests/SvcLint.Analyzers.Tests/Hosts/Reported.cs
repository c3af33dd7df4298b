namespace SvcLint.Analyzers.Tests.Hosts;

/// <summary>What every channel says of a finding; line and column from 1.</summary>
internal sealed record Reported(string Rule, string File, int Line, int Column, int EndLine, int EndColumn, string Severity)
{
    public override string ToString() => $"{File}({Line},{Column},{EndLine},{EndColumn}): {Severity} {Rule}";
}
