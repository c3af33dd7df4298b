namespace SvcLint.Kubernetes;

/// <summary>From which version on the control plane fills in otherwise than before, oldest first: defaults of objects, and hints of EndpointSlices.</summary>
internal static class ServerDefaults
{
    /// <summary>hostPort is filled in pods alone; before, in pod templates too.</summary>
    public static readonly KubernetesVersion HostPortStaysInTemplates = new(28);

    /// <summary>A ClusterIP Service with externalIPs counts as reachable from outside.</summary>
    public static readonly KubernetesVersion ExternalIPsHavePolicy = new(29);

    /// <summary>A load balancer address has an ipMode (gate LoadBalancerIPMode).</summary>
    public static readonly KubernetesVersion IPModeIsFilled = new(30);

    /// <summary>The EndpointSlice controller makes hints for trafficDistribution PreferClose.</summary>
    public static readonly KubernetesVersion HintsForPreferClose = new(31);

    /// <summary>The EndpointSlice controller makes hints for PreferSameZone and PreferSameNode.</summary>
    public static readonly KubernetesVersion HintsForPreferSame = new(34);
}
