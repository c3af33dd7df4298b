using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A setting of a pod that is accepted and does something else than it says.</summary>
public sealed class PodSettingIneffective : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1208",
        Name = "pod-setting-ineffective",
        Title = "A setting of a pod is accepted and has no effect as it is written",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections)
        {
            foreach (var held in verdict.Warnings)
            {
                var warning = held.Value;
                if (verdict.Object is Workload workload && warning is { Repeated: null, Code: WarningCode.Ignored or WarningCode.Other } && !workload.PodSpec!.NodeLabels.Any(l => l.Key.Span == warning.Span))
                {
                    yield return Report(
                        workload,
                        ApiSpans.OneLine(warning.Span),
                        warning.Detail,
                        help: "correct the setting, or remove it") with
                    {
                        Api = held.IsCertain ? new ApiVerdict(warning.Field, "Warning", warning.Code.ToString()) : null,
                    };
                }
            }
        }
    }
}
