using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Config;

/// <summary>Who implements Services on the nodes.</summary>
public enum DataPlane
{
    /// <summary>Not declared: report only what holds in every case.</summary>
    Unknown,

    KubeProxyIptables,
    KubeProxyIpvs,
    KubeProxyNftables,

    /// <summary>No kube-proxy (Cilium, OVN-Kubernetes, Calico eBPF, GKE Dataplane V2): what kube-proxy does says nothing here.</summary>
    None,
}

/// <summary>What is known of a destination cluster. Everything undeclared stays unknown: silence where one end is.</summary>
public sealed record ClusterFacts
{
    /// <summary>The API server's, both ends included.</summary>
    public static readonly (int First, int Last) DefaultNodePortRange = (30000, 32767);

    public string Name { get; init; } = "";

    /// <summary>The address of its API server, as Argo CD's destinations write it.</summary>
    public string? Server { get; init; }

    public KubernetesVersion? Version { get; init; }

    public DataPlane DataPlane { get; init; }

    public CloudProvider Provider { get; init; } = CloudProvider.Unknown;

    /// <summary>Inclusive; null when undeclared.</summary>
    public (int First, int Last)? NodePortRange { get; init; }

    public IReadOnlyList<string> ServiceCidrs { get; init; } = [];

    public IReadOnlyList<string> PodCidrs { get; init; } = [];

    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>True when nothing exists in the cluster that the manifests do not declare: absence is then evidence.</summary>
    public bool ClosedWorld { get; init; }

    /// <summary>True for a namespace, or a Service of any, that every cluster has and no manifest declares.</summary>
    public static bool IsBroughtAlong(string? @namespace, string? service = null) => @namespace is "kube-system" or "openshift-dns" || service == "kubernetes";
}
