using System.Globalization;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>The pods that controllers make of workloads, that the API server admits and that the scheduler finds a node for, as far as the input tells.</summary>
internal sealed class StartablePods
{
    private readonly PodAdmission _admission;
    private readonly Autoscalers _autoscalers;
    private readonly NodeFit? _fit;
    private readonly HashSet<string> _nodes;
    private readonly Dictionary<Workload, string> _why = new(ByIdentity<Workload>.Instance);

    public StartablePods(IReadOnlyList<KubernetesObject> objects)
    {
        var nodes = objects.OfType<Node>().ToArray();
        _admission = new PodAdmission(objects);
        _autoscalers = new Autoscalers(objects);
        _fit = nodes.Length > 0 ? new NodeFit(nodes) : null;
        _nodes = new HashSet<string>(nodes.Select(n => n.Name ?? ""), StringComparer.Ordinal);
    }

    /// <summary>The pods of a Job that have an index, and a host name after it.</summary>
    public static bool IsIndexed(Workload workload) => workload.WorkloadKind == WorkloadKind.Job && Spec(workload)?.String("completionMode")?.Value == "Indexed";

    /// <summary>Why the workload has fewer pods than it wants; null where it has all, or was not asked about.</summary>
    public string? WhyFewer(Workload workload) => _why.TryGetValue(workload, out var why) ? why : null;

    /// <summary>One entry for each pod of a workload: its node, or null where the scheduler chooses.</summary>
    /// <param name="workload">No pod of a running cluster.</param>
    /// <param name="synthetic">The nodes of a DaemonSet where the input has none.</param>
    public IReadOnlyList<string?> NodesOf(Workload workload, IReadOnlyList<ProxyNode> synthetic)
    {
        var pod = PlacedPod.Of(workload);
        var wanted = workload.WorkloadKind == WorkloadKind.DaemonSet
            ? _fit is { } fit ? [.. fit.OfDaemonSet(pod)] : synthetic.Select(n => n.Name).ToArray<string?>()
            : new string?[Wanted(workload)];
        var count = Math.Min(wanted.Length, StartedOf(pod, wanted.Length, out var why));
        if (why is not null && count < wanted.Length)
        {
            _why[workload] = $"{workload.Kind.Value} {workload.Name}: {why}";
        }

        return count < wanted.Length ? [.. wanted.Take(count)] : wanted;
    }

    private int Wanted(Workload workload)
    {
        if (workload is { WorkloadKind: WorkloadKind.Deployment } && Spec(workload)?.Bool("paused")?.Value == true && workload.Node?.TryGet("status", out _) != true)
        {
            _why[workload] = $"{workload.Kind.Value} {workload.Name}: it is paused before its first ReplicaSet";
            return 0;
        }

        return workload.WorkloadKind switch
        {
            WorkloadKind.Pod => 1,
            WorkloadKind.Job => PodsOfJob(workload),
            // Their pods come and go, or are another workload's.
            WorkloadKind.CronJob or WorkloadKind.PodTemplate => 0,
            _ => _autoscalers.Replicas(workload),
        };
    }

    private int StartedOf(PlacedPod pod, int wanted, out string? why)
    {
        if (wanted == 0)
        {
            why = null;
            return 0;
        }

        (var count, why) = _admission.Of(pod, wanted);
        if (pod.SchedulingGates is { Count: > 0 } gates)
        {
            why = $"schedulingGates hold its pods ({string.Join(", ", gates)})";
            return 0;
        }

        if (pod.Workload.WorkloadKind == WorkloadKind.DaemonSet || _fit is null)
        {
            return count;
        }

        if (pod.NodeName is { } name)
        {
            why = _nodes.Contains(name) ? why : $"nodeName {name} is no node of the input";
            return _nodes.Contains(name) ? count : 0;
        }

        if (_fit.RoomFor(pod) is { } room && room < count)
        {
            why = room == 0 ? "no node of the input takes its pods" : $"the nodes of the input take {room.ToString(CultureInfo.InvariantCulture)} of its pods";
            return room;
        }

        return count;
    }

    // As many at a time as the Job wants, and no more than it still needs.
    private static int PodsOfJob(Workload job)
    {
        var spec = Spec(job);
        var parallelism = spec?.Int("parallelism")?.Value ?? 1;
        return spec?.Bool("suspend")?.Value == true ? 0 : Math.Max(0, Math.Min(parallelism, spec?.Int("completions")?.Value ?? parallelism));
    }

    private static MappingReader? Spec(Workload workload) => workload.Node is { } node ? MappingReader.Of(node).Nested("spec") : null;
}
