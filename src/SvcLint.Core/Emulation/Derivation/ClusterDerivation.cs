using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>The Services and EndpointSlices of a cluster, completed.</summary>
/// <param name="Objects">Services and slices completed, the rest as it was.</param>
/// <param name="Placeholders">What was chosen in the cluster's place.</param>
/// <param name="Pods">The pods of every workload; those behind no Service get their addresses when they are asked for.</param>
internal sealed record ClusterDerivation(IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<Placeholder> Placeholders, Lazy<IReadOnlyList<DerivedPod>> Pods)
{
    public static ClusterDerivation Complete(
        IReadOnlyList<KubernetesObject> objects, IReadOnlyList<ProxyNode> nodes, bool areSynthetic, ProxyConfiguration configuration, KubernetesVersion version)
    {
        var allocator = new PlaceholderAllocator(objects, configuration.ClusterCIDRs);
        if (areSynthetic)
        {
            foreach (var node in nodes)
            {
                allocator.Add(new Placeholder(PlaceholderKind.Node, node.HostIPs[0].ToString(), node.Name, null));
            }
        }

        var families = FamiliesOf(objects, nodes, areSynthetic, configuration);
        var holders = areSynthetic ? [nodes[0]] : nodes;
        var services = new ServiceDerivation(allocator, families, version);
        var workloads = objects.OfType<Workload>().ToArray();
        var pods = new PodDerivation(allocator, holders, families);
        var endpoints = new EndpointDerivation(workloads, pods, version);
        var firstNode = areSynthetic ? NodeSelection.FirstNodeName(objects) : null;
        var sliced = new HashSet<(string, string)>();
        foreach (var slice in objects.OfType<EndpointSlice>())
        {
            sliced.Add((slice.Namespace ?? "default", slice.Metadata.Labels?[EndpointSlice.ServiceNameLabel] ?? ""));
        }

        var completed = new List<KubernetesObject>();
        foreach (var obj in objects)
        {
            if (obj is Service service)
            {
                var complete = services.Complete(service);
                completed.Add(complete);
                // In a dump of a cluster that has slices, a Service without one has no endpoints.
                var isDumped = sliced.Count > 0 && ServiceDerivation.IsAllocated(service);
                if (!isDumped && !sliced.Contains((service.Namespace ?? "default", service.Name ?? "")))
                {
                    completed.AddRange(endpoints.SlicesOf(complete));
                }
            }
            else if (obj is Endpoints written && !sliced.Contains((written.Namespace ?? "default", written.Name ?? "")))
            {
                completed.AddRange(EndpointDerivation.Mirror(written));
            }
            else
            {
                completed.Add(NodeSelection.OnSyntheticNode(obj, firstNode));
            }
        }

        return new ClusterDerivation(completed, allocator.Placeholders.ToArray(), new Lazy<IReadOnlyList<DerivedPod>>(() => workloads.SelectMany(pods.ClientsOf).ToArray()));
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

        return found.Count == 0 ? [IPFamily.IPv4] : found;

        void Add(IPFamily family)
        {
            if (!found.Contains(family))
            {
                found.Add(family);
            }
        }
    }
}
