using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A field that is accepted and means nothing on a Service of this type.</summary>
public sealed class IgnoredField : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1206",
        Name = "ignored-field",
        Title = "A field is ignored on a Service of this type",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Verdicts)
        {
            foreach (var held in verdict.Warnings.Where(w => verdict.Object is Service && w.Value.Code == WarningCode.Ignored))
            {
                // The server of 1.34 says it of every headless Service: where nothing is written there is nothing to change.
                var warning = held.Value;
                if (!warning.IsWritten && !held.IsCertain)
                {
                    continue;
                }

                yield return Report(
                    verdict.Object,
                    warning.Span,
                    warning.Detail,
                    severity: warning.IsWritten ? null : Severity.Info,
                    help: "remove it, or choose the type that has it") with
                {
                    Api = held.IsCertain ? new ApiVerdict(warning.Field, "Warning", warning.Code.ToString()) : null,
                };
            }
        }
    }
}
