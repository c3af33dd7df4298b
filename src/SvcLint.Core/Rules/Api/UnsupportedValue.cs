using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A value outside the list that the API server knows.</summary>
public sealed class UnsupportedValue : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1105",
        Name = "unsupported-value",
        Title = "A value is not one of those that the field allows",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Value;

    protected override string Advice => "use one of the listed values; they are case-sensitive";

    // A slip of the hand has one right repair when only the case is wrong.
    protected override Fix? Repair(KubernetesObject item, ApiError error)
    {
        var written = error.Span.Text.Trim('"', '\'');
        var supported = error.Supported ?? [];
        return supported.FirstOrDefault(v => string.Equals(v, written, StringComparison.OrdinalIgnoreCase)) is { } right
            ? new Fix($"Write {right}", FixSafety.Safe, [new TextEdit(error.Span, right)])
            : NearMiss.Nearest(written, supported, shortest: 3) is { } near
                ? new Fix($"Write {near}", FixSafety.Unsafe, [new TextEdit(error.Span, near)])
                : null;
    }
}
