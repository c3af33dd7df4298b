using SvcLint.Kubernetes;

namespace SvcLint.Emulation;

/// <summary>An address at which a Service is reached, with the YAML that names it.</summary>
/// <param name="IP">Canonically.</param>
/// <param name="Cause">The address in the object.</param>
public readonly record struct ServiceAddress(string IP, Cause Cause)
{
    /// <summary>As this release of kube-proxy prints it.</summary>
    public string Text { get; init; } = IP;
}

/// <summary>What an address is to its Service.</summary>
public enum ServiceAddressKind
{
    ClusterIP,
    ExternalIP,
    LoadBalancerIP,
}

/// <summary>A loadBalancerSourceRange of the proxier's family.</summary>
/// <param name="Range">The parsed range.</param>
/// <param name="Text">As this release of kube-proxy prints it.</param>
/// <param name="Cause">The entry of the list.</param>
public readonly record struct ProxySourceRange(CidrValue Range, string Text, Cause Cause);

/// <summary>A Service port of one family as kube-proxy sees it, with its endpoints chosen for one node.</summary>
public sealed class ProxyServicePort
{
    internal ProxyServicePort(ServicePortName name)
    {
        Name = name;
        NameText = name.ToString();
        ProtocolText = name.Protocol.ToLowerInvariant();
    }

    public ServicePortName Name { get; }

    /// <summary><c>namespace/name[:port]</c>.</summary>
    public string NameText { get; }

    /// <summary>tcp, udp or sctp.</summary>
    public string ProtocolText { get; }

    /// <summary>The entry of spec.ports.</summary>
    public required Cause Cause { get; init; }

    public required ServiceAddress ClusterIP { get; init; }

    public required int Port { get; init; }

    public int NodePort { get; init; }

    public Cause? NodePortCause { get; init; }

    public int HealthCheckNodePort { get; init; }

    public Cause? HealthCheckNodePortCause { get; init; }

    public IReadOnlyList<ServiceAddress> ExternalIPs { get; init; } = [];

    public IReadOnlyList<ServiceAddress> LoadBalancerVIPs { get; init; } = [];

    public IReadOnlyList<ProxySourceRange> SourceRanges { get; init; } = [];

    /// <summary>externalTrafficPolicy: Local, where this release honours it for the Service's type.</summary>
    public bool ExternalPolicyLocal { get; init; }

    public bool InternalPolicyLocal { get; init; }

    public Cause? ExternalPolicyCause { get; init; }

    public Cause? InternalPolicyCause { get; init; }

    /// <summary>Seconds of ClientIP affinity; 0 without.</summary>
    public int StickyMaxAgeSeconds { get; init; }

    public Cause? AffinityCause { get; init; }

    internal string HintsAnnotation { get; init; } = "";

    public bool HasAffinity => StickyMaxAgeSeconds != 0;

    /// <summary>The Service has external IPs of the family, whether or not they are served: kube-proxy makes the chain for them all the same.</summary>
    internal bool HasExternalIPs { get; init; }

    public bool ExternallyAccessible => NodePort != 0 || LoadBalancerVIPs.Count > 0 || HasExternalIPs;

    public bool UsesClusterEndpoints => !InternalPolicyLocal || ExternallyAccessible;

    public bool UsesLocalEndpoints => InternalPolicyLocal || (ExternalPolicyLocal && ExternallyAccessible);

    /// <summary>Every address at which the port is served, in the order of kube-proxy's rules.</summary>
    public IEnumerable<(ServiceAddressKind Kind, ServiceAddress Address)> Addresses
    {
        get
        {
            yield return (ServiceAddressKind.ClusterIP, ClusterIP);
            foreach (var address in ExternalIPs)
            {
                yield return (ServiceAddressKind.ExternalIP, address);
            }

            foreach (var address in LoadBalancerVIPs)
            {
                yield return (ServiceAddressKind.LoadBalancerIP, address);
            }
        }
    }

    /// <summary>Every endpoint, whatever its state, in kube-proxy's order.</summary>
    public IReadOnlyList<ProxyEndpoint> Endpoints { get; internal set; } = [];

    public EndpointChoice Choice { get; internal set; } = EndpointChoice.None;

    /// <summary>Traffic to the cluster IP reaches an endpoint from this node.</summary>
    internal bool HasInternalEndpoints => Choice.HasAny && !(InternalPolicyLocal && Choice.Local.Count == 0);

    /// <summary>Traffic from outside the cluster reaches an endpoint by this node.</summary>
    internal bool HasExternalEndpoints => Choice.HasAny && !(ExternalPolicyLocal && Choice.Local.Count == 0);

    public override string ToString() => NameText;
}
