using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Warnings for Endpoints, EndpointSlices and NetworkPolicies. What a controller of Kubernetes wrote is not looked at.</summary>
internal static class EndpointWarnings
{
    public static IReadOnlyList<ApiWarning> For(Endpoints endpoints, KubernetesVersion version)
    {
        var warnings = new List<ApiWarning>();
        if (version < ServerWarnings.EndpointsDeprecated)
        {
            return warnings;
        }

        warnings.Add(new ApiWarning("", WarningCode.Other, "v1 Endpoints is deprecated in favor of EndpointSlice", endpoints.Kind.Span));
        var subsets = endpoints.Subsets?.Items ?? [];
        for (var i = 0; i < subsets.Count && endpoints.Metadata.Labels?["endpoints.kubernetes.io/managed-by"] != "endpoint-controller"; i++)
        {
            Addresses(subsets[i].Addresses, $"subsets[{i}].addresses", version, warnings);
            Addresses(subsets[i].NotReadyAddresses, $"subsets[{i}].notReadyAddresses", version, warnings);
        }

        return warnings;
    }

    public static IReadOnlyList<ApiWarning> For(EndpointSlice slice, KubernetesVersion version)
    {
        var warnings = Odd(slice, version);
        return warnings.Count > 0 && version < ServerWarnings.EndpointsDeprecated ? [] : warnings;
    }

    private static List<ApiWarning> Odd(EndpointSlice slice, KubernetesVersion version)
    {
        var warnings = new List<ApiWarning>();
        if (IsOfController(slice) && slice.AddressType is not { Value: "FQDN" })
        {
            return warnings;
        }

        if (slice.AddressType is { Value: "FQDN" } type)
        {
            // The field has no "spec"; the server's text does.
            warnings.Add(new ApiWarning("spec.addressType", WarningCode.Other, "endpoints by domain name are deprecated", type.Span));
            return warnings;
        }

        var endpoints = slice.Endpoints?.Items ?? [];
        for (var i = 0; i < endpoints.Count; i++)
        {
            for (var a = 0; a < (endpoints[i].Addresses?.Count ?? 0) && !EndpointSliceValidation.IsPlain(endpoints[i], slice.AddressType?.Value); a++)
            {
                if (!EndpointSliceValidation.IsRefusedSpelling(endpoints[i].Addresses![a].Value, version))
                {
                    AddressWarnings.IP(endpoints[i].Addresses![a], $"endpoints[{i}].addresses[{a}]", version, warnings);
                }
            }
        }

        return warnings;
    }

    public static IReadOnlyList<ApiWarning> For(NetworkPolicy policy, KubernetesVersion version)
    {
        var warnings = new List<ApiWarning>();
        if (version >= ServerWarnings.OddAddresses)
        {
            Blocks(policy.Spec?.Ingress, "spec.ingress", "from", version, warnings);
            Blocks(policy.Spec?.Egress, "spec.egress", "to", version, warnings);
        }

        return warnings;
    }

    private static bool IsOfController(EndpointSlice slice) =>
        slice.Metadata.Labels?["endpointslice.kubernetes.io/managed-by"] is "endpointslice-controller.k8s.io" or "endpointslicemirroring-controller.k8s.io";

    private static void Addresses(LocatedList<EndpointAddress>? addresses, string path, KubernetesVersion version, List<ApiWarning> warnings)
    {
        for (var i = 0; i < (addresses?.Count ?? 0); i++)
        {
            if (addresses![i].IP is { } ip)
            {
                AddressWarnings.IP(ip, $"{path}[{i}].ip", version, warnings);
            }
        }
    }

    private static void Blocks(LocatedList<NetworkPolicyRule>? rules, string path, string peersField, KubernetesVersion version, List<ApiWarning> warnings)
    {
        for (var r = 0; r < (rules?.Count ?? 0); r++)
        {
            for (var p = 0; p < (rules![r].Peers?.Count ?? 0); p++)
            {
                var block = rules[r].Peers![p].IPBlock;
                var at = $"{path}[{r}].{peersField}[{p}].ipBlock";
                if (block?.CIDR is { Value.Length: > 0 } cidr)
                {
                    AddressWarnings.Cidr(cidr, at + ".cidr", version, warnings);
                }

                for (var i = 0; i < (block?.Except?.Count ?? 0); i++)
                {
                    AddressWarnings.Cidr(block!.Except![i], $"{at}.except[{i}]", version, warnings);
                }
            }
        }
    }
}
