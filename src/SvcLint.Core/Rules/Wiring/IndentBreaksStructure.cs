using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>An <c>indent</c> or <c>nindent</c> that puts its lines beside the key that they belong to, or its first line apart from the others.</summary>
public sealed class IndentBreaksStructure : ChartRule
{
    public const string Id = "SVC2053";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "indent-breaks-structure",
        Title = "An indent of a template puts lines where YAML reads them as something else",
        Effect = "the manifest does not parse, or the fields are read as others",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };
}
