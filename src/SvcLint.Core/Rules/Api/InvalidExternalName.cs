using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>An ExternalName Service that stands for nothing.</summary>
public sealed class InvalidExternalName : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1114",
        Name = "invalid-external-name",
        Title = "An ExternalName Service has no valid name, or has what only other types have",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.ExternalName;

    protected override string Advice => "write a bare host name: no scheme, no port, no path";
}
