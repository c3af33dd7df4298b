using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>
/// clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy. The registry checks them before anything else, and validation once more.
/// Which families a cluster has is not known offline: both are taken to exist.
/// </summary>
internal static class ServiceFamilyValidation
{
    public static readonly string[] FamilyNames = ["IPv4", "IPv6"];
    public static readonly string[] Policies = ["PreferDualStack", "RequireDualStack", "SingleStack"];

    /// <summary>The list after the registry has synchronised it: a lone clusterIP becomes its first entry.</summary>
    public static IReadOnlyList<Located<string>> ClusterIPs(ServiceSpec spec) =>
        spec.ClusterIPs is { Count: > 0 } list ? list.Items
        : spec.ClusterIP is { Value.Length: > 0 } single ? [single]
        : [];

    public static bool IsHeadless(ServiceSpec spec) => ClusterIPs(spec) is [{ Value: "None" }];

    /// <summary>What the registry does before validation.</summary>
    public static void Check(ServiceSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (spec.Type!.Value == "ExternalName")
        {
            return;
        }

        errors.Stage = ValidationStage.IPFamily;
        var before = errors.Count;
        ClusterIPsRelatedFields(spec, path, version, errors);
        if (errors.Count > before || Policy(spec) != "SingleStack")
        {
            return;
        }

        var place = spec.IPFamilyPolicy?.Span;
        var policy = path.Child("ipFamilyPolicy", RefusalTopic.ClusterIP);
        if (ClusterIPs(spec).Count == 2)
        {
            errors.Invalid(policy, place ?? spec.ClusterIPs!.KeySpan, "two cluster IPs need ipFamilyPolicy PreferDualStack or RequireDualStack");
        }

        if (spec.IPFamilies is { Count: 2 } families)
        {
            errors.Invalid(policy, place ?? families.KeySpan, "two IP families need ipFamilyPolicy PreferDualStack or RequireDualStack");
        }
    }

    // A headless Service without a selector takes every family; any other one stack.
    private static string Policy(ServiceSpec spec) =>
        spec.IPFamilyPolicy?.Value ?? (spec.ClusterIP?.Value == "None" && spec.Selector is not { Count: > 0 } ? "RequireDualStack" : "SingleStack");

    public static void ClusterIPsRelatedFields(ServiceSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (spec.Type!.Value == "ExternalName")
        {
            return;
        }

        var clusterIPs = path.Child("clusterIPs", RefusalTopic.ClusterIP);
        var ips = ClusterIPs(spec);
        if (spec.ClusterIP is { Value.Length: > 0 } first)
        {
            if (ips[0].Value != first.Value)
            {
                errors.Invalid(clusterIPs, ips[0].Span, $"the first entry '{ips[0].Value}' differs from clusterIP '{first.Value}'");
            }
        }
        else if (ips.Count > 0)
        {
            errors.Invalid(clusterIPs, spec.ClusterIPs!.KeySpan, "must stay empty while clusterIP is not set");
        }

        Families(spec, path, errors);
        if (!Addresses(ips, clusterIPs, version, errors))
        {
            return;
        }

        if (ips.Count > 1 && !IsDualStack(ips))
        {
            errors.Invalid(clusterIPs, ips[ips.Count - 1].Span, "only one address of each IP family is allowed");
        }

        MatchFamilies(spec, ips, clusterIPs, errors);
    }

    private static void Families(ServiceSpec spec, ApiPath path, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var families = spec.IPFamilies?.Items ?? [];
        for (var i = 0; i < families.Count; i++)
        {
            errors.OneOf(path.Child("ipFamilies", RefusalTopic.ClusterIP).Index(i), families[i], FamilyNames);
            if (!seen.Add(families[i].Value))
            {
                errors.Duplicate(path.Child("ipFamilies", RefusalTopic.ClusterIP).Index(i), families[i].Span, $"{families[i].Value} is already listed");
            }
        }

        if (spec.IPFamilyPolicy is { } policy)
        {
            errors.OneOf(path.Child("ipFamilyPolicy", RefusalTopic.ClusterIP), policy, Policies);
        }
    }

    private static bool Addresses(IReadOnlyList<Located<string>> ips, ApiPath clusterIPs, KubernetesVersion version, ErrorList errors)
    {
        var valid = true;
        for (var i = 0; i < ips.Count; i++)
        {
            if (i == 0 && ips[i].Value == "None")
            {
                if (ips.Count > 1)
                {
                    valid = false;
                    errors.Invalid(clusterIPs, ips[i].Span, "'None' must be the only entry");
                }
            }
            else
            {
                valid &= AddressValidation.LegacyIP(ips[i], clusterIPs.Index(i), version, errors);
            }
        }

        if (ips.Count > 2)
        {
            errors.Invalid(clusterIPs, ips[2].Span, "at most two addresses are allowed, one of each IP family");
        }

        return valid;
    }

    // As the server's helper: both families occur, however long the list is.
    private static bool IsDualStack(IReadOnlyList<Located<string>> ips) => ips.Any(ip => IsIPv6(ip.Value)) && ips.Any(ip => !IsIPv6(ip.Value));

    private static void MatchFamilies(ServiceSpec spec, IReadOnlyList<Located<string>> ips, ApiPath clusterIPs, ErrorList errors)
    {
        if (IsHeadless(spec))
        {
            return;
        }

        for (var i = 0; i < ips.Count && i < (spec.IPFamilies?.Count ?? 0); i++)
        {
            var family = spec.IPFamilies![i].Value;
            if ((family == "IPv4" && IsIPv6(ips[i].Value)) || (family == "IPv6" && !IsIPv6(ips[i].Value)))
            {
                errors.Invalid(clusterIPs.Index(i), ips[i].Span, $"{ips[i].Value} is not an {family} address, which ipFamilies[{i}] requires");
            }
        }
    }

    private static bool IsIPv6(string value) => IPAddressValue.TryParseSloppy(value, out var address) && address.IsIPv6;
}
