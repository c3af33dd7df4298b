using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>A field, or one value of a field, that is deprecated. loadBalancerIP has a rule of its own, which knows the providers.</summary>
public sealed class DeprecatedField : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1203",
        Name = "deprecated-field",
        Title = "A field or value is deprecated",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Verdicts)
        {
            var item = verdict.Object;
            foreach (var (name, span, value) in Uses(item))
            {
                if (VersionTable.Find(VersionedThing.Field, name) is { } entry && (context.Version ?? KubernetesVersion.Newest) >= entry.Deprecated)
                {
                    yield return Deprecated(context, item, entry, span, value) with { Api = WarningsAt.Find(verdict, span) };
                }
            }
        }
    }

    private Finding Deprecated(RuleContext context, KubernetesObject item, VersionEntry entry, SourceSpan span, bool isValue)
    {
        var isAdvice = context.Version is null && (entry.Deprecated > KubernetesVersion.Oldest || !entry.CanReplaceIn(null));
        var what = entry.Name.Substring(entry.Name.IndexOf('.') + 1).Replace("=", " ");
        var finding = Report(
            item,
            span,
            $"{what} is deprecated since {entry.Deprecated}",
            severity: isAdvice ? Severity.Info : null,
            effect: Effect(entry),
            help: entry.Replacement is { } replacement ? $"use {replacement}" : "remove it; nothing replaces it") with
        { NamedVersion = entry.Deprecated };
        return isValue && entry is { Replacement: { } right, ReplacementSince: not null } && entry.CanReplaceIn(context.Version ?? KubernetesVersion.Newest)
            ? finding with { Fixes = [new Fix($"Write {right}", isAdvice ? FixSafety.Unsafe : FixSafety.Safe, [YamlEdit.KeepQuotes(span, right)])] }
            : finding;
    }

    private static string? Effect(VersionEntry entry) => entry.Name switch
    {
        "Service.spec.externalIPs" => "whoever may create Services can take over addresses (CVE-2020-8554)",
        "EndpointSlice.addressType=FQDN" => "kube-proxy ignores such slices",
        _ => null,
    };

    private static IEnumerable<(string Name, SourceSpan Span, bool IsValue)> Uses(KubernetesObject item)
    {
        if (item is Service { Spec: { } spec })
        {
            // Where they mean nothing, another rule says so.
            if (spec.ExternalIPs is { Count: > 0 } external && spec.Type?.Value != "ExternalName" && spec.ClusterIP?.Value != "None")
            {
                yield return ("Service.spec.externalIPs", external.KeySpan, false);
            }

            if (spec.TrafficDistribution is { } distribution)
            {
                yield return ("Service.spec.trafficDistribution=" + distribution.Value, distribution.Span, true);
            }
        }

        if (item is EndpointSlice { AddressType: { } type })
        {
            yield return ("EndpointSlice.addressType=" + type.Value, type.Span, true);
        }
    }
}
