using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A port in NOTES.txt that the Service or the workload that it names does not have.</summary>
public sealed class NotesWrongPort : ChartRule
{
    public const string Id = "SVC2057";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "notes-wrong-port",
        Title = "NOTES.txt names a port that the Service or the pods do not have",
        Effect = "whoever follows the notes gets no connection",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };
}
