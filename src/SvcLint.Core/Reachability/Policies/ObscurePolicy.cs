using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>A policy of Cilium, Calico, Antrea, Istio, Linkerd, Kuma and others: what it does is unknown, to which pods often is not.</summary>
internal sealed class ObscurePolicy
{
    private static readonly string[] CiliumRules = ["ingress", "ingressDeny", "egress", "egressDeny"];

    private readonly string? _namespace;
    private readonly Func<Workload, string, bool> _selects;

    private ObscurePolicy(int number, KubernetesObject policy, string? ns, Func<Workload, string, bool> selects)
    {
        Number = number;
        Policy = policy;
        _namespace = ns;
        _selects = selects;
        var name = ns is null ? $"{policy.Kind.Value} {policy.Name}" : $"{policy.Kind.Value} {ns}/{policy.Name}";
        Doubt = new Doubt(DoubtKind.OtherPolicy, $"{name} is of another policy API, which svclint does not evaluate", name, policy.NameSpan);
        MayAllow = policy.Group is not ("security.istio.io" or "policy.linkerd.io" or "kuma.io") && !IsOnlyOutside;
    }

    public int Number { get; }

    public KubernetesObject Policy { get; }

    public Doubt Doubt { get; }

    /// <summary>False where it only takes away from what others admit.</summary>
    public bool MayAllow { get; }

    /// <summary>A firewall at the border: of connections within the cluster it says nothing.</summary>
    public bool IsOnlyOutside => Policy.Kind.Value is "EgressFirewall" or "EgressNetworkPolicy";

    public bool AppliesTo(ReachEnd end) => AppliesTo(end.Workload, end.Namespace);

    public bool AppliesTo(TrafficEnd end) => end.Kind == TrafficEndKind.UndeclaredPod
        ? _namespace is null || end.Namespace is null || end.Namespace == _namespace
        : AppliesTo(end.Workload, end.Namespace ?? "default");

    private bool AppliesTo(Workload? pod, string? ns) => pod is not null && (_namespace is null || ns == _namespace) && _selects(pod, ns ?? "default");

    public static IReadOnlyList<ObscurePolicy> Of(DeploymentUnit unit, PolicyDirection direction)
    {
        var found = new List<ObscurePolicy>();
        foreach (var item in unit.Objects)
        {
            if (item is not ClusterPolicy && item.Node is { } node && PolicyReach.IsOfOtherPolicyApi(item))
            {
                var reader = MappingReader.Of(node);
                MappingReader?[] specs = reader.Has("specs") ? [.. reader.List("specs", s => s)?.Items ?? []] : [reader.Nested("spec")];
                foreach (var spec in specs)
                {
                    if (Concerns(item, spec, direction))
                    {
                        found.Add(new ObscurePolicy(found.Count, item, IsOfWholeCluster(item) ? null : item.Namespace ?? "default", ObscureSelectors.Of(item, spec, unit)));
                    }
                }
            }
        }

        return found;
    }

    private static bool IsOfWholeCluster(KubernetesObject item) => item.Kind.Value.StartsWith("Cluster", StringComparison.Ordinal) || item.Kind.Value.StartsWith("Global", StringComparison.Ordinal)
        || item.Kind.Value == "CiliumClusterwideNetworkPolicy"
        || (item.Group == "security.istio.io" && item.Namespace == "istio-system")
        || (item.Group == "kuma.io" && item.Namespace is null or "kuma-system");

    // An AuthorizationPolicy stands before the workload; the others say by their fields which way they look.
    private static bool Concerns(KubernetesObject item, MappingReader? spec, PolicyDirection direction) => item.Group switch
    {
        "security.istio.io" => item.Kind.Value == "AuthorizationPolicy" && direction == PolicyDirection.Ingress && spec?.String("action")?.Value != "AUDIT",
        // One with a nodeSelector is about hosts.
        "cilium.io" when spec is not null && Array.Exists(CiliumRules, spec.Has) =>
            !spec.Has("nodeSelector") && (direction == PolicyDirection.Ingress ? spec.Has("ingress") || spec.Has("ingressDeny") : spec.Has("egress") || spec.Has("egressDeny")),
        "crd.projectcalico.org" or "projectcalico.org" when spec is not null => !item.Kind.Value.StartsWith("Staged", StringComparison.Ordinal) && ConcernsOfCalico(spec, direction),
        "policy.linkerd.io" or "kuma.io" => direction == PolicyDirection.Ingress,
        "k8s.ovn.org" or "network.openshift.io" when item.Kind.Value is "EgressFirewall" or "EgressNetworkPolicy" => direction == PolicyDirection.Egress,
        // Of the second networks of pods, which Services do not know.
        "k8s.cni.cncf.io" => false,
        _ when spec?.Strings("policyTypes") is { Count: > 0 } types => types.Items.Any(t => t.Value == direction.ToString()),
        _ when spec is not null && PolicyReach.IsOfAntrea(item) && (spec.Has("ingress") || spec.Has("egress")) => spec.Has(direction == PolicyDirection.Ingress ? "ingress" : "egress"),
        _ => true,
    };

    // Where no types are written, rules tell: ingress unless only egress has some.
    private static bool ConcernsOfCalico(MappingReader spec, PolicyDirection direction) =>
        spec.Strings("types") is { Count: > 0 } types ? types.Items.Any(t => t.Value == direction.ToString())
        : direction == PolicyDirection.Egress ? spec.Has("egress")
        : spec.Has("ingress") || !spec.Has("egress");
}
