using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Yaml;

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
        foreach (var item in context.Unit.OneOfEachKind.Any(o => End(o) is not null) ? context.Unit.Objects : [])
        {
            // Some supported versions may still serve it.
            if (End(item) is not { } removed || (context.Version is { } version && version < removed))
            {
                continue;
            }

            var isCertain = (context.Version ?? KubernetesVersion.Oldest) >= removed;
            var entry = ApiTable.Find(item.ApiVersion.Value, item.Kind.Value);
            yield return Report(
                item,
                item.ApiVersion.Span,
                $"{(entry is null ? item.ApiVersion.Value : $"{item.ApiVersion.Value} {item.Kind.Value}")} was removed in Kubernetes {removed}",
                severity: !isCertain ? Severity.Info : item.Kind.Value is "Ingress" or "IngressClass" ? Severity.Warning : null,
                effect: "the object cannot be created there",
                help: entry is null ? $"write the apiVersion that serves {item.Kind.Value}"
                    : entry.Replacement is null ? "remove it; nothing replaces it"
                    : Instead(entry, context.Version) + Changes(item)) with
            {
                NamedVersion = removed,
                Api = isCertain ? new ApiVerdict("apiVersion", "Decode") : null,
                Fixes = entry?.Replacement is { } right && !item.ApiVersion.IsDefault
                    ? [new Fix($"Write apiVersion {right}", IsSameShape(item) ? FixSafety.Safe : FixSafety.Unsafe, [YamlEdit.KeepQuotes(item.ApiVersion.Span, right)])]
                    : [],
            };
        }
    }

    /// <summary>What to write, and where that is not served yet, from when on.</summary>
    internal static string Instead(ApiEntry entry, KubernetesVersion? version) =>
        !entry.CanReplaceIn(version) && ApiTable.Find(entry.Replacement!, entry.Kind)?.Since is { } since ? $"use {entry.Replacement} from Kubernetes {since} on" : $"use {entry.Replacement}";

    /// <summary>The later version has the same fields.</summary>
    internal static bool IsSameShape(KubernetesObject item) =>
        item.Kind.Value is "HorizontalPodAutoscaler" ? item.ApiVersion.Value == "autoscaling/v2beta2"
        : item.Kind.Value is "APIService" or "ClusterRole" or "ClusterRoleBinding" or "ClusterTrustBundle" or "CronJob" or "CSIDriver" or "CSINode" or "CSIStorageCapacity" or "FlowSchema"
            or "IPAddress" or "Lease" or "NetworkPolicy" or "PriorityClass" or "Role" or "RoleBinding" or "RuntimeClass" or "ServiceCIDR" or "StorageClass"
            or "ValidatingAdmissionPolicy" or "ValidatingAdmissionPolicyBinding" or "VolumeAttributesClass"
        && item.ApiVersion.Value.IndexOf("alpha", StringComparison.Ordinal) < 0;

    private static string Changes(KubernetesObject item) => item.Kind.Value switch
    {
        "Ingress" => " (backend.serviceName is now backend.service.name, and pathType is required)",
        "EndpointSlice" => " (topology is now nodeName and zone)",
        "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet" => " (spec.selector is required)",
        "PodDisruptionBudget" => " (an empty selector now matches every pod)",
        "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration" => " (sideEffects and admissionReviewVersions are required)",
        "CustomResourceDefinition" => " (each version has its schema, which is required)",
        "CertificateSigningRequest" => " (signerName and usages are required)",
        _ => "",
    };

    // Of a kind that the table does not know: when its whole group and version went.
    private static KubernetesVersion? End(KubernetesObject item) =>
        (ApiTable.Find(item.ApiVersion.Value, item.Kind.Value) is { } entry ? entry.Removed : UnknownKind.IsMistyped(item) ? null : ApiTable.EndOf(item.ApiVersion.Value)) is { } end
        && end <= KubernetesVersion.Newest ? end : null;
}
