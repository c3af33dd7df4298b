using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint.Analyzers;

/// <summary>The rule catalogue as Roslyn knows rules.</summary>
internal static class Descriptors
{
    private static readonly string Version =
        typeof(Descriptors).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = RuleCatalog.All.ToDictionary(r => r.Info.Id, r => Of(r.Info), StringComparer.Ordinal);

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ById.Values.ToImmutableArray();

    public static DiagnosticDescriptor Find(string ruleId) => ById[ruleId];

    public static DiagnosticSeverity Severity(Severity severity) => severity switch
    {
        Findings.Severity.Error => DiagnosticSeverity.Error,
        Findings.Severity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };

    private static DiagnosticDescriptor Of(RuleInfo rule) => new(
        rule.Id,
        rule.Title,
        // Messages are made by the rules.
        "{0}",
        rule.Category.ToString(),
        Severity(rule.Severity),
        isEnabledByDefault: true,
        helpLinkUri: RuleCatalog.HelpLink(rule.Id, Version));
}
