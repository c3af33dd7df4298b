using SvcLint.Findings;
using SvcLint.Kubernetes;
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
        foreach (var verdict in context.Objections)
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
                    yield return Report(
                        verdict.Object,
                        warning.Span,
                        warning.Detail,
                        severity: warning.Code == WarningCode.NonCanonicalIPv6 ? Severity.Info : null,
                        effect: Effect(warning),
                        help: warning.Preferred is { } preferred ? $"write {preferred}" : null) with
                    {
                        Api = held.IsCertain ? new ApiVerdict(warning.Field, "Warning", warning.Code.ToString()) : null,
                        Fixes = warning.Preferred is { } right
                            ? [new Fix($"Write {right}", FixSafety.Safe, [YamlEdit.Replace(warning.Span, right)])]
                            : [],
                    };
                }
            }
        }
    }

    private static string Effect(ApiWarning warning) => warning.Code switch
    {
        WarningCode.NonStandardIP when warning.Preferred is null => "no load balancer can have this address",
        WarningCode.AmbiguousCIDR => $"it is read as the whole network; Kubernetes {ServerChecks.StrictAddresses}+ rejects it",
        WarningCode.NonCanonicalIPv6 => "controllers that write it back in canonical form see a difference each time",
        _ when warning.IsPadded => $"the API server before {ServerWarnings.OddAddresses} warns; other software may not take the blanks",
        _ => $"other software may read it differently; Kubernetes {ServerChecks.StrictAddresses}+ rejects it",
    };
}
