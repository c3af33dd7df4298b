using SvcLint.Findings;
using SvcLint.Model;
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

    // Only Kubernetes 1.26 minds the same class in both places.
    protected override bool IsSilent(Held<ApiError> held) => !held.IsCertain && IsOfClass(held.Value);

    protected override string AdviceOn(ApiError error) => IsOfClass(error) ? "keep one of the two: the controllers of today read ingressClassName" : Advice;

    private static bool IsOfClass(ApiError error) => error.Field.EndsWith(Ingress.ClassAnnotation, StringComparison.Ordinal);

    protected override string Advice => "correct the key, or keep only one of two annotations for one setting";
}
