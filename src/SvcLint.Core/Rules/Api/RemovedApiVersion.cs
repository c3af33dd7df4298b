using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Api;

/// <summary>An API version that the API server no longer serves.</summary>
public sealed class RemovedApiVersion : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1201",
        Name = "removed-api-version",
        Title = "The apiVersion is no longer served",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var item in context.Unit.OneOfEachKind.Any(o => VersionTable.FindApi(o.ApiVersion.Value, o.Kind.Value)?.Removed is not null) ? context.Unit.Objects : [])
        {
            if (VersionTable.FindApi(item.ApiVersion.Value, item.Kind.Value) is not { Removed: { } removed } entry)
            {
                continue;
            }

            // Some supported versions may still serve it.
            var isCertain = (context.Version ?? KubernetesVersion.Oldest) >= removed;
            if (!isCertain && context.Version is not null)
            {
                continue;
            }

            var instead = entry.Replacement is { } replacement ? $"use {replacement}{Changes(item)}" : "remove it; nothing replaces it";
            yield return Report(
                item,
                item.ApiVersion.Span,
                $"{item.ApiVersion.Value} {item.Kind.Value} was removed in Kubernetes {removed}",
                severity: !isCertain ? Severity.Info : item.Kind.Value is "Ingress" or "IngressClass" ? Severity.Warning : null,
                effect: "the object cannot be created there",
                help: instead) with
            {
                Api = isCertain ? new ApiVerdict("apiVersion", "Decode") : null,
                Fixes = entry.Replacement is { } right
                    ? [new Fix($"Write apiVersion {right}", IsSameShape(item) ? FixSafety.Safe : FixSafety.Unsafe, [new TextEdit(item.ApiVersion.Span, right)])]
                    : [],
            };
        }
    }

    /// <summary>The later version has the same fields.</summary>
    internal static bool IsSameShape(KubernetesObject item) => item.Kind.Value is "NetworkPolicy" or "PodDisruptionBudget" or "CronJob" or "IPAddress" or "ServiceCIDR";

    private static string Changes(KubernetesObject item) => item.Kind.Value switch
    {
        "Ingress" => " (backend.serviceName is now backend.service.name, and pathType is required)",
        "EndpointSlice" => " (topology is now nodeName and zone)",
        "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet" => " (spec.selector is required)",
        _ => "",
    };
}
