using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A field that the Service's type forbids.</summary>
public sealed class FieldNotForServiceType : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1111",
        Name = "field-not-for-service-type",
        Title = "A field is set that the type of the Service does not allow",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.ServiceType;

    protected override string Advice => "remove the field, or choose the type that has it";
}
