using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>Annotations that the API server refuses; their values are nobody's but their reader's.</summary>
public sealed class InvalidAnnotation : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1103",
        Name = "invalid-annotation",
        Title = "An annotation has an invalid key, contradicts another one, or all together are too long",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Annotation;

    protected override string Advice => "correct the key, or keep only one of two annotations for one setting";
}
