using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>What kustomize refuses in a kustomization whose objects are all known. Where one is missing, what refers to nothing may refer to that.</summary>
public sealed class KustomizationRefused : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC0014",
        Name = "kustomization-refused",
        Title = "The kustomization does not build",
        Effect = "kustomize build fails, and nothing of the kustomization is applied",
        Category = Category.Input,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var gap in context.Unit.Gaps)
        {
            if (gap.IsRefused)
            {
                yield return Report(gap.Span, $"kustomize build fails: {gap.Reason}", help: "correct or remove the entry");
            }
        }
    }
}
