namespace SvcLint.Model;

/// <summary>What a kubelet reported of a pod.</summary>
public sealed record PodStatus : ModelNode
{
    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public Located<string>? Phase { get; init; }

    public Located<string>? Reason { get; init; }

    public Located<string>? Message { get; init; }

    public IReadOnlyList<Located<string>> PodIPs { get; init; } = [];

    public LocatedList<Condition>? Conditions { get; init; }

    public LocatedList<ContainerStatus>? Containers { get; init; }

    public LocatedList<ContainerStatus>? InitContainers { get; init; }

    /// <summary>The pod ran to its end, well or not: it is no endpoint any more.</summary>
    public bool IsTerminal => Phase?.Value is "Succeeded" or "Failed";

    public Condition? this[string condition] => Conditions?.Items.FirstOrDefault(c => c.Type?.Value == condition);

    public static PodStatus Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Phase = reader.String("phase"),
        Reason = reader.String("reason"),
        Message = reader.String("message"),
        PodIPs = ReadPodIPs(reader),
        Conditions = reader.List("conditions", Condition.Read),
        Containers = reader.List("containerStatuses", ContainerStatus.Read),
        InitContainers = reader.List("initContainerStatuses", ContainerStatus.Read),
    };

    private static IReadOnlyList<Located<string>> ReadPodIPs(MappingReader status)
    {
        var addresses = status.List("podIPs", entry => entry.String("ip"))?.Items.OfType<Located<string>>().ToArray() ?? [];
        return addresses.Length > 0 ? addresses : status.String("podIP") is { Value.Length: > 0 } single ? [single] : [];
    }
}

/// <summary>A container as the kubelet last saw it.</summary>
public sealed record ContainerStatus : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<bool>? Ready { get; init; }

    public Located<int>? RestartCount { get; init; }

    /// <summary>Why it waits; null unless it does.</summary>
    public ContainerState? Waiting { get; init; }

    /// <summary>How it ended; null unless it did.</summary>
    public ContainerState? Terminated { get; init; }

    /// <summary>How it ended the time before.</summary>
    public ContainerState? LastTerminated { get; init; }

    public static ContainerStatus Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Ready = reader.Bool("ready"),
        RestartCount = reader.Int("restartCount"),
        Waiting = reader.Nested("state")?.Object("waiting", ContainerState.Read),
        Terminated = reader.Nested("state")?.Object("terminated", ContainerState.Read),
        LastTerminated = reader.Nested("lastState")?.Object("terminated", ContainerState.Read),
    };
}

public sealed record ContainerState : ModelNode
{
    public Located<string>? Reason { get; init; }

    public Located<string>? Message { get; init; }

    public Located<int>? ExitCode { get; init; }

    public static ContainerState Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Reason = reader.String("reason"),
        Message = reader.String("message"),
        ExitCode = reader.Int("exitCode"),
    };
}
