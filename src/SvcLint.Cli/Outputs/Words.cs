using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Reachability;
using SvcLint.Text;

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

    public static string Of(ProxyMode mode) => ProxyModes.NameOf(mode);

    public static string Of(IPFamily family) => family == IPFamily.IPv6 ? "ipv6" : "ipv4";

    public static string Of(FixSafety safety) => safety == FixSafety.Safe ? "safe" : "unsafe";

    /// <summary>Text from a manifest on one line, without characters that a terminal or a log would act on.</summary>
    public static string OneLine(string text) => Printable.OneLine(text);

    /// <summary>What denies, behind a reason: <c>a policy denies it: NetworkPolicy shop/db (db.yaml:4)</c>.</summary>
    public static string? Because(string? why, IReadOnlyList<PolicyCause> because) =>
        why is null || because.Count == 0 || because[0].Policy.Length == 0 ? why
            : $"{why}: {because[0].Policy} ({Place(because[0].Span)}){(because.Count > 1 ? $" and {because.Count - 1} more" : "")}";

    /// <summary>File and line as a person wrote them: those of values or a template for what a chart renders. Not escaped.</summary>
    public static string Place(SourceSpan span)
    {
        var written = span.Written;
        return $"{written.Source.Path}:{written.StartPosition.Line}";
    }

    /// <summary>All three texts of a finding, a line each, for formats that show one text at length.</summary>
    public static string Whole(Finding finding) => finding.Message
        + (finding.Effect is { } effect ? $"\nEffect: {effect}" : "")
        + (finding.Help is { } help ? $"\nHelp: {help}" : "");

    /// <summary>"1 file", "2 files".</summary>
    public static string Count(int number, string noun, string? several = null) => number != 1 && several is not null ? $"{number} {several}" : number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
