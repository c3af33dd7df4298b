using System.Globalization;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>Which nodes of the input take a pod, and how many of its kind: by selector, affinity, taints, room, host ports and anti-affinity.</summary>
internal sealed class NodeFit(IReadOnlyList<Node> nodes)
{
    private const string NoExecute = "NoExecute";
    private const string NoSchedule = "NoSchedule";

    private static readonly string[] OnDaemonPods =
    [
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "node.kubernetes.io/disk-pressure", "node.kubernetes.io/memory-pressure",
        "node.kubernetes.io/pid-pressure", "node.kubernetes.io/unschedulable",
    ];

    /// <summary>The nodes on which the DaemonSet controller makes a pod that has room there.</summary>
    public IEnumerable<string> OfDaemonSet(PlacedPod pod)
    {
        var request = PodResources.Of(pod);
        return nodes.Where(n => IsNamed(pod, n) && Selects(pod, n) && Tolerates(pod, n, isDaemon: true) && request.FitsInto(n) > 0).Select(n => n.Name ?? "");
    }

    /// <summary>How many pods of the kind the scheduler finds a node for, were they alone; null for as many as there are.</summary>
    public int? RoomFor(PlacedPod pod)
    {
        var request = PodResources.Of(pod);
        var hasHostPort = pod.Workload.ServingContainers().Any(c => (c.Ports?.Items ?? []).Any(p => p.HostPort is { Value: > 0 }));
        var domainKeys = DomainKeys(pod);
        if (hasHostPort || domainKeys.Count > 0)
        {
            return Apart(pod, request, hasHostPort, domainKeys);
        }

        long room = 0;
        foreach (var node in nodes)
        {
            room += Takes(pod, node) ? request.FitsInto(node) : 0;
            if (room >= int.MaxValue)
            {
                return null;
            }
        }

        return (int)room;
    }

    // One pod for each node, zone or other domain.
    private int Apart(PlacedPod pod, PodResources request, bool hasHostPort, IReadOnlyList<string> domainKeys)
    {
        var taken = new HashSet<(string Key, string Value)>();
        long room = 0;
        foreach (var node in nodes.Where(n => Takes(pod, n) && request.FitsInto(n) > 0))
        {
            var domains = domainKeys.Select(k => (k, Label(node, k) ?? "")).Where(d => d.Item2.Length > 0).ToArray();
            if (!domains.Any(taken.Contains))
            {
                room += hasHostPort || domains.Length > 0 ? 1 : request.FitsInto(node);
                taken.UnionWith(domains);
            }
        }

        return (int)Math.Min(room, int.MaxValue);
    }

    private static bool Takes(PlacedPod pod, Node node) => node.Spec?.Unschedulable?.Value != true && Selects(pod, node) && Tolerates(pod, node, isDaemon: false);

    private static bool IsNamed(PlacedPod pod, Node node) => pod.NodeName is not { } name || name == node.Name;

    // The kubelet labels its node with its name.
    private static string? Label(Node node, string key) => node.Metadata.Labels?[key] ?? (key == "kubernetes.io/hostname" ? node.Name : null);

    private static bool Selects(PlacedPod pod, Node node) =>
        (pod.Workload.PodSpec?.NodeSelector?.Entries ?? []).All(e => Label(node, e.Key.Value) == e.Value.Value)
        && (pod.NodeSelectorTerms is not { } terms || terms.Any(t => FitsTerm(t, node)));

    // A term without any requirement fits no node.
    private static bool FitsTerm(MappingReader term, Node node)
    {
        var expressions = PlacedPod.Maps(term, "matchExpressions").ToArray();
        var fields = PlacedPod.Maps(term, "matchFields").ToArray();
        return expressions.Length + fields.Length > 0
            && Array.TrueForAll(expressions, e => Holds(e, Label(node, e.String("key")?.Value ?? "")))
            && Array.TrueForAll(fields, f => f.String("key")?.Value == "metadata.name" && Holds(f, node.Name));
    }

    private static bool Holds(MappingReader requirement, string? value)
    {
        var values = (requirement.Strings("values")?.Items ?? []).Select(v => v.Value).ToArray();
        return requirement.String("operator")?.Value switch
        {
            "In" => value is not null && Array.IndexOf(values, value) >= 0,
            "NotIn" => value is null || Array.IndexOf(values, value) < 0,
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => Number(value) > Number(values.FirstOrDefault()),
            "Lt" => Number(value) < Number(values.FirstOrDefault()),
            _ => false,
        };
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Tolerates(PlacedPod pod, Node node, bool isDaemon)
    {
        foreach (var taint in node.Spec?.Taints?.Items ?? [])
        {
            var key = taint.Key?.Value ?? "";
            var effect = taint.Effect?.Value ?? "";
            if (effect is not (NoSchedule or NoExecute)
                || (isDaemon && (Array.IndexOf(OnDaemonPods, key) >= 0 || (key == "node.kubernetes.io/network-unavailable" && pod.Workload.PodSpec?.HostNetwork?.Value == true))))
            {
                continue;
            }

            if (!pod.Tolerations.Any(t => Covers(t, key, taint.Value?.Value ?? "", effect)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Covers(MappingReader toleration, string key, string value, string effect)
    {
        var ownKey = toleration.String("key")?.Value ?? "";
        var isExists = toleration.String("operator")?.Value == "Exists";
        return (toleration.String("effect")?.Value ?? "") is var own && (own.Length == 0 || own == effect)
            && (ownKey == key || (ownKey.Length == 0 && isExists))
            && (isExists || (toleration.String("value")?.Value ?? "") == value);
    }

    // Anti-affinity to pods of its own kind; what others' pods keep away is not known.
    private static IReadOnlyList<string> DomainKeys(PlacedPod pod) =>
        [.. pod.RequiredAntiAffinity
            .Where(t => t.Nested("namespaceSelector") is null && (t.Strings("namespaces") is not { Count: > 0 } named || named.Items.Any(n => n.Value == (pod.Workload.Namespace ?? "default"))))
            .Where(t => t.Object("labelSelector", LabelSelector.Read) is { } selector && Cluster.LabelMatching.Selects(selector, pod.Workload.PodLabels))
            .Select(t => t.String("topologyKey")?.Value).OfType<string>().Distinct()];
}
