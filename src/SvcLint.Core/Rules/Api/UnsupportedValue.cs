using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

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

    protected override string Advice => "use a value that the field allows; values are case-sensitive";

    protected override string AdviceOn(ApiError error) =>
        error.Meant is { } meant ? $"write {meant}" : error.Supported is { } supported ? $"write {Alternatives.Of(supported)}, in this spelling" : Advice;

    // A slip of the hand has one right repair when only the case is wrong.
    protected override Fix? Repair(KubernetesObject item, ApiError error) => error.Meant is { } meant
        ? new Fix($"Write {meant}", string.Equals(meant, error.Written, StringComparison.OrdinalIgnoreCase) ? FixSafety.Safe : FixSafety.Unsafe, [YamlEdit.KeepQuotes(error.Span, meant)])
        : null;
}
