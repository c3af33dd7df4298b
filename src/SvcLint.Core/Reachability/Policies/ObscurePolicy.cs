using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>A policy of Cilium, Calico, Antrea or Istio: what it does is unknown, to which pods often is not.</summary>
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

    private bool AppliesTo(Workload? pod, string? ns) => pod is not null && (_namespace is null || ns == _namespace) && _selects(pod, ns ?? "default");

    public static IReadOnlyList<ObscurePolicy> Of(DeploymentUnit unit, PolicyDirection direction)
    {
        var found = new List<ObscurePolicy>();
        foreach (var item in unit.Objects)
        {
            if (item is not ClusterPolicy && item.Node is { } node && PolicyReach.IsOfOtherPolicyApi(item) && MappingReader.Of(node).Nested("spec") is var spec && Concerns(item, spec, direction))
            {
                found.Add(new ObscurePolicy(found.Count, item, IsOfWholeCluster(item) ? null : item.Namespace ?? "default", Selector(item, spec, unit)));
            }
        }

        return found;
    }

    private static bool IsOfWholeCluster(KubernetesObject item) => item.Kind.Value is "CiliumClusterwideNetworkPolicy" or "GlobalNetworkPolicy" or "ClusterNetworkPolicy"
        || (item.Group == "security.istio.io" && item.Namespace == "istio-system");

    // An AuthorizationPolicy stands before the workload; the others say by their fields which way they look.
    private static bool Concerns(KubernetesObject item, MappingReader? spec, PolicyDirection direction) => item.Group switch
    {
        "security.istio.io" => item.Kind.Value == "AuthorizationPolicy" && direction == PolicyDirection.Ingress && spec?.String("action")?.Value != "AUDIT",
        // One with a nodeSelector is about hosts.
        "cilium.io" when spec is not null && Array.Exists(CiliumRules, spec.Has) =>
            !spec.Has("nodeSelector") && (direction == PolicyDirection.Ingress ? spec.Has("ingress") || spec.Has("ingressDeny") : spec.Has("egress") || spec.Has("egressDeny")),
        "crd.projectcalico.org" or "projectcalico.org" when spec is not null => !item.Kind.Value.StartsWith("Staged", StringComparison.Ordinal) && ConcernsOfCalico(spec, direction),
        "crd.antrea.io" when spec is not null && (spec.Has("ingress") || spec.Has("egress")) => spec.Has(direction == PolicyDirection.Ingress ? "ingress" : "egress"),
        _ => true,
    };

    // Where no types are written, rules tell: ingress unless only egress has some.
    private static bool ConcernsOfCalico(MappingReader spec, PolicyDirection direction) =>
        spec.Strings("types") is { Count: > 0 } types ? types.Items.Any(t => t.Value == direction.ToString())
        : direction == PolicyDirection.Egress ? spec.Has("egress")
        : spec.Has("ingress") || !spec.Has("egress");

    private static Func<Workload, string, bool> Selector(KubernetesObject item, MappingReader? spec, DeploymentUnit unit) => item.Group switch
    {
        "cilium.io" when spec?.Object("endpointSelector", LabelSelector.Read) is { } selector && !HasPrefixes(selector) => (pod, _) => LabelMatching.Selects(selector, pod.PodLabels),
        "security.istio.io" when spec?.Object("selector", LabelSelector.Read) is { } selector => (pod, _) => LabelMatching.Selects(selector, pod.PodLabels),
        "crd.projectcalico.org" or "projectcalico.org" when spec is not null => OfCalico(spec, unit),
        _ => (_, _) => true,
    };

    private static Func<Workload, string, bool> OfCalico(MappingReader spec, DeploymentUnit unit)
    {
        var (pods, namespaces) = (spec.String("selector")?.Value ?? "", spec.String("namespaceSelector")?.Value ?? "");
        return (pod, ns) => CalicoSelector.Selects(pods, key => OfPod(pod, ns, key)) != false && CalicoSelector.Selects(namespaces, key => OfNamespace(unit, ns, key)) != false;
    }

    // Beside their own labels pods have one of their namespace, with a prefix those of the namespace, and what controllers set.
    private static CalicoSelector.Label OfPod(Workload pod, string ns, string key) => key switch
    {
        "projectcalico.org/namespace" => new CalicoSelector.Label(true, ns),
        "projectcalico.org/orchestrator" => new CalicoSelector.Label(true, "k8s"),
        _ when pod.PodLabels?[key] is { } value => new CalicoSelector.Label(true, value),
        _ when key.StartsWith("pcns.", StringComparison.Ordinal) || key.StartsWith("pcsa.", StringComparison.Ordinal) || key.StartsWith("projectcalico.org/", StringComparison.Ordinal) => default,
        _ => new CalicoSelector.Label(!RunTimeLabels.Of(pod).Any(l => l.Key == key), null),
    };

    private static CalicoSelector.Label OfNamespace(DeploymentUnit unit, string ns, string key) =>
        key is "projectcalico.org/name" or PolicyReach.NamespaceNameLabel ? new CalicoSelector.Label(true, ns)
        : unit.NamespaceNamed(ns) is { } declared ? new CalicoSelector.Label(true, declared.Metadata.Labels?[key])
        : default;

    // Cilium's keys may name where a label comes from: k8s:app, io.kubernetes.pod.namespace.
    private static bool HasPrefixes(LabelSelector selector) =>
        (selector.MatchLabels?.Entries ?? []).Select(e => e.Key.Value).Concat((selector.MatchExpressions?.Items ?? []).Select(e => e.Key?.Value ?? ""))
        .Any(k => k.IndexOf(':') >= 0 || k.StartsWith("io.kubernetes.", StringComparison.Ordinal) || k.StartsWith("io.cilium.", StringComparison.Ordinal));
}
