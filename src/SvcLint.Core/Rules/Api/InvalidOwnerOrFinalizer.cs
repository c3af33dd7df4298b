using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>metadata that usually only controllers write.</summary>
public sealed class InvalidOwnerOrFinalizer : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1104",
        Name = "invalid-owner-or-finalizer",
        Title = "An owner reference or a finalizer is incomplete or malformed",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.OwnerOrFinalizer;

    protected override string Advice => "remove it; controllers write owner references and finalizers";
}
