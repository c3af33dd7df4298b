using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>Pods of workloads: those of a running cluster where the input has them, else as many as replicas say, spread over the nodes in turn.</summary>
internal sealed class PodDerivation
{
    private readonly DerivedValueAllocator _allocator;
    private readonly IReadOnlyList<ProxyNode> _nodes;
    private readonly IReadOnlyList<IPFamily> _families;
    private readonly Dictionary<string, ProxyNode> _nodesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<Workload, IReadOnlyList<DerivedPod>> _pods = new(ByIdentity<Workload>.Instance);
    private readonly HashSet<(string Namespace, string Kind, string Name)> _controllers = [];
    private readonly StartablePods _startable;
    private int _next;

    /// <param name="workloads">Of one cluster.</param>
    /// <param name="startable">Which pods the cluster makes and starts.</param>
    /// <param name="allocator">Gives addresses that the input lacks.</param>
    /// <param name="nodes">Where derived pods run.</param>
    /// <param name="families">The families of pod addresses.</param>
    public PodDerivation(IReadOnlyList<Workload> workloads, StartablePods startable, DerivedValueAllocator allocator, IReadOnlyList<ProxyNode> nodes, IReadOnlyList<IPFamily> families)
    {
        _allocator = allocator;
        _nodes = nodes;
        _families = families;
        _startable = startable;
        foreach (var node in nodes)
        {
            _nodesByName[node.Name] = node;
        }

        foreach (var workload in workloads)
        {
            IsRunning |= IsRunningPod(workload);
            _controllers.Add((NamespaceOf(workload), workload.Kind.Value, workload.Name ?? ""));
        }
    }

    /// <summary>The input shows a running cluster: it has no other pods than those that are there.</summary>
    public bool IsRunning { get; }

    public IReadOnlyList<DerivedPod> Of(Workload workload)
    {
        if (!_pods.TryGetValue(workload, out var pods))
        {
            _pods.Add(workload, pods = Derive(workload, NodesOf(workload)));
        }

        return pods;
    }

    /// <summary>Pods as clients: a CronJob runs one at times.</summary>
    public IReadOnlyList<DerivedPod> ClientsOf(Workload workload) => !IsRunning && workload.WorkloadKind == WorkloadKind.CronJob ? Derive(workload, [null]) : Of(workload);

    private static bool IsRunningPod(Workload workload) => workload is { WorkloadKind: WorkloadKind.Pod, Status.Phase: not null };

    private static string NamespaceOf(KubernetesObject item) => item.Namespace ?? "default";

    /// <summary>Why the workload has fewer pods than it wants; null where it has all.</summary>
    public string? WhyFewer(Workload workload) => _startable.WhyFewer(workload);

    private List<DerivedPod> Derive(Workload workload, IReadOnlyList<string?> nodes)
    {
        var pods = new List<DerivedPod>(nodes.Count);
        var isIndexed = workload.WorkloadKind == WorkloadKind.StatefulSet || StartablePods.IsIndexed(workload);
        var first = workload.WorkloadKind == WorkloadKind.StatefulSet ? workload.FirstOrdinal?.Value ?? 0 : 0;
        for (var i = 0; i < nodes.Count; i++)
        {
            var name = workload.WorkloadKind == WorkloadKind.Pod ? workload.Name ?? "pod" : $"{workload.Name}-{first + i}";
            var node = nodes[i] is { } chosen && _nodesByName.TryGetValue(chosen, out var known) ? known : NodeOf(workload, i);
            pods.Add(new DerivedPod(name, workload, node, AddressesOf(workload, name, node)) { Index = isIndexed ? first + i : null });
        }

        return pods;
    }

    // One entry for each pod; null where any node will do.
    private IReadOnlyList<string?> NodesOf(Workload workload)
    {
        if (IsRunningPod(workload))
        {
            return [null];
        }

        // Its pods are there, or its controller's are.
        var isElsewhere = workload.WorkloadKind != WorkloadKind.Pod
            && (IsRunning || (workload.Metadata.Controller is { } owner && _controllers.Contains((NamespaceOf(workload), owner.Kind?.Value ?? "", owner.Name?.Value ?? ""))));
        return isElsewhere ? [] : _startable.NodesOf(workload, _nodes);
    }

    private ProxyNode NodeOf(Workload workload, int index)
    {
        if (workload.PodSpec?.NodeName?.Value is { } named && _nodesByName.TryGetValue(named, out var own))
        {
            return own;
        }

        // A bare pod takes its turn among the others.
        return _nodes[(workload.WorkloadKind == WorkloadKind.Pod && !IsRunningPod(workload) && workload.PodSpec?.NodeName is null ? _next++ : index) % _nodes.Count];
    }

    private IReadOnlyList<IPAddressValue> AddressesOf(Workload workload, string name, ProxyNode node)
    {
        var addresses = new List<IPAddressValue>();
        foreach (var written in workload.PodIPs)
        {
            if (IPAddressValue.TryParseSloppy(written.Value, out var address))
            {
                addresses.Add(address);
            }
        }

        if (addresses.Count > 0 || IsRunningPod(workload))
        {
            return addresses;
        }

        if (workload.PodSpec?.HostNetwork?.Value == true)
        {
            return node.HostIPs;
        }

        var owner = $"{NamespaceOf(workload)}/{name}";
        foreach (var family in _families)
        {
            if (IPAddressValue.TryParse(_allocator.Address(DerivedValueKind.Pod, family, owner, workload), out var address))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }
}
