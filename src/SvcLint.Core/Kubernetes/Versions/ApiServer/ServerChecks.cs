namespace SvcLint.Kubernetes;

/// <summary>From which version on the API server decodes and checks otherwise than before, oldest first. Validation asks here and writes no version itself.</summary>
internal static class ServerChecks
{
    /// <summary>The annotation service.kubernetes.io/topology-mode is known, and may not contradict the older one.</summary>
    public static readonly KubernetesVersion TopologyMode = new(27);

    /// <summary>An Ingress may name its class in the annotation and in the field, where they are the same; before, in one of them alone.</summary>
    public static readonly KubernetesVersion IngressClassTwice = new(27);

    /// <summary>A StatefulSet's name, which becomes its pods' host name, is a label.</summary>
    public static readonly KubernetesVersion StatefulSetNameIsLabel = new(27);

    /// <summary>The field restartPolicy of containers exists.</summary>
    public static readonly KubernetesVersion RestartPolicyField = new(28);

    /// <summary>backoffLimitPerIndex of Jobs can be changed as its policy allows.</summary>
    public static readonly KubernetesVersion BackoffPerIndex = new(28);

    /// <summary>An init container that restarts always is a sidecar.</summary>
    public static readonly KubernetesVersion Sidecars = new(29);

    /// <summary>Errors of host aliases name the entry.</summary>
    public static readonly KubernetesVersion AliasesByIndex = new(30);

    /// <summary>Every bad exception of a policy has an error of its own; before, the first unreadable one ended the list.</summary>
    public static readonly KubernetesVersion EachException = new(30);

    /// <summary>Each source range has its own error; before, one error stood for the whole list.</summary>
    public static readonly KubernetesVersion EachSourceRange = new(30);

    /// <summary>A Job's managedBy exists, and stays as it is.</summary>
    public static readonly KubernetesVersion ManagedJobs = new(30);

    /// <summary>A hook may sleep; before, the handler was dropped.</summary>
    public static readonly KubernetesVersion SleepOn = new(30);

    /// <summary>trafficDistribution exists, behind a gate that is off.</summary>
    public static readonly KubernetesVersion TrafficDistributionAlpha = new(30);

    /// <summary>trafficDistribution is kept and checked.</summary>
    public static readonly KubernetesVersion TrafficDistribution = new(31);

    /// <summary>The name of a variable may hold any printable character but '='.</summary>
    public static readonly KubernetesVersion RelaxedVariables = new(32);

    /// <summary>A load balancer may serve the kubelet's port.</summary>
    public static readonly KubernetesVersion KubeletPortAllowed = new(33);

    /// <summary>Search domains may hold underscores, and a lone dot.</summary>
    public static readonly KubernetesVersion RelaxedSearches = new(33);

    /// <summary>A StatefulSet's revisionHistoryLimit can be changed.</summary>
    public static readonly KubernetesVersion RevisionHistoryIsFree = new(33);

    /// <summary>A hook may sleep for no time at all.</summary>
    public static readonly KubernetesVersion SleepMayBeZero = new(33);

    /// <summary>kubectl reads YAML and comments behind JSON values; before, it stopped there.</summary>
    public static readonly KubernetesVersion YamlAfterJson = new(33);

    /// <summary>Hints by node are kept; before, the server dropped them unread.</summary>
    public static readonly KubernetesVersion NodeHints = new(34);

    /// <summary>trafficDistribution takes PreferSameZone and PreferSameNode.</summary>
    public static readonly KubernetesVersion PreferSame = new(34);

    /// <summary>A container's restartPolicy is known everywhere, and dropped where its gate is off.</summary>
    public static readonly KubernetesVersion RestartPolicyIsDropped = new(34);

    /// <summary>The pods of a StatefulSet are checked with it; before, only when they were made.</summary>
    public static readonly KubernetesVersion StatefulSetPodsChecked = new(34);

    /// <summary>A pod's host name may be overridden.</summary>
    public static readonly KubernetesVersion HostnameOverrides = new(35);

    /// <summary>Every container may have a restart policy of its own, and rules for it.</summary>
    public static readonly KubernetesVersion RestartRules = new(35);

    /// <summary>A Service's name may begin with a digit.</summary>
    public static readonly KubernetesVersion RelaxedServiceNames = new(36);

    /// <summary>An init container that is no sidecar cannot be resized by a restart.</summary>
    public static readonly KubernetesVersion ResizeOfInit = new(36);

    /// <summary>StrictIPCIDRValidation is on by default.</summary>
    public static readonly KubernetesVersion StrictAddresses = new(36);

    /// <summary>An address of the other family is a fault of the endpoint's list.</summary>
    public static readonly KubernetesVersion SliceFamilies = new(33);

    /// <summary>IPv6 addresses of EndpointSlices must be in canonical form.</summary>
    public static readonly KubernetesVersion CanonicalSliceAddresses = new(37);

    /// <summary>Errors of owners name the entry, and an empty value is a missing one.</summary>
    public static readonly KubernetesVersion OwnersByIndex = new(37);
}
