using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A port name that no port can have; often a quoted number.</summary>
public sealed class InvalidPortName : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1107",
        Name = "invalid-port-name",
        Title = "A port name breaks the naming rules, or a number is quoted",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.PortName;

    protected override string Advice => "use letters in a name, and no quotes around a number";

    // In quotes a number is a name, and no name consists of digits alone.
    protected override Fix? Repair(KubernetesObject item, ApiError error)
    {
        var text = error.Span.Text;
        var inner = text.Trim('"', '\'');
        return inner.Length + 2 == text.Length && inner.Length > 0 && inner.All(char.IsDigit)
            ? new Fix("Take the quotes off the number", FixSafety.Safe, [new TextEdit(error.Span, inner)])
            : null;
    }
}
