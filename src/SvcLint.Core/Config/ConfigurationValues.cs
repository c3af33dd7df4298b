using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Config;

/// <summary>The words of <c>svclint.yaml</c>. The JSON Schema in <c>schemas/</c> is held to these tables by a test.</summary>
internal static class ConfigurationValues
{
    public static readonly IReadOnlyDictionary<string, Severity> Severities = new Dictionary<string, Severity>
    {
        ["off"] = Severity.Off,
        ["info"] = Severity.Info,
        ["warning"] = Severity.Warning,
        ["error"] = Severity.Error,
    };

    public static readonly IReadOnlyDictionary<string, DataPlane> DataPlanes = new Dictionary<string, DataPlane>
    {
        ["iptables"] = DataPlane.KubeProxyIptables,
        ["ipvs"] = DataPlane.KubeProxyIpvs,
        ["nftables"] = DataPlane.KubeProxyNftables,
        ["none"] = DataPlane.None,
        ["unknown"] = DataPlane.Unknown,
    };

    // Kubernetes itself makes no load balancers.
    public static readonly IReadOnlyDictionary<string, CloudProvider> Providers =
        AnnotationCatalog.Providers.Where(p => p.Implementations.Count > 0).Append(CloudProvider.None).Append(CloudProvider.Unknown).ToDictionary(p => p.Slug, StringComparer.Ordinal);

    public static readonly IReadOnlyList<string> Root = ["extends", "rules", "overrides", "exclude", "cluster", "clusters", "repositories", "units", "charts", "projects", "external", "connections", "suppress"];

    public static readonly IReadOnlyList<string> Override = ["paths", "units", "rules"];

    public static readonly IReadOnlyList<string> Cluster =
        ["kubernetesVersion", "dataPlane", "provider", "nodePortRange", "serviceCIDRs", "podCIDRs", "clusterDomain", "closedWorld"];

    public static readonly IReadOnlyList<string> NamedCluster = ["name", "server", .. Cluster];

    public static readonly IReadOnlyList<string> Repository = ["url", "folder"];

    public static readonly IReadOnlyList<string> Unit = ["name", "paths", "cluster"];

    public static readonly IReadOnlyList<string> Chart = ["path", "release", "namespace", "values", "set", "kubernetesVersion", "apiVersions"];

    public static readonly IReadOnlyList<string> Project = ["project", "images", "dockerfile"];

    public static readonly IReadOnlyList<string> External = ["workloads", "services"];

    public static readonly IReadOnlyList<string> ExternalWorkload = ["labels"];

    public static readonly IReadOnlyList<string> Connection = ["allow", "deny", "only", "unit"];

    public static readonly IReadOnlyList<string> Suppression = ["rule", "paths", "object", "reason", "until"];
}
