using SvcLint.Emulation.Derivation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>An endpoint of a slice; what the input cannot know is null.</summary>
public sealed record ListedEndpoint
{
    /// <summary>The top controller: <c>Deployment/web</c>, <c>StatefulSet/db#db-0</c>; null in hand-made slices.</summary>
    public string? Owner { get; init; }

    public string? Pod { get; init; }

    /// <summary>Null where the cluster has yet to choose them.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    public string? NodeName { get; init; }

    public string? Zone { get; init; }

    public string? Hostname { get; init; }

    public bool? Ready { get; init; }

    public bool? Serving { get; init; }

    public bool? Terminating { get; init; }

    public IReadOnlyList<string> ForZones { get; init; } = [];

    public IReadOnlyList<string> ForNodes { get; init; } = [];

    /// <summary>Kind and name of what the endpoint is.</summary>
    public (string Kind, string? Name)? TargetRef { get; init; }

    /// <summary>The pod or the hand-made endpoint.</summary>
    public required SliceEndpoint Source { get; init; }

    /// <summary>The running pod or its template.</summary>
    public Workload? Workload { get; init; }
}

/// <summary>A slice of a Service.</summary>
/// <param name="Slice">As a controller writes it, or as it stands in the input.</param>
/// <param name="ManagedBy">Who writes it; null where a hand-made one does not say.</param>
/// <param name="Endpoints">In the order of the input.</param>
public sealed record ListedSlice(EndpointSlice Slice, string? ManagedBy, IReadOnlyList<ListedEndpoint> Endpoints)
{
    public string Family => Slice.AddressType?.Value ?? "";
}

/// <summary>A Service with its slices, derived or given.</summary>
public sealed record ListedService(Service Service, IReadOnlyList<ListedSlice> Slices)
{
    public string Namespace => Service.Namespace ?? "default";

    public string Name => Service.Name ?? "";

    /// <summary>Why pods that the Service selects are no endpoints: nobody makes or starts them.</summary>
    public IReadOnlyList<string> MissingPods { get; init; } = [];
}

/// <summary>The EndpointSlices of a cluster, by Service: those that the input holds, and those that the controllers write for it.</summary>
public static class ClusterEndpoints
{
    /// <summary>Every Service of the input with its slices, by namespace and name.</summary>
    public static IReadOnlyList<ListedService> Of(IReadOnlyList<KubernetesObject> objects, KubernetesVersion version)
    {
        var nodes = NodeSelection.NodesOf(objects);
        var areSynthetic = nodes.Count == 0;
        nodes = areSynthetic ? NodeSelection.Synthetic() : nodes;
        var configurations = objects.OfType<KubeProxyConfiguration>().ToArray();
        var configuration = ProxyConfiguration.Of(configurations.Length == 1 ? configurations[0] : null, ProxyMode.Iptables);
        var cluster = ClusterDerivation.Complete(objects, nodes, areSynthetic, configuration, version, keepNodeNames: true);
        return Of(cluster, objects);
    }

    internal static IReadOnlyList<ListedService> Of(ClusterDerivation cluster, IReadOnlyList<KubernetesObject> objects)
    {
        var owners = new PodOwners(objects);
        var listed = new Dictionary<SliceEndpoint, ListedEndpoint>(ByIdentity<SliceEndpoint>.Instance);
        var lists = new Dictionary<IReadOnlyList<SliceEndpoint>, IReadOnlyList<ListedEndpoint>>(ByIdentity<IReadOnlyList<SliceEndpoint>>.Instance);
        var slices = new Dictionary<(string, string), List<EndpointSlice>>();
        foreach (var slice in cluster.Objects.OfType<EndpointSlice>())
        {
            var key = (slice.Namespace ?? "default", slice.Metadata.Labels?[EndpointSlice.ServiceNameLabel] ?? "");
            if (!slices.TryGetValue(key, out var own))
            {
                slices.Add(key, own = []);
            }

            own.Add(slice);
        }

        return cluster.Objects.OfType<Service>()
            .OrderBy(s => s.Namespace ?? "default", StringComparer.Ordinal).ThenBy(s => s.Name, StringComparer.Ordinal)
            .Select(s => new ListedService(s, Listed(slices.TryGetValue((s.Namespace ?? "default", s.Name ?? ""), out var own) ? own : [])) { MissingPods = cluster.MissingPodsOf(s) }).ToArray();

        IReadOnlyList<ListedSlice> Listed(IReadOnlyList<EndpointSlice> own) => own.Select(slice => new ListedSlice(
            slice,
            slice.Metadata.Labels?[EndpointSlice.ManagedByLabel],
            slice.Endpoints is { Count: > 0 } endpoints ? Endpoints(slice, endpoints.Items) : [])).ToArray();

        // Services in front of the same pods have their endpoints in common, one by one and the lists of them.
        IReadOnlyList<ListedEndpoint> Endpoints(EndpointSlice slice, IReadOnlyList<SliceEndpoint> endpoints)
        {
            if (!lists.TryGetValue(endpoints, out var known))
            {
                lists.Add(endpoints, known = endpoints.Select(e => cluster.PodOf(e) is { } pod ? Shared(e, pod) : Written(e, slice, owners)).ToArray());
            }

            return known;
        }

        ListedEndpoint Shared(SliceEndpoint endpoint, DerivedPod pod)
        {
            if (!listed.TryGetValue(endpoint, out var known))
            {
                listed.Add(endpoint, known = Derived(endpoint, pod, owners));
            }

            return known;
        }
    }

    private static ListedEndpoint Derived(SliceEndpoint endpoint, DerivedPod pod, PodOwners owners) => new()
    {
        Source = endpoint,
        Workload = pod.Workload,
        Owner = owners.Of(pod.Workload) is var owner && pod.Workload.WorkloadKind == WorkloadKind.StatefulSet ? $"{owner}#{pod.Name}" : owner,
        Pod = pod.HasOwnName ? pod.Name : null,
        Addresses = pod.HasOwnAddresses ? endpoint.Addresses?.Items.Select(a => a.Value).ToArray() : null,
        NodeName = pod.HasOwnNode ? pod.Node.Name : pod.Workload.PodSpec?.NodeName?.Value,
        Zone = pod.HasOwnNode ? pod.Node.Zone : null,
        Hostname = endpoint.Hostname?.Value,
        Ready = endpoint.Conditions?.Ready?.Value,
        Serving = endpoint.Conditions?.Serving?.Value,
        Terminating = endpoint.Conditions?.Terminating?.Value,
        ForZones = pod.HasOwnNode ? Names(endpoint.Hints?.ForZones) : [],
        ForNodes = pod.HasOwnNode ? Names(endpoint.Hints?.ForNodes) : [],
        TargetRef = ("Pod", pod.HasOwnName ? pod.Name : null),
    };

    private static ListedEndpoint Written(SliceEndpoint endpoint, EndpointSlice slice, PodOwners owners)
    {
        var target = endpoint.TargetRef;
        var pod = target?.Kind?.Value == "Pod" && target.Name is { } name ? owners.Pod(slice.Namespace ?? "default", name.Value) : null;
        return new ListedEndpoint
        {
            Source = endpoint,
            Workload = pod,
            Owner = pod is null ? null : owners.Of(pod),
            Pod = target?.Kind?.Value == "Pod" ? target.Name?.Value : null,
            Addresses = endpoint.Addresses?.Items.Select(a => a.Value).ToArray(),
            NodeName = endpoint.NodeName?.Value,
            Zone = endpoint.Zone?.Value,
            Hostname = endpoint.Hostname?.Value,
            Ready = endpoint.Conditions?.Ready?.Value,
            Serving = endpoint.Conditions?.Serving?.Value,
            Terminating = endpoint.Conditions?.Terminating?.Value,
            ForZones = Names(endpoint.Hints?.ForZones),
            ForNodes = Names(endpoint.Hints?.ForNodes),
            TargetRef = target is null ? null : (target.Kind?.Value ?? "", target.Name?.Value),
        };
    }

    private static IReadOnlyList<string> Names(LocatedList<HintTarget>? targets) => targets is null ? [] : targets.Items.Select(t => t.Name?.Value ?? "").ToArray();
}
