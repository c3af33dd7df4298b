using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Rules.Api;

/// <summary>A variable, port, port name or host alias that one pod defines twice.</summary>
public sealed class DefinedTwice : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1207",
        Name = "defined-twice",
        Title = "A pod defines a variable, a port, a port name or a host alias twice",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections)
        {
            foreach (var held in verdict.Warnings)
            {
                if (held.Value is not { First: { } first } warning || verdict.Errors.Any(e => e.Value.Span == warning.Span))
                {
                    continue;
                }

                // A number that is listed twice harms nobody: what listens is another matter.
                var isNumber = ScalarNumber(warning.Span);
                yield return Report(
                    verdict.Object,
                    warning.Span,
                    warning.Detail,
                    [new RelatedSpan(first, "first defined")],
                    severity: isNumber ? Severity.Info : null,
                    help: "keep one of the two") with
                {
                    Api = held.IsCertain ? new ApiVerdict(warning.Field, "Warning", warning.Code.ToString()) : null,
                };
            }
        }
    }

    private static bool ScalarNumber(SourceSpan span) => span.Text is { Length: > 0 } text && text.All(char.IsDigit);
}
