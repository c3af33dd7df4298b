namespace SvcLint.Kubernetes;

/// <summary>From which version on the API server warns, oldest first. That something is deprecated is told by <see cref="VersionTable"/>.</summary>
internal static class ServerWarnings
{
    /// <summary>A Service is warned about at all.</summary>
    public static readonly KubernetesVersion FirstOfServices = new(27);

    /// <summary>Only those variables of a name given twice that change another one's value; before, all, by their name.</summary>
    public static readonly KubernetesVersion VariablesByEffect = new(27);

    /// <summary>A negative grace period, and spreading with the whole selector empty.</summary>
    public static readonly KubernetesVersion GraceAndSpreading = new(27);

    /// <summary>externalName and its like on Services that do not use them.</summary>
    public static readonly KubernetesVersion IgnoredNames = new(28);

    /// <summary>A container port given twice.</summary>
    public static readonly KubernetesVersion RepeatedPorts = new(28);

    /// <summary>The master label in a node selector.</summary>
    public static readonly KubernetesVersion MasterLabel = new(32);

    /// <summary>Endpoints, and slices of domain names.</summary>
    public static readonly KubernetesVersion EndpointsDeprecated = ApiTable.Find("v1", "Endpoints")!.Deprecated!.Value;

    /// <summary>
    /// Addresses and ranges are parsed leniently, so that only what is odd is named; and other kinds than Services are looked at too.
    /// </summary>
    public static readonly KubernetesVersion OddAddresses = new(33);

    /// <summary>A container port's name given twice.</summary>
    public static readonly KubernetesVersion RepeatedPortNames = new(33);

    /// <summary>Fields that a headless Service ignores.</summary>
    public static readonly KubernetesVersion IgnoredWhenHeadless = new(34);

    /// <summary>Affinity of a headless Service only where it is not None.</summary>
    public static readonly KubernetesVersion AffinityTestsValue = new(35);

    /// <summary>trafficDistribution PreferClose.</summary>
    public static readonly KubernetesVersion PreferCloseDeprecated = VersionTable.Find(VersionedThing.Field, "Service.spec.trafficDistribution=PreferClose")!.Deprecated;

    /// <summary>spec.externalIPs.</summary>
    public static readonly KubernetesVersion ExternalIPsDeprecated = VersionTable.Find(VersionedThing.Field, "Service.spec.externalIPs")!.Deprecated;
}
