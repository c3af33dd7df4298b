using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A name that its field does not take: of the object, a host, an application protocol, a load balancer class.</summary>
public sealed class InvalidName : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1101",
        Name = "invalid-name",
        Title = "A name breaks the naming rules of its field",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Name;

    protected override bool IsSilent(Held<ApiError> held) => held.Value.Span.Text is var text && text.IndexOf('_') > 0 && ApiSpans.IsToken(text);

    protected override string Advice => "write it in the form that the field requires";
}
