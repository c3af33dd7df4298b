using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>The Services and EndpointSlices of a cluster, completed.</summary>
/// <param name="Objects">Services and slices completed, the rest as it was.</param>
/// <param name="DerivedValues">What was chosen in the cluster's place.</param>
/// <param name="Pods">The pods of every workload; those behind no Service get their addresses when they are asked for.</param>
internal sealed record ClusterDerivation(IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<DerivedValue> DerivedValues, Lazy<IReadOnlyList<DerivedPod>> Pods)
{
    /// <summary>The pod behind an endpoint that was derived; null for one that the input holds.</summary>
    public required Func<SliceEndpoint, DerivedPod?> PodOf { get; init; }

    /// <summary>Why pods that a Service selects are no endpoints: nobody makes or starts them.</summary>
    public required Func<Service, IReadOnlyList<string>> MissingPodsOf { get; init; }

    /// <param name="objects">Of one cluster.</param>
    /// <param name="nodes">The nodes of the input, else synthetic ones.</param>
    /// <param name="areSynthetic">The input has no Node.</param>
    /// <param name="configuration">Names the addresses of pods.</param>
    /// <param name="version">Decides what controllers write.</param>
    /// <param name="keepNodeNames">Endpoints stay on the nodes that they name, though no Node is there.</param>
    /// <param name="isForProxy">Slices of headless Services, which kube-proxy passes over, are left out: there may be as many endpoints as pairs of Services and pods.</param>
    public static ClusterDerivation Complete(
        IReadOnlyList<KubernetesObject> objects, IReadOnlyList<ProxyNode> nodes, bool areSynthetic, ProxyConfiguration configuration, KubernetesVersion version, bool keepNodeNames = false, bool isForProxy = false)
    {
        var allocator = new DerivedValueAllocator(objects, configuration.ClusterCIDRs);
        if (areSynthetic)
        {
            foreach (var node in nodes)
            {
                allocator.Add(new DerivedValue(DerivedValueKind.Node, node.HostIPs[0].ToString(), node.Name, null));
            }
        }

        var families = FamiliesOf(objects, nodes, areSynthetic, configuration);
        // One of the synthetic nodes has no endpoints, so that both cases can be seen.
        var holders = areSynthetic && !keepNodeNames ? [nodes[0]] : nodes;
        var services = new ServiceDerivation(allocator, families, version);
        var workloads = objects.OfType<Workload>().ToArray();
        var pods = new PodDerivation(workloads, new StartablePods(objects), allocator, holders, families);
        var hints = new TopologyHints(objects.OfType<Node>(), version);
        var endpoints = new EndpointDerivation(workloads, pods, hints, areNodesKnown: !areSynthetic);
        var firstNode = areSynthetic && !keepNodeNames ? NodeSelection.FirstNodeName(objects) : null;
        var written = new WrittenSlices(objects, endpoints.SelectsPods, pods.IsRunning);
        var completed = new List<KubernetesObject>();
        foreach (var obj in objects)
        {
            if (obj is Service service)
            {
                var complete = services.Complete(service);
                completed.Add(complete);
                if (written.AreOpen(service) && isForProxy && complete.Spec?.ClusterIP?.Value == "None")
                {
                    endpoints.DerivePods(complete);
                }
                else if (written.AreOpen(service))
                {
                    completed.AddRange(endpoints.SlicesOf(complete));
                }
            }
            else if (obj is Endpoints handMade)
            {
                if (written.AreOpen(handMade))
                {
                    completed.AddRange(EndpointMirroring.SlicesOf(handMade));
                }
                else
                {
                    completed.Add(obj);
                }
            }
            else if (obj is not EndpointSlice slice || !written.IsDeleted(slice))
            {
                completed.Add(NodeSelection.OnSyntheticNode(obj, firstNode));
            }
        }

        var all = new Lazy<IReadOnlyList<DerivedPod>>(() => workloads.SelectMany(pods.ClientsOf).ToArray());
        return new ClusterDerivation(completed, allocator.DerivedValues.ToArray(), all) { PodOf = endpoints.PodOf, MissingPodsOf = endpoints.MissingPodsOf };
    }

    // What the cluster surely has; IPv4 alone where nothing tells.
    private static IReadOnlyList<IPFamily> FamiliesOf(
        IReadOnlyList<KubernetesObject> objects, IReadOnlyList<ProxyNode> nodes, bool areSynthetic, ProxyConfiguration configuration)
    {
        var found = new List<IPFamily>();
        foreach (var range in configuration.ClusterCIDRs)
        {
            Add(range.Family);
        }

        foreach (var node in areSynthetic ? [] : nodes)
        {
            foreach (var range in node.PodCIDRs)
            {
                Add(range.Family);
            }
        }

        foreach (var service in objects.OfType<Service>())
        {
            foreach (var text in service.Spec?.ClusterIPs?.Items ?? (service.Spec?.ClusterIP is { } single ? [single] : []))
            {
                if (IPAddressValue.TryParseSloppy(text.Value, out var address))
                {
                    Add(address.Family);
                }
            }

            foreach (var family in service.Spec?.IPFamilyPolicy?.Value == "RequireDualStack" ? [IPFamily.IPv4, IPFamily.IPv6] : Array.Empty<IPFamily>())
            {
                Add(family);
            }
        }

        if (found.Count == 0)
        {
            found.Add(IPFamily.IPv4);
        }

        // The API server takes a family that the cluster does not have from nobody; it need not be the first.
        foreach (var family in objects.OfType<Service>().SelectMany(s => s.Spec?.IPFamilies?.Items ?? []).Select(f => f.Value))
        {
            if (family is "IPv4" or "IPv6")
            {
                Add(family == "IPv4" ? IPFamily.IPv4 : IPFamily.IPv6);
            }
        }

        return found;

        void Add(IPFamily family)
        {
            if (!found.Contains(family))
            {
                found.Add(family);
            }
        }
    }
}
