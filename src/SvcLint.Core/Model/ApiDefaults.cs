
using SvcLint.Kubernetes;

namespace SvcLint.Model;

/// <summary>
/// What the API server fills in when it stores an object. A filled-in value has the span of the mapping that lacks it (of the
/// empty value, where one is written) and <see cref="Located{T}.IsDefault"/> set. Without a version only those defaults are
/// applied that every supported version has.
/// </summary>
public static partial class ApiDefaults
{
    public static KubernetesObject Apply(KubernetesObject o, KubernetesVersion? version) => o switch
    {
        Service service => Apply(service, version),
        Endpoints endpoints => Apply(endpoints),
        EndpointSlice slice => Apply(slice),
        NetworkPolicy policy => Apply(policy),
        Workload workload => Apply(workload, version),
        _ => o,
    };

    public static Service Apply(Service service, KubernetesVersion? version) => service with
    {
        Spec = Apply(service.Spec ?? new ServiceSpec { Span = service.Span, KeySpan = service.Kind.Span }, version),
        Status = service.Status is { LoadBalancer: { Ingress: { } ingress } balancer } status && version >= ServerDefaults.IPModeIsFilled
            ? status with { LoadBalancer = balancer with { Ingress = Each(ingress, WithIPMode) } }
            : service.Status,
    };

    /// <summary>A Service that traffic from outside can reach, so that externalTrafficPolicy means something.</summary>
    public static bool IsExternallyAccessible(ServiceSpec spec, KubernetesVersion version) =>
        spec.Type?.Value is "LoadBalancer" or "NodePort"
        || (spec.Type?.Value is "ClusterIP" or "" or null && spec.ExternalIPs is { Count: > 0 } && version >= ServerDefaults.ExternalIPsHavePolicy);

    private static ServiceSpec Apply(ServiceSpec spec, KubernetesVersion? version)
    {
        var type = Filled(spec.Type, "ClusterIP", spec);
        var affinity = Filled(spec.SessionAffinity, "None", spec);
        spec = spec with { Type = type, SessionAffinity = affinity, Ports = Each(spec.Ports, Apply) };
        var inCluster = type.Value is "ClusterIP" or "NodePort" or "LoadBalancer";
        return spec with
        {
            SessionAffinityConfig = affinity.Value switch
            {
                "None" => null,
                "ClientIP" when spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds is null => DefaultAffinity(spec),
                _ => spec.SessionAffinityConfig,
            },
            ExternalTrafficPolicy = IsExternallyAccessible(spec, version ?? KubernetesVersion.Oldest)
                ? Filled(spec.ExternalTrafficPolicy, "Cluster", spec)
                : spec.ExternalTrafficPolicy,
            InternalTrafficPolicy = spec.InternalTrafficPolicy ?? (inCluster ? Default("Cluster", spec) : null),
            AllocateLoadBalancerNodePorts = spec.AllocateLoadBalancerNodePorts ?? (type.Value == "LoadBalancer" ? Default(true, spec) : null),
        };
    }

    // An incomplete configuration is replaced as a whole.
    private static SessionAffinityConfig DefaultAffinity(ServiceSpec spec)
    {
        ModelNode place = (ModelNode?)spec.SessionAffinityConfig ?? spec;
        return new SessionAffinityConfig
        {
            Span = place.Span,
            KeySpan = place.KeySpan,
            ClientIP = new ClientIPConfig { Span = place.Span, KeySpan = place.KeySpan, TimeoutSeconds = Default(10800, place) },
        };
    }

    private static ServicePort Apply(ServicePort port) => port with
    {
        Protocol = Filled(port.Protocol, "TCP", port),
        TargetPort = port.TargetPort?.Value is null or { Int: 0 } or { String: "" }
            ? new Located<IntOrString>(new IntOrString(port.Port?.Value ?? 0, null), port.TargetPort?.Span ?? port.Port?.Span ?? port.Span, IsDefault: true)
            : port.TargetPort,
    };

    private static LoadBalancerIngress WithIPMode(LoadBalancerIngress ingress) =>
        ingress is { IPMode: null, IP.Value.Length: > 0 } ? ingress with { IPMode = Default("VIP", ingress) } : ingress;

    public static Endpoints Apply(Endpoints endpoints) => endpoints with
    {
        Subsets = Each(endpoints.Subsets, subset => subset with
        {
            Ports = Each(subset.Ports, port => port with { Protocol = Filled(port.Protocol, "TCP", port) }),
        }),
    };

    /// <summary>Absent names and protocols only: an empty protocol stays, and is refused.</summary>
    public static EndpointSlice Apply(EndpointSlice slice) => slice with
    {
        Ports = Each(slice.Ports, port => port with
        {
            Name = port.Name ?? Default("", port),
            Protocol = port.Protocol ?? Default("TCP", port),
        }),
    };

    /// <summary>Egress joins policyTypes only when there is an egress rule: <c>egress: []</c> alone isolates nothing.</summary>
    public static NetworkPolicy Apply(NetworkPolicy policy)
    {
        var spec = policy.Spec ?? new NetworkPolicySpec { Span = policy.Span, KeySpan = policy.Kind.Span };
        return policy with
        {
            Spec = spec with
            {
                Ingress = Each(spec.Ingress, Apply),
                Egress = Each(spec.Egress, Apply),
                PolicyTypes = spec.PolicyTypes is { Count: > 0 } ? spec.PolicyTypes : DefaultPolicyTypes(spec),
            },
        };
    }

    private static LocatedList<Located<string>> DefaultPolicyTypes(NetworkPolicySpec spec)
    {
        IReadOnlyList<Located<string>> types = spec.Egress is { Count: > 0 }
            ? [Default("Ingress", spec), Default("Egress", spec)]
            : [Default("Ingress", spec)];
        return new LocatedList<Located<string>>(types, spec.PolicyTypes?.Span ?? spec.Span, spec.PolicyTypes?.KeySpan ?? spec.KeySpan, IsDefault: true);
    }

    private static NetworkPolicyRule Apply(NetworkPolicyRule rule) => rule with
    {
        Ports = Each(rule.Ports, port => port with { Protocol = port.Protocol ?? Default("TCP", port) }),
    };

    private static Located<T> Default<T>(T value, ModelNode parent) => new(value, parent.Span, IsDefault: true);

    // Where Go has a plain string, the empty one counts as absent.
    private static Located<string> Filled(Located<string>? written, string value, ModelNode parent) =>
        written is { Value.Length: > 0 } ? written : new Located<string>(value, written?.Span ?? parent.Span, IsDefault: true);

    // Where Go has a plain number, zero counts as absent.
    private static Located<int> Filled(Located<int>? written, int value, ModelNode parent) =>
        written is { Value: not 0 } ? written : new Located<int>(value, written?.Span ?? parent.Span, IsDefault: true);

    private static LocatedList<T>? Each<T>(LocatedList<T>? list, Func<T, T> apply) =>
        list is null ? null : list with { Items = list.Items.Select(apply).ToArray() };
}
