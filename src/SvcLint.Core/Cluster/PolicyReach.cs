using System.Text;
using SvcLint.Model;

namespace SvcLint.Cluster;

public enum PolicyDirection
{
    Ingress,
    Egress,
}

/// <summary>
/// Which pods NetworkPolicies select and what their rules admit, as far as manifests tell. Names that start with May answer yes where
/// something is unknown: a namespace's labels, an address.
/// </summary>
public static class PolicyReach
{
    public const string NamespaceNameLabel = "kubernetes.io/metadata.name";

    private static readonly string[] OtherPolicyGroups = ["cilium.io", "crd.projectcalico.org", "projectcalico.org", "policy.networking.k8s.io", "crd.antrea.io", "security.istio.io"];

    /// <summary>True when another policy API of the input may admit or deny what NetworkPolicies do not.</summary>
    public static bool HasOtherPolicyApi(Repository repository) => Array.Exists(OtherPolicyGroups, repository.HasGroup);

    /// <summary>True when NetworkPolicies of the unit alone decide who connects: there are some, nothing of the unit is unknown, and no other policy API is in the input.</summary>
    public static bool IsDecidedBy(DeploymentUnit unit, Repository repository) =>
        unit.NetworkPolicies.Count > 0 && unit.IsFullyKnown && !HasOtherPolicyApi(repository) && !ExampleFolders.IsOfPolicies(unit);

    /// <summary>True for a policy of another API: Cilium's, Calico's, an AdminNetworkPolicy, a mesh's.</summary>
    public static bool IsOfOtherPolicyApi(KubernetesObject item) => (item.Group, item.Kind.Value) switch
    {
        ("" or "networking.k8s.io" or "extensions", _) => false,
        ("security.istio.io", "AuthorizationPolicy") or ("policy.linkerd.io", "AuthorizationPolicy" or "Server" or "ServerAuthorization") => true,
        ("kuma.io", "MeshTrafficPermission" or "TrafficPermission") or ("k8s.ovn.org", "EgressFirewall") => true,
        var (_, kind) => kind.EndsWith("NetworkPolicy", StringComparison.Ordinal),
    };

    /// <summary>A policy of Antrea, which says what it applies to in its own way.</summary>
    public static bool IsOfAntrea(KubernetesObject item) => item.Group is "crd.antrea.io" or "security.antrea.tanzu.vmware.com" or "security.antrea.io";

    /// <summary>An absent podSelector selects every pod of the namespace, as an empty one does.</summary>
    public static bool Selects(NetworkPolicy policy, Workload workload) =>
        NamespaceComparer.MayBeSame(policy.Namespace, workload.Namespace)
        && (policy.Spec?.PodSelector is not { } selector || LabelMatching.Selects(selector, workload.PodLabels));

    /// <summary>The workloads whose pods a policy selects; policies that select the same share one answer.</summary>
    public static IReadOnlyList<Workload> Selected(DeploymentUnit unit, NetworkPolicy policy) => unit.SelectedBy(policy);

    /// <summary>What <see cref="Selected"/> goes by, as a text.</summary>
    internal static string SelectionOf(NetworkPolicy policy)
    {
        return (policy.Namespace ?? "\n") + TextOf(policy.Spec?.PodSelector);
    }

    /// <summary>A text that is the same for selectors that say the same.</summary>
    internal static string TextOf(LabelSelector? selector)
    {
        var text = new StringBuilder();
        foreach (var pair in (selector?.MatchLabels?.Entries ?? []).OrderBy(p => p.Key.Value, StringComparer.Ordinal))
        {
            text.Append('\0').Append(pair.Key.Value).Append('\0').Append(pair.Value.Value);
        }

        foreach (var requirement in selector?.MatchExpressions?.Items ?? [])
        {
            text.Append("\0\0").Append(requirement.Key?.Value).Append('\0').Append(requirement.Operator?.Value);
            foreach (var value in requirement.Values?.Items ?? [])
            {
                text.Append('\0').Append(value.Value);
            }
        }

        return text.ToString();
    }

    public static bool Isolates(NetworkPolicy policy, PolicyDirection direction) =>
        policy.Spec?.PolicyTypes?.Items.Any(t => t.Value == direction.ToString()) == true;

    /// <summary>The rules that count: those of a direction that policyTypes lacks are ignored.</summary>
    public static IReadOnlyList<NetworkPolicyRule> Rules(NetworkPolicy policy, PolicyDirection direction) =>
        Isolates(policy, direction) ? Written(policy, direction)?.Items ?? [] : [];

    public static LocatedList<NetworkPolicyRule>? Written(NetworkPolicy policy, PolicyDirection direction) =>
        direction == PolicyDirection.Ingress ? policy.Spec?.Ingress : policy.Spec?.Egress;

    /// <summary>The policies of the unit that isolate a workload's pods.</summary>
    public static IReadOnlyList<NetworkPolicy> Isolating(DeploymentUnit unit, Workload workload, PolicyDirection direction) =>
        unit.PoliciesOn(workload, direction);

    public static bool MayAdmitPeer(DeploymentUnit unit, NetworkPolicy policy, NetworkPolicyRule rule, Workload peer) =>
        rule.Peers is not { Count: > 0 } peers || peers.Items.Any(p => MayBe(unit, policy, p, peer));

    /// <summary>True when the peer may stand for the pods of a workload. Whether addresses stand for pods is the network plugin's affair.</summary>
    public static bool MayBe(DeploymentUnit unit, NetworkPolicy policy, NetworkPolicyPeer peer, Workload workload)
    {
        if (peer.IPBlock is not null || workload.PodSpec?.HostNetwork?.Value == true)
        {
            return true;
        }

        var inNamespace = peer.NamespaceSelector is { } namespaces
            ? MayMatch(unit, namespaces, workload.Namespace)
            : NamespaceComparer.MayBeSame(policy.Namespace, workload.Namespace);
        return inNamespace && (peer.PodSelector is not { } pods || LabelMatching.Selects(pods, workload.PodLabels));
    }

    /// <summary>True when a namespaceSelector may match the namespace of that name.</summary>
    public static bool MayMatch(DeploymentUnit unit, LabelSelector selector, string? @namespace)
    {
        if (@namespace is null)
        {
            return true;
        }

        var labels = unit.NamespaceNamed(@namespace)?.Metadata;
        foreach (var pair in selector.MatchLabels?.Entries ?? [])
        {
            var value = pair.Key.Value == NamespaceNameLabel ? @namespace : labels is null ? pair.Value.Value : labels.Labels?[pair.Key.Value];
            if (value != pair.Value.Value)
            {
                return false;
            }
        }

        return (selector.MatchExpressions?.Items ?? []).All(r => r.Key?.Value != NamespaceNameLabel || r.Operator?.Value switch
        {
            "In" => r.Values?.Items.Any(v => v.Value == @namespace) == true,
            "NotIn" => r.Values?.Items.Any(v => v.Value == @namespace) != true,
            _ => true,
        });
    }

    /// <summary>True when a rule admits a port of the pods that the connection goes to; names are looked up on them.</summary>
    public static bool AdmitsPort(NetworkPolicyRule rule, Workload destination, int port, string protocol) =>
        rule.Ports is not { Count: > 0 } ports || ports.Items.Any(p => ProtocolOf(p) == protocol && (p.Port?.Value switch
        {
            null => true,
            { Int: { } number } => p.EndPort is { } end ? port >= number && port <= end.Value : port == number,
            { String: { } name } => PortResolution.Named(destination, name, protocol)?.Number?.Value == port,
            _ => true,
        }));

    /// <summary>True when a container port of the pods has the name, the number and the protocol.</summary>
    public static bool HasPort(Workload workload, string name, int number, string protocol) =>
        PortResolution.Declared(workload).Any(p => p.Name?.Value == name && p.Number?.Value == number && PortResolution.Protocol(p) == protocol);

    public static string ProtocolOf(NetworkPolicyPort port) => port.Protocol?.Value is { Length: > 0 } protocol ? protocol : "TCP";

    /// <summary>The number that a Service port leads to on a workload's pods; null when a name is not found there.</summary>
    public static int? TargetNumber(ServicePort port, Workload workload) => PortResolution.Target(port) switch
    {
        { Int: { } number } => number,
        { String: { } name } => PortResolution.Named(workload, name, PortResolution.Protocol(port))?.Number?.Value,
        _ => null,
    };
}
