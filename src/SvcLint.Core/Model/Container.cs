namespace SvcLint.Model;

public sealed record Container : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? Image { get; init; }

    public Located<string>? ImagePullPolicy { get; init; }

    public Located<string>? TerminationMessagePolicy { get; init; }

    public LocatedList<Located<string>>? Command { get; init; }

    public LocatedList<Located<string>>? Args { get; init; }

    public LocatedList<ContainerPort>? Ports { get; init; }

    public LocatedList<EnvVar>? Env { get; init; }

    public LocatedList<EnvFromSource>? EnvFrom { get; init; }

    public LocatedList<VolumeMount>? VolumeMounts { get; init; }

    /// <summary>The container's own security context.</summary>
    public SecurityContext? SecurityContext { get; init; }

    public Probe? LivenessProbe { get; init; }

    public Probe? ReadinessProbe { get; init; }

    public Probe? StartupProbe { get; init; }

    public Lifecycle? Lifecycle { get; init; }

    public Located<string>? RestartPolicy { get; init; }

    public LocatedList<ContainerRestartRule>? RestartPolicyRules { get; init; }

    public LocatedList<ContainerResizePolicy>? ResizePolicy { get; init; }

    public static Container Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Image = reader.String("image"),
        ImagePullPolicy = reader.String("imagePullPolicy"),
        TerminationMessagePolicy = reader.String("terminationMessagePolicy"),
        Command = reader.Strings("command"),
        Args = reader.Strings("args"),
        Ports = reader.List("ports", ContainerPort.Read),
        Env = reader.List("env", EnvVar.Read),
        EnvFrom = reader.List("envFrom", EnvFromSource.Read),
        VolumeMounts = reader.List("volumeMounts", VolumeMount.Read),
        SecurityContext = reader.Object("securityContext", SecurityContext.Read),
        LivenessProbe = reader.Object("livenessProbe", Probe.Read),
        ReadinessProbe = reader.Object("readinessProbe", Probe.Read),
        StartupProbe = reader.Object("startupProbe", Probe.Read),
        Lifecycle = reader.Object("lifecycle", Lifecycle.Read),
        RestartPolicy = reader.String("restartPolicy"),
        RestartPolicyRules = reader.List("restartPolicyRules", ContainerRestartRule.Read),
        ResizePolicy = reader.List("resizePolicy", ContainerResizePolicy.Read),
    };
}

public sealed record ContainerRestartRule : ModelNode
{
    public Located<string>? Action { get; init; }

    public RestartExitCodes? ExitCodes { get; init; }

    public static ContainerRestartRule Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Action = reader.String("action"),
        ExitCodes = reader.Object("exitCodes", RestartExitCodes.Read),
    };
}

public sealed record RestartExitCodes : ModelNode
{
    public Located<string>? Operator { get; init; }

    public static RestartExitCodes Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Operator = reader.String("operator"),
    };
}

public sealed record ContainerResizePolicy : ModelNode
{
    public Located<string>? RestartPolicy { get; init; }

    public static ContainerResizePolicy Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        RestartPolicy = reader.String("restartPolicy"),
    };
}

public sealed record ContainerPort : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<int>? Number { get; init; }

    public Located<int>? HostPort { get; init; }

    public Located<string>? HostIP { get; init; }

    public Located<string>? Protocol { get; init; }

    public static ContainerPort Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Number = reader.Int("containerPort"),
        HostPort = reader.Int("hostPort"),
        HostIP = reader.String("hostIP"),
        Protocol = reader.String("protocol"),
    };
}

public sealed record SecurityContext : ModelNode
{
    public Located<long>? RunAsUser { get; init; }

    public Located<bool>? RunAsNonRoot { get; init; }

    public IReadOnlyList<Located<string>> AddedCapabilities { get; init; } = [];

    /// <summary>capabilities.drop has ALL, or the one that low ports need.</summary>
    public Located<string>? DropsBind { get; init; }

    /// <summary>net.ipv4.ip_unprivileged_port_start, where a pod sets it.</summary>
    public Located<string>? UnprivilegedPortStart { get; init; }

    public static SecurityContext Read(MappingReader reader)
    {
        var capabilities = reader.Nested("capabilities");
        return new SecurityContext
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            RunAsUser = reader.Long("runAsUser"),
            RunAsNonRoot = reader.Bool("runAsNonRoot"),
            AddedCapabilities = capabilities?.Strings("add")?.Items ?? [],
            DropsBind = capabilities?.Strings("drop")?.Items.FirstOrDefault(c => c.Value is "ALL" or "all" or "NET_BIND_SERVICE"),
            UnprivilegedPortStart = reader.List("sysctls", s => s.String("name")?.Value == "net.ipv4.ip_unprivileged_port_start" ? s.String("value") : null)?.Items.FirstOrDefault(s => s is not null),
        };
    }
}
