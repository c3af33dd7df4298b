using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>What a pod's template asks of the nodes and of the admission plugins: read where somebody asks for it, for few do.</summary>
internal sealed class PlacedPod
{
    private readonly MappingReader? _spec;

    private PlacedPod(Workload workload, MappingReader? spec)
    {
        Workload = workload;
        _spec = spec;
    }

    public Workload Workload { get; }

    public string? NodeName => Workload.PodSpec?.NodeName?.Value is { Length: > 0 } name ? name : null;

    /// <summary>The gates that somebody must take away before the pod gets a node.</summary>
    public IReadOnlyList<string> SchedulingGates => [.. (_spec?.List("schedulingGates", g => g.String("name")?.Value)?.Items ?? []).OfType<string>()];

    /// <summary>The pod's spec as it is written; null where the object was built.</summary>
    public MappingReader? Spec => _spec;

    public IEnumerable<MappingReader> Containers => Maps(_spec, "containers");

    public IEnumerable<MappingReader> InitContainers => Maps(_spec, "initContainers");

    public IEnumerable<MappingReader> AllContainers => InitContainers.Concat(Containers);

    /// <summary>The terms of which a node must fit one; null where any node does.</summary>
    public IReadOnlyList<MappingReader>? NodeSelectorTerms =>
        _spec?.Nested("affinity")?.Nested("nodeAffinity")?.Nested("requiredDuringSchedulingIgnoredDuringExecution") is { } required ? [.. Maps(required, "nodeSelectorTerms")] : null;

    public IEnumerable<MappingReader> Tolerations => Maps(_spec, "tolerations");

    /// <summary>What no other pod may have that runs in the same zone or on the same node.</summary>
    public IEnumerable<MappingReader> RequiredAntiAffinity => Maps(_spec?.Nested("affinity")?.Nested("podAntiAffinity"), "requiredDuringSchedulingIgnoredDuringExecution");

    public static PlacedPod Of(Workload workload)
    {
        var root = workload.Node is { } node ? MappingReader.Of(node) : null;
        var holder = workload.WorkloadKind switch
        {
            WorkloadKind.Pod => root,
            WorkloadKind.PodTemplate => root?.Nested("template"),
            WorkloadKind.CronJob => root?.Nested("spec")?.Nested("jobTemplate")?.Nested("spec")?.Nested("template"),
            _ => root?.Nested("spec")?.Nested("template"),
        };
        return new PlacedPod(workload, holder?.Nested("spec"));
    }

    public static IEnumerable<MappingReader> Maps(MappingReader? reader, string name) => reader?.List(name, m => m)?.Items ?? [];
}
