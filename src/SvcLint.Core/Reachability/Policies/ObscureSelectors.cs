using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>Whether a policy of another API may select pods, each by that API's own words. What is not plain may.</summary>
internal static class ObscureSelectors
{
    private const string CiliumNamespaceLabels = "io.cilium.k8s.namespace.labels.";
    private const string KumaNamespace = "k8s.kuma.io/namespace";
    private static readonly string[] Directions = ["ingress", "egress"];
    private static readonly string[] AntreaNames = ["group", "serviceAccount", "service"];

    public static Func<Workload, string, bool> Of(KubernetesObject item, MappingReader? spec, DeploymentUnit unit) => item.Group switch
    {
        _ when spec is null => (_, _) => true,
        "cilium.io" => OfCilium(spec, unit),
        "security.istio.io" when spec.Object("selector", LabelSelector.Read) is { } selector => (pod, _) => LabelMatching.Selects(selector, pod.PodLabels),
        "crd.projectcalico.org" or "projectcalico.org" => OfCalico(spec, unit),
        "policy.linkerd.io" => OfLinkerd(item, spec, unit),
        "kuma.io" => OfKuma(spec),
        _ when spec.Has("appliedTo") || PolicyReach.IsOfAntrea(item) => OfAntrea(spec, unit),
        // Nearly every API says it as Kubernetes does.
        _ when spec.Object("podSelector", LabelSelector.Read) is { } selector => (pod, ns) => MaySelect(selector, key => OfPod(pod, ns, key)),
        _ => (_, _) => true,
    };

    private static Func<Workload, string, bool> OfCilium(MappingReader spec, DeploymentUnit unit) =>
        spec.Object("endpointSelector", LabelSelector.Read) is { } selector ? (pod, ns) => MaySelect(selector, key => OfCilium(unit, pod, ns, key)) : (_, _) => true;

    // A key may name where the label comes from: k8s:app, any:app; io.kubernetes.pod.namespace is no label of the pod.
    private static CalicoSelector.Label OfCilium(DeploymentUnit unit, Workload pod, string ns, string key)
    {
        var colon = key.IndexOf(':');
        var source = colon < 0 ? "any" : key.Substring(0, colon);
        var name = colon < 0 ? key : key.Substring(colon + 1);
        return source == "reserved" ? new CalicoSelector.Label(true, null)
            : source is not ("any" or "k8s") ? default
            : name == "io.kubernetes.pod.namespace" ? new CalicoSelector.Label(true, ns)
            : name.StartsWith(CiliumNamespaceLabels, StringComparison.Ordinal) ? OfNamespace(unit, ns, name.Substring(CiliumNamespaceLabels.Length))
            : name.StartsWith("io.cilium.", StringComparison.Ordinal) || name.StartsWith("io.kubernetes.", StringComparison.Ordinal) ? default
            : OfPod(pod, ns, name);
    }

    private static Func<Workload, string, bool> OfCalico(MappingReader spec, DeploymentUnit unit)
    {
        var (pods, namespaces) = (spec.String("selector")?.Value ?? "", spec.String("namespaceSelector")?.Value ?? "");
        return (pod, ns) => CalicoSelector.Selects(pods, key => OfPod(pod, ns, key)) != false && CalicoSelector.Selects(namespaces, key => OfNamespace(unit, ns, key)) != false;
    }

    // Where the policy applies to nothing, its rules say it one by one.
    private static Func<Workload, string, bool> OfAntrea(MappingReader spec, DeploymentUnit unit)
    {
        var parts = Parts(spec).Concat(spec.Has("appliedTo") ? [] : Directions.SelectMany(d => spec.List(d, Parts)?.Items.SelectMany(p => p) ?? [])).ToArray();
        return parts.Length == 0 ? (_, _) => true : (pod, ns) => Array.Exists(parts, p => p(pod, ns));

        Func<Workload, string, bool>[] Parts(MappingReader reader) => [.. reader.List("appliedTo", OfPart)?.Items ?? []];

        Func<Workload, string, bool> OfPart(MappingReader part)
        {
            var (pods, namespaces) = (part.Object("podSelector", LabelSelector.Read), part.Object("namespaceSelector", LabelSelector.Read));
            var isOfPods = pods is not null || namespaces is not null || part.Has("namespaces") || Array.Exists(AntreaNames, part.Has);
            return (pod, ns) => isOfPods && (pods is null || MaySelect(pods, key => OfPod(pod, ns, key))) && (namespaces is null || MaySelect(namespaces, key => OfNamespace(unit, ns, key)));
        }
    }

    // A Server has the pods; an authorization is for a Server, or for all of its namespace.
    private static Func<Workload, string, bool> OfLinkerd(KubernetesObject item, MappingReader spec, DeploymentUnit unit)
    {
        if (item.Kind.Value == "Server")
        {
            var pods = spec.Object("podSelector", LabelSelector.Read);
            return (pod, ns) => pods is not null && MaySelect(pods, key => OfPod(pod, ns, key));
        }

        var target = spec.Nested(item.Kind.Value == "ServerAuthorization" ? "server" : "targetRef");
        var server = target?.String("name")?.Value is { } name && (item.Kind.Value == "ServerAuthorization" || target.String("kind")?.Value == "Server")
            ? unit.Objects.FirstOrDefault(o => o.Group == item.Group && o.Kind.Value == "Server" && o.Name == name && (o.Namespace ?? "default") == (item.Namespace ?? "default"))
            : null;
        return server?.Node is { } node && MappingReader.Of(node).Nested("spec") is { } of ? OfLinkerd(server, of, unit) : (_, _) => true;
    }

    private static Func<Workload, string, bool> OfKuma(MappingReader spec)
    {
        var target = spec.Nested("targetRef");
        var pairs = target?.StringMap("tags") ?? target?.StringMap("labels");
        return (pod, ns) => (pairs?.Entries ?? []).All(p => p.Key.Value == KumaNamespace ? p.Value.Value == ns
            : p.Key.Value.IndexOf("kuma.io/", StringComparison.Ordinal) >= 0 || (OfPod(pod, ns, p.Key.Value) is var label && (!label.IsKnown || label.Value == p.Value.Value)));
    }

    private static bool MaySelect(LabelSelector selector, Func<string, CalicoSelector.Label> labels) =>
        (selector.MatchLabels?.Entries ?? []).All(p => labels(p.Key.Value) is var label && (!label.IsKnown || label.Value == p.Value.Value))
        && (selector.MatchExpressions?.Items ?? []).All(r => labels(r.Key?.Value ?? "") is var label && (!label.IsKnown || r.Operator?.Value switch
        {
            "In" => label.Value is { } value && HasValue(r, value),
            "NotIn" => label.Value is not { } value || !HasValue(r, value),
            "Exists" => label.Value is not null,
            "DoesNotExist" => label.Value is null,
            _ => true,
        }));

    private static bool HasValue(LabelSelectorRequirement requirement, string value) => requirement.Values?.Items.Any(v => v.Value == value) == true;

    // Beside their own labels pods have, for Calico, one of their namespace, with a prefix those of the namespace, and what controllers set.
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
}
