using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Warnings that the API server returns for a Service that it stores. Takes one with defaults applied.</summary>
internal static class ServiceWarnings
{
    public static IReadOnlyList<ApiWarning> For(Service service, KubernetesVersion version)
    {
        var warnings = new List<ApiWarning>();
        var spec = service.Spec!;
        if (service.Metadata.Annotations?.Find(KubernetesItself.TopologyHints) is { } hints)
        {
            warnings.Add(new ApiWarning(
                $"metadata.annotations[{KubernetesItself.TopologyHints}]", WarningCode.DeprecatedAnnotation, $"annotation {KubernetesItself.TopologyHints} is deprecated in favor of {KubernetesItself.TopologyMode}", hints.Key.Span));
        }

        Addresses(spec, version, warnings);
        Ignored(spec, version, warnings);
        Deprecated(spec, version, warnings);
        return warnings.Count > 0 && version < ServerWarnings.FirstOfServices ? [] : warnings;
    }

    private static void Addresses(ServiceSpec spec, KubernetesVersion version, List<ApiWarning> warnings)
    {
        var ips = ServiceFamilyValidation.ClusterIPs(spec);
        for (var i = 0; i < ips.Count; i++)
        {
            if (!ServiceFamilyValidation.IsHeadless(spec))
            {
                AddressWarnings.IP(ips[i], $"spec.clusterIPs[{i}]", version, warnings);
            }
        }

        for (var i = 0; i < (spec.ExternalIPs?.Count ?? 0); i++)
        {
            AddressWarnings.IP(spec.ExternalIPs![i], $"spec.externalIPs[{i}]", version, warnings);
        }

        if (spec.LoadBalancerIP is { Value.Length: > 0 } balancer)
        {
            AddressWarnings.IP(balancer, "spec.loadBalancerIP", version, warnings);
        }

        for (var i = 0; i < (spec.LoadBalancerSourceRanges?.Count ?? 0); i++)
        {
            AddressWarnings.Cidr(spec.LoadBalancerSourceRanges![i], $"spec.loadBalancerSourceRanges[{i}]", version, warnings);
        }
    }

    private static void Ignored(ServiceSpec spec, KubernetesVersion version, List<ApiWarning> warnings)
    {
        var isExternalName = spec.Type!.Value == "ExternalName";
        if (isExternalName && spec.ExternalIPs is { Count: > 0 } external && version >= ServerWarnings.IgnoredNames)
        {
            warnings.Add(new ApiWarning("spec.externalIPs", WarningCode.Ignored, "externalIPs are ignored on an ExternalName Service", external.KeySpan));
        }

        if (!isExternalName && spec.ExternalName is { Value.Length: > 0 } name && version >= ServerWarnings.IgnoredNames)
        {
            warnings.Add(new ApiWarning("spec.externalName", WarningCode.Ignored, $"externalName is ignored on a {spec.Type.Value} Service", name.Span));
        }

        if (spec.Type.Value != "ClusterIP" || spec.ClusterIP?.Value != "None" || version < ServerWarnings.IgnoredWhenHeadless)
        {
            return;
        }

        if (spec.LoadBalancerIP is { Value.Length: > 0 } balancer)
        {
            warnings.Add(new ApiWarning("spec.loadBalancerIP", WarningCode.Ignored, "loadBalancerIP is ignored on a headless Service", balancer.Span));
        }

        if (spec.ExternalIPs is { Count: > 0 } ips)
        {
            warnings.Add(new ApiWarning("spec.externalIPs", WarningCode.Ignored, "externalIPs are ignored on a headless Service", ips.KeySpan));
        }

        // 1.34 tests for a value, and every stored Service has one.
        if (version < ServerWarnings.AffinityTestsValue || spec.SessionAffinity!.Value != "None")
        {
            warnings.Add(new ApiWarning("spec.SessionAffinity", WarningCode.Ignored, "sessionAffinity is ignored on a headless Service", spec.SessionAffinity!.IsDefault ? spec.KeySpan : spec.SessionAffinity.Span, IsWritten: spec.SessionAffinity.Value != "None"));
        }
    }

    private static void Deprecated(ServiceSpec spec, KubernetesVersion version, List<ApiWarning> warnings)
    {
        // Where they mean nothing, the server says only that.
        if (spec.ExternalIPs is { Count: > 0 } ips && spec.Type!.Value != "ExternalName" && !ServiceFamilyValidation.IsHeadless(spec) && version >= ServerWarnings.ExternalIPsDeprecated)
        {
            warnings.Add(new ApiWarning("spec.externalIPs", WarningCode.Other, "externalIPs are deprecated and may not be implemented by the cluster", ips.KeySpan));
        }

        if (spec.TrafficDistribution is { Value: "PreferClose" } distribution && version >= ServerWarnings.PreferCloseDeprecated)
        {
            warnings.Add(new ApiWarning("spec.trafficDistribution", WarningCode.Other, "PreferClose is deprecated in favor of PreferSameZone", distribution.Span, "PreferSameZone"));
        }
    }
}
