namespace SvcLint.Model;

/// <summary>The kinds with a pod template that Kubernetes itself has; <see cref="Other"/> is any further kind with one at spec.template.</summary>
public enum WorkloadKind
{
    Pod,
    PodTemplate,
    Deployment,
    ReplicaSet,
    StatefulSet,
    DaemonSet,
    ReplicationController,
    Job,
    CronJob,
    Rollout,
    Other,
}

/// <summary>Whatever makes pods: a Pod is its own template.</summary>
public sealed record Workload : KubernetesObject
{
    public required WorkloadKind WorkloadKind { get; init; }

    public required PodTemplate Template { get; init; }

    /// <summary>spec.selector; a ReplicationController's plain map is read as matchLabels.</summary>
    public LabelSelector? Selector { get; init; }

    public Located<int>? Replicas { get; init; }

    /// <summary>StatefulSet: the governing Service.</summary>
    public Located<string>? ServiceName { get; init; }

    /// <summary>StatefulSet: OrderedReady or Parallel.</summary>
    public Located<string>? PodManagementPolicy { get; init; }

    /// <summary>Deployment: spec.strategy.type.</summary>
    public Located<string>? Strategy { get; init; }

    /// <summary>StatefulSet: the number of the first pod.</summary>
    public Located<int>? FirstOrdinal { get; init; }

    /// <summary>Pod of a running cluster: what became of it.</summary>
    public PodStatus? Status { get; init; }

    /// <summary>Pod of a running cluster: its addresses.</summary>
    public IReadOnlyList<Located<string>> PodIPs => Status?.PodIPs ?? [];

    /// <summary>Labels of the pods as written; the API server and controllers may add more.</summary>
    public StringMap? PodLabels => Template.Metadata?.Labels;

    public PodSpec? PodSpec => Template.Spec;

    /// <summary>Containers whose ports count: the containers and the native sidecars (init containers that restart always).</summary>
    public IEnumerable<Container> ServingContainers()
    {
        foreach (var container in PodSpec?.Containers?.Items ?? [])
        {
            yield return container;
        }

        foreach (var container in PodSpec?.InitContainers?.Items ?? [])
        {
            if (container.RestartPolicy?.Value == "Always")
            {
                yield return container;
            }
        }
    }

    /// <summary>Every container, init containers included.</summary>
    public IEnumerable<Container> AllContainers() => (PodSpec?.Containers?.Items ?? []).Concat(PodSpec?.InitContainers?.Items ?? []);

    public static WorkloadKind KindOf(string group, string kind) => (group, kind) switch
    {
        ("", "Pod") => WorkloadKind.Pod,
        ("", "PodTemplate") => WorkloadKind.PodTemplate,
        ("", "ReplicationController") => WorkloadKind.ReplicationController,
        ("apps" or "extensions", "Deployment") => WorkloadKind.Deployment,
        ("apps" or "extensions", "ReplicaSet") => WorkloadKind.ReplicaSet,
        ("apps" or "extensions", "DaemonSet") => WorkloadKind.DaemonSet,
        ("apps", "StatefulSet") => WorkloadKind.StatefulSet,
        ("batch", "Job") => WorkloadKind.Job,
        ("batch", "CronJob") => WorkloadKind.CronJob,
        ("argoproj.io", "Rollout") => WorkloadKind.Rollout,
        _ => WorkloadKind.Other,
    };

    internal static Workload Read(ObjectHeader header, MappingReader reader)
    {
        var kind = KindOf(GroupKind.GroupOf(header.ApiVersion.Value), header.Kind.Value);
        var spec = reader.Nested("spec");
        var holder = kind switch
        {
            WorkloadKind.Pod or WorkloadKind.PodTemplate => reader,
            WorkloadKind.CronJob => spec?.Nested("jobTemplate")?.Nested("spec"),
            _ => spec,
        };
        var template = kind == WorkloadKind.Pod
            ? new PodTemplate { Span = reader.Span, KeySpan = reader.KeySpan, Metadata = header.Metadata, Spec = reader.Object("spec", PodSpec.Read) }
            : holder?.Object("template", PodTemplate.Read);
        return new Workload
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            WorkloadKind = kind,
            Template = template ?? new PodTemplate { Span = reader.Span, KeySpan = reader.KeySpan },
            Selector = kind == WorkloadKind.ReplicationController ? PlainSelector(spec) : spec?.Object("selector", LabelSelector.Read),
            Replicas = spec?.Int("replicas"),
            ServiceName = spec?.String("serviceName"),
            PodManagementPolicy = spec?.String("podManagementPolicy"),
            Strategy = spec?.Nested("strategy")?.String("type"),
            FirstOrdinal = kind == WorkloadKind.StatefulSet ? spec?.Nested("ordinals")?.Int("start") : null,
            Status = kind == WorkloadKind.Pod ? reader.Object("status", PodStatus.Read) : null,
            ServiceReferences = References(kind, reader, spec, template),
        };
    }

    private static IReadOnlyList<ServiceReference> References(WorkloadKind kind, MappingReader reader, MappingReader? spec, PodTemplate? template)
    {
        var references = new List<ServiceReference>();
        if (kind == WorkloadKind.Rollout)
        {
            references.AddRange(ReferringKinds.OfRollout(reader));
        }

        AddHeadless(references, kind == WorkloadKind.StatefulSet ? spec?.String("serviceName") : null, "StatefulSet serviceName");
        AddHeadless(references, template?.Spec?.Subdomain, "pod subdomain");
        return references;
    }

    private static void AddHeadless(List<ServiceReference> references, Located<string>? name, string place)
    {
        if (name is { Value.Length: > 0 })
        {
            references.Add(new ServiceReference { Name = name, IsLocal = true, Span = name.Span, Place = place });
        }
    }

    private static LabelSelector? PlainSelector(MappingReader? spec) =>
        spec?.StringMap("selector") is { } map ? new LabelSelector { Span = map.Span, KeySpan = map.KeySpan, MatchLabels = map } : null;
}
