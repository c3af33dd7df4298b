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
    private int _next;

    /// <param name="workloads">Of one cluster.</param>
    /// <param name="allocator">Gives addresses that the input lacks.</param>
    /// <param name="nodes">Where derived pods run.</param>
    /// <param name="families">The families of pod addresses.</param>
    public PodDerivation(IReadOnlyList<Workload> workloads, DerivedValueAllocator allocator, IReadOnlyList<ProxyNode> nodes, IReadOnlyList<IPFamily> families)
    {
        _allocator = allocator;
        _nodes = nodes;
        _families = families;
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
            _pods.Add(workload, pods = Derive(workload, CountOf(workload)));
        }

        return pods;
    }

    /// <summary>Pods as clients: a CronJob runs one at times.</summary>
    public IReadOnlyList<DerivedPod> ClientsOf(Workload workload) => !IsRunning && workload.WorkloadKind == WorkloadKind.CronJob ? Derive(workload, 1) : Of(workload);

    private static bool IsRunningPod(Workload workload) => workload is { WorkloadKind: WorkloadKind.Pod, Status.Phase: not null };

    private static string NamespaceOf(KubernetesObject item) => item.Namespace ?? "default";

    private List<DerivedPod> Derive(Workload workload, int count)
    {
        var pods = new List<DerivedPod>(count);
        var first = workload.WorkloadKind == WorkloadKind.StatefulSet ? workload.FirstOrdinal?.Value ?? 0 : 0;
        for (var i = 0; i < count; i++)
        {
            var name = workload.WorkloadKind == WorkloadKind.Pod ? workload.Name ?? "pod" : $"{workload.Name}-{first + i}";
            var node = NodeOf(workload, i);
            pods.Add(new DerivedPod(name, workload, node, AddressesOf(workload, name, node)));
        }

        return pods;
    }

    // As many at a time as the Job wants, and no more than it still needs.
    private static int PodsOfJob(Workload job)
    {
        var spec = job.Node is { } node ? MappingReader.Of(node).Nested("spec") : null;
        var parallelism = spec?.Int("parallelism")?.Value ?? 1;
        return spec?.Bool("suspend")?.Value == true ? 0 : Math.Max(0, Math.Min(parallelism, spec?.Int("completions")?.Value ?? parallelism));
    }

    private int CountOf(Workload workload)
    {
        if (workload.WorkloadKind == WorkloadKind.Pod)
        {
            return 1;
        }

        // Its pods are there, or its controller's are.
        if (IsRunning || (workload.Metadata.Controller is { } owner && _controllers.Contains((NamespaceOf(workload), owner.Kind?.Value ?? "", owner.Name?.Value ?? ""))))
        {
            return 0;
        }

        return workload.WorkloadKind switch
        {
            WorkloadKind.Job => PodsOfJob(workload),
            WorkloadKind.DaemonSet => _nodes.Count(n => MayRun(workload, n)),
            // Their pods come and go, or are another workload's.
            WorkloadKind.CronJob or WorkloadKind.PodTemplate => 0,
            _ => Math.Max(0, workload.Replicas?.Value ?? 1),
        };
    }

    private static bool MayRun(Workload workload, ProxyNode node) =>
        workload.PodSpec?.NodeSelector is not { } selector || node.Labels is not { } labels || selector.Entries.All(e => labels[e.Key.Value] == e.Value.Value);

    private ProxyNode NodeOf(Workload workload, int index)
    {
        if (workload.PodSpec?.NodeName?.Value is { } named && _nodesByName.TryGetValue(named, out var own))
        {
            return own;
        }

        if (workload.WorkloadKind == WorkloadKind.DaemonSet)
        {
            return _nodes.Where(n => MayRun(workload, n)).ElementAt(index);
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
