using SvcLint.Findings;

namespace SvcLint.Cli.Outputs;

/// <summary>The words that machine-readable formats use.</summary>
internal static class Words
{
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "info",
        _ => "off",
    };

    public static string Of(Confidence confidence) => confidence switch
    {
        Confidence.High => "high",
        Confidence.Medium => "medium",
        _ => "low",
    };

    public static string Of(FixSafety safety) => safety == FixSafety.Safe ? "safe" : "unsafe";

    public static string Of(SkipReason reason) => reason == SkipReason.HelmTemplate ? "helm-template" : "template";
}
