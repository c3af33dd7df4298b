using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>A policy of Cilium, Calico, Antrea or Istio: what it does is unknown, to which pods often is not.</summary>
internal sealed class ObscurePolicy
{
    private static readonly string[] CiliumRules = ["ingress", "ingressDeny", "egress", "egressDeny"];

    private readonly string? _namespace;
    private readonly LabelSelector? _pods;

    private ObscurePolicy(int number, KubernetesObject policy, string? ns, LabelSelector? pods)
    {
        Number = number;
        Policy = policy;
        _namespace = ns;
        _pods = pods;
        var name = ns is null ? $"{policy.Kind.Value} {policy.Name}" : $"{policy.Kind.Value} {ns}/{policy.Name}";
        Doubt = new Doubt(DoubtKind.OtherPolicy, $"{name} is of another policy API, which svclint does not evaluate", name, policy.NameSpan);
        MayAllow = policy.Group != "security.istio.io";
    }

    public int Number { get; }

    public KubernetesObject Policy { get; }

    public Doubt Doubt { get; }

    /// <summary>False where it only takes away from what others admit.</summary>
    public bool MayAllow { get; }

    public bool AppliesTo(ReachEnd end) => AppliesTo(end.Workload, end.Namespace);

    public bool AppliesTo(TrafficEnd end) => end.Kind == TrafficEndKind.UndeclaredPod
        ? _namespace is null || end.Namespace is null || end.Namespace == _namespace
        : AppliesTo(end.Workload, end.Namespace ?? "default");

    private bool AppliesTo(Workload? pod, string? ns) => pod is not null
        && (_namespace is null || ns == _namespace)
        && (_pods is null || LabelMatching.Selects(_pods, pod.PodLabels));

    public static IReadOnlyList<ObscurePolicy> Of(DeploymentUnit unit, PolicyDirection direction)
    {
        var found = new List<ObscurePolicy>();
        foreach (var item in unit.Objects)
        {
            if (item is not ClusterPolicy && item.Node is { } node && PolicyReach.IsOfOtherPolicyApi(item) && Concerns(item, MappingReader.Of(node).Nested("spec"), direction))
            {
                var spec = MappingReader.Of(node).Nested("spec");
                found.Add(new ObscurePolicy(found.Count, item, IsOfWholeCluster(item) ? null : item.Namespace ?? "default", Selector(item, spec)));
            }
        }

        return found;
    }

    private static bool IsOfWholeCluster(KubernetesObject item) => item.Kind.Value is "CiliumClusterwideNetworkPolicy" or "GlobalNetworkPolicy" or "ClusterNetworkPolicy"
        || (item.Group == "security.istio.io" && item.Namespace == "istio-system");

    // An AuthorizationPolicy stands before the workload; the others say by their fields which way they look.
    private static bool Concerns(KubernetesObject item, MappingReader? spec, PolicyDirection direction) => item.Group switch
    {
        "security.istio.io" => item.Kind.Value == "AuthorizationPolicy" && direction == PolicyDirection.Ingress,
        "cilium.io" when spec is not null && Array.Exists(CiliumRules, spec.Has) => direction == PolicyDirection.Ingress ? spec.Has("ingress") || spec.Has("ingressDeny") : spec.Has("egress") || spec.Has("egressDeny"),
        _ => true,
    };

    // A Calico selector is an expression of its own language.
    private static LabelSelector? Selector(KubernetesObject item, MappingReader? spec) => item.Group switch
    {
        "cilium.io" when spec?.Object("endpointSelector", LabelSelector.Read) is { } selector && !HasPrefixes(selector) => selector,
        "security.istio.io" => spec?.Object("selector", LabelSelector.Read),
        _ => null,
    };

    // Cilium's keys may name where a label comes from: k8s:app, io.kubernetes.pod.namespace.
    private static bool HasPrefixes(LabelSelector selector) =>
        (selector.MatchLabels?.Entries ?? []).Select(e => e.Key.Value).Concat((selector.MatchExpressions?.Items ?? []).Select(e => e.Key?.Value ?? ""))
        .Any(k => k.IndexOf(':') >= 0 || k.StartsWith("io.kubernetes.", StringComparison.Ordinal) || k.StartsWith("io.cilium.", StringComparison.Ordinal));
}
