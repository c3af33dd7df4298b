using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>A pod that a workload would make.</summary>
/// <param name="Name">Numbered from 0.</param>
/// <param name="Workload">What makes it.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Addresses">One of each family of the cluster.</param>
internal sealed record DerivedPod(string Name, Workload Workload, ProxyNode Node, IReadOnlyList<IPAddressValue> Addresses);

/// <summary>Pods of workloads: as many as replicas say, spread over the nodes in turn.</summary>
internal sealed class PodDerivation(PlaceholderAllocator allocator, IReadOnlyList<ProxyNode> nodes, IReadOnlyList<IPFamily> families)
{
    private readonly Dictionary<Workload, IReadOnlyList<DerivedPod>> _pods = [];

    public IReadOnlyList<DerivedPod> Of(Workload workload)
    {
        if (!_pods.TryGetValue(workload, out var pods))
        {
            _pods.Add(workload, pods = Derive(workload, CountOf(workload)));
        }

        return pods;
    }

    /// <summary>Pods as clients: a CronJob runs one at times.</summary>
    public IReadOnlyList<DerivedPod> ClientsOf(Workload workload) => workload.WorkloadKind == WorkloadKind.CronJob ? Derive(workload, 1) : Of(workload);

    private List<DerivedPod> Derive(Workload workload, int count)
    {
        var pods = new List<DerivedPod>();
        for (var i = 0; i < count; i++)
        {
            var name = workload.WorkloadKind == WorkloadKind.Pod ? workload.Name ?? "pod" : $"{workload.Name}-{i}";
            var node = NodeOf(workload, i);
            pods.Add(new DerivedPod(name, workload, node, AddressesOf(workload, name, node)));
        }

        return pods;
    }

    private int CountOf(Workload workload) => workload.WorkloadKind switch
    {
        WorkloadKind.Pod or WorkloadKind.Job => 1,
        WorkloadKind.DaemonSet => nodes.Count,
        // Their pods come and go, or are another workload's.
        WorkloadKind.CronJob or WorkloadKind.PodTemplate => 0,
        _ => Math.Max(0, workload.Replicas?.Value ?? 1),
    };

    private ProxyNode NodeOf(Workload workload, int index)
    {
        if (workload.PodSpec?.NodeName?.Value is { } named)
        {
            foreach (var node in nodes)
            {
                if (node.Name == named)
                {
                    return node;
                }
            }
        }

        return nodes[index % nodes.Count];
    }

    private IReadOnlyList<IPAddressValue> AddressesOf(Workload workload, string name, ProxyNode node)
    {
        if (workload.PodSpec?.HostNetwork?.Value == true)
        {
            return node.HostIPs;
        }

        var addresses = new List<IPAddressValue>();
        foreach (var written in workload.PodIPs)
        {
            if (IPAddressValue.TryParseSloppy(written.Value, out var address))
            {
                addresses.Add(address);
            }
        }

        if (addresses.Count > 0)
        {
            return addresses;
        }

        var owner = $"{workload.Namespace ?? "default"}/{name}";
        foreach (var family in families)
        {
            if (IPAddressValue.TryParse(allocator.Address(PlaceholderKind.Pod, family, owner, workload), out var address))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }
}
