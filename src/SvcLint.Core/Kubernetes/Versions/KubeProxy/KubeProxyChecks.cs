namespace SvcLint.Kubernetes;

/// <summary>
/// From which version on kube-proxy reads its configuration, checks it and speaks when it starts otherwise than before, oldest first. What
/// it writes into the kernel differs by <c>KubeProxyRelease</c> of the emulation.
/// </summary>
public static class KubeProxyChecks
{
    /// <summary>Any scheduler's name is taken.</summary>
    public static readonly KubernetesVersion AnyScheduler = new(27);

    /// <summary>detectLocalMode is checked with the file; before, a value that nobody knows was read as ClusterCIDR.</summary>
    public static readonly KubernetesVersion DetectLocalMode = new(28);

    /// <summary>The logging section is checked.</summary>
    public static readonly KubernetesVersion Logging = new(28);

    /// <summary>An API server lets kube-proxy be three versions behind; before, two.</summary>
    public static readonly KubernetesVersion WiderSkew = new(28);

    /// <summary>Mode nftables exists.</summary>
    public static readonly KubernetesVersion Nftables = new(29);

    /// <summary>Nftables mode serves node ports on the node's primary address where nodePortAddresses is unset.</summary>
    public static readonly KubernetesVersion NftablesPrimaryAddress = new(30);

    /// <summary>The logging format text has options.</summary>
    public static readonly KubernetesVersion TextOptions = new(30);

    /// <summary>clusterCIDR is looked at only where detectLocalMode uses it.</summary>
    public static readonly KubernetesVersion ClusterCidrByMode = new(31);

    /// <summary>Mode nftables needs no gate that is off by default.</summary>
    public static readonly KubernetesVersion NftablesGateOn = new(31);

    /// <summary>Nftables mode counts failed writes in a metric of its own; before, in the one named after iptables.</summary>
    public static readonly KubernetesVersion NftablesMetrics = new(31);

    /// <summary>Nftables mode serves node ports of a family without a range on every address; before, on the primary one.</summary>
    public static readonly KubernetesVersion NftablesOtherFamilyServesAll = new(31);

    /// <summary>portRange is no longer looked at.</summary>
    public static readonly KubernetesVersion PortRangeIgnored = new(31);

    /// <summary>Only the periods of the mode in use may be looked at; before, those of iptables always were.</summary>
    public static readonly KubernetesVersion PeriodsByMode = new(31);

    /// <summary>nodePortAddresses takes the word 'primary', alone.</summary>
    public static readonly KubernetesVersion PrimaryAddresses = new(31);

    /// <summary>A variable has to do with the test of the kernel in mode nftables; up to 1.32 kube-proxy tests only where it is set.</summary>
    public static readonly KubernetesVersion NftablesReadsKernelVariable = new(31);

    /// <summary>Mode nftables does not start on a kernel before 5.13, unless that variable says to skip the test.</summary>
    public static readonly KubernetesVersion NftablesAsksForKernel = new(33);

    /// <summary>Mode nftables is stable.</summary>
    public static readonly KubernetesVersion NftablesStable = new(33);

    /// <summary>Nftables mode judges what the node itself sends after DNAT: traffic policy Local no longer drops it.</summary>
    public static readonly KubernetesVersion NftablesSparesOwnTraffic = new(33);

    /// <summary>Metrics of kube-proxy that depend on the IP family have the label ip_family.</summary>
    public static readonly KubernetesVersion MetricsByFamily = new(33);

    /// <summary>A flushFrequency below 0 is refused; before, kube-proxy ended with a panic.</summary>
    public static readonly KubernetesVersion FlushFrequency = new(35);

    /// <summary>Each of the labels that hide an object counts on one kind alone: headless on slices, service-proxy-name on Services.</summary>
    public static readonly KubernetesVersion OneLabelEach = new(36);

    /// <summary>'primary', 'localhost' and 'all' stand beside ranges, each once.</summary>
    public static readonly KubernetesVersion AddressKeywords = new(37);

    /// <summary>Mode ipvs needs its gate.</summary>
    public static readonly KubernetesVersion IpvsHasGate = new(37);

    /// <summary>An unset mode is logged as an error, with an event.</summary>
    public static readonly KubernetesVersion UnsetModeIsLogged = new(37);
}
