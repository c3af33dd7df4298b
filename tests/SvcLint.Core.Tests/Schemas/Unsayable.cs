using System.Text.RegularExpressions;

namespace SvcLint.Core.Tests.Schemas;

/// <summary>Where a JSON Schema and validation honestly part; each with its reason.</summary>
internal static class Unsayable
{
    // What is refused though the schema takes it.
    private static readonly (string Kind, string Field, string Type, string Why)[] Weaker =
    [
        ("Service", @"spec\.clusterIPs(\[\d\])?", "Invalid", "compares values: the first of the list with clusterIP, each with its entry of ipFamilies"),
        ("Service", @"spec\.ipFamilyPolicy", "Invalid", "whether two families need a policy depends on being headless without a selector"),
        ("Service", @"spec\.ports\[\d\]\.nodePort", "Invalid", "the range is a setting of the API server"),
        ("Service", @"spec\.healthCheckNodePort", "InternalError", "the range is a setting of the API server"),
        ("Service", @"spec\.externalIPs\[\d\]", "Invalid", "loopback and link-local addresses are ranges"),
        ("Endpoints", @"subsets\[0\]\.(addresses|notReadyAddresses)\[0\]\.ip", "Invalid", "loopback and link-local addresses are ranges"),
        ("EndpointSlice", @"endpoints\[0\]\.addresses\[0\]", "Invalid", "loopback and link-local addresses are ranges"),
        ("NetworkPolicy", @".*\.endPort", "Invalid", "compares with port"),
        ("NetworkPolicy", @".*\.except\[0\]", "Invalid", "compares ranges"),
        ("KubeProxyConfiguration", "mode", "Invalid", "kernelspace is right on Windows alone"),
        ("KubeProxyConfiguration", "featureGates", "FeatureGate", "each version has its own gates"),
        ("KubeProxyConfiguration", "portRange", "Invalid", "without effect: not worth a pattern"),
        ("KubeProxyConfiguration", "showHiddenMetricsForVersion", "Invalid", "the version before kube-proxy's own"),
        ("KubeProxyConfiguration", @"logging\.vmodule", "Forbidden", "depends on format"),
        ("KubeProxyConfiguration", @"logging\.options\.(json|text)\.(splitStream|infoBufferSize)", "Forbidden", "depends on a gate"),
        ("KubeProxyConfiguration", @"(iptables|ipvs|nftables)\.syncPeriod", "Invalid", "compares durations"),
        ("KubeProxyConfiguration", @"nodePortAddresses\[\d\]", "Invalid", "'primary' beside ranges"),
        ("KubeProxyConfiguration", @"nodePortAddresses\[\d\]", "Duplicate", "a keyword given twice"),
    ];

    // What the schema refuses and only versions take that did not look.
    private static readonly (string Kind, string Path, string Why)[] Stricter =
    [
        ("Service", "spec.trafficDistribution", "1.30 dropped the field before validation"),
        ("EndpointSlice", "endpoints[0].hints.forNodes", "1.33 dropped the field before validation"),
        ("EndpointSlice", "endpoints[0].hints.forNodes[0]", "1.33 dropped the field before validation"),
        ("EndpointSlice", "endpoints[0].hints.forNodes[0].name", "1.33 dropped the field before validation"),
        ("KubeProxyConfiguration", "detectLocalMode", "unknown modes were taken for none until 1.27"),
    ];

    public static bool MayTake(string kind, string field, string type) =>
        Weaker.Any(w => w.Kind == kind && w.Type == type && Regex.IsMatch(field, $"^(?:{w.Field})$"));

    public static bool MayRefuse(string kind, string path) => Stricter.Any(s => s.Kind == kind && s.Path == path);
}
