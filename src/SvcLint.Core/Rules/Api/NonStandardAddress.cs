using SvcLint.Findings;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>An address or range that is accepted, but is written so that different software reads different things.</summary>
public sealed class NonStandardAddress : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1205",
        Name = "non-standard-address",
        Title = "An IP address or range is accepted, but written ambiguously or not in its standard form",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Verdicts)
        {
            foreach (var held in verdict.Warnings)
            {
                var warning = held.Value;
                if (verdict.Errors.Any(e => e.Value.Span == warning.Span))
                {
                    continue;
                }

                if (warning.Code is WarningCode.NonStandardIP or WarningCode.NonStandardCIDR or WarningCode.AmbiguousCIDR or WarningCode.NonCanonicalIPv6)
                {
                    var instead = warning.Preferred is { } preferred ? $"; write {preferred}" : "";
                    yield return Report(
                        verdict.Object,
                        warning.Span,
                        $"{verdict.Object.Kind.Value} {verdict.Object.Name}, {warning.Field}: {warning.Detail}{Effect(warning)}{instead}",
                        severity: warning.Code == WarningCode.NonCanonicalIPv6 ? Severity.Info : null) with
                    {
                        Api = held.IsCertain ? new ApiVerdict(warning.Field, "Warning", warning.Code.ToString()) : null,
                        Fixes = warning.Preferred is { } right
                            ? [new Fix($"Write {right}", FixSafety.Safe, [new TextEdit(warning.Span, YamlEdit.Plain(right))])]
                            : [],
                    };
                }
            }
        }
    }

    private static string Effect(ApiWarning warning) => warning.Code switch
    {
        WarningCode.NonStandardIP when warning.Preferred is null => ", so no load balancer can have it",
        WarningCode.AmbiguousCIDR => " It is read as the whole network, and Kubernetes 1.36 and later refuse it",
        WarningCode.NonCanonicalIPv6 => ", so controllers that write it back in canonical form see a difference each time",
        _ => ": other software may read it as another one, and Kubernetes 1.36 and later refuse it",
    };
}
