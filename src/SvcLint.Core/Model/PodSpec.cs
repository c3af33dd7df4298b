namespace SvcLint.Model;

/// <summary>metadata and spec of the pods that a workload makes; for a Pod its own.</summary>
public sealed record PodTemplate : ModelNode
{
    public ObjectMeta? Metadata { get; init; }

    public PodSpec? Spec { get; init; }

    public static PodTemplate Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Metadata = reader.Object("metadata", ObjectMeta.Read),
        Spec = reader.Object("spec", PodSpec.Read),
    };
}

public sealed record PodSpec : ModelNode
{
    public LocatedList<Container>? Containers { get; init; }

    public LocatedList<Container>? InitContainers { get; init; }

    public Located<string>? RestartPolicy { get; init; }

    public Located<bool>? HostNetwork { get; init; }

    public Located<string>? HostnameOverride { get; init; }

    public Located<string>? DnsPolicy { get; init; }

    public PodDnsConfig? DnsConfig { get; init; }

    public Located<string>? Hostname { get; init; }

    public Located<string>? Subdomain { get; init; }

    public Located<string>? NodeName { get; init; }

    public StringMap? NodeSelector { get; init; }

    /// <summary>serviceAccountName, or where that is empty its older name serviceAccount.</summary>
    public Located<string>? ServiceAccountName { get; init; }

    public Located<bool>? EnableServiceLinks { get; init; }

    public Located<int>? TerminationGracePeriodSeconds { get; init; }

    public Located<bool>? SetHostnameAsFQDN { get; init; }

    public LocatedList<Volume>? Volumes { get; init; }

    /// <summary>The security context of all its containers.</summary>
    public SecurityContext? SecurityContext { get; init; }

    public LocatedList<HostAlias>? HostAliases { get; init; }

    public LocatedList<TopologySpreadConstraint>? TopologySpreadConstraints { get; init; }

    /// <summary>Labels of nodes that selector, affinity and spreading ask for.</summary>
    public IReadOnlyList<NodeLabelUse> NodeLabels { get; init; } = [];

    public static PodSpec Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Containers = reader.List("containers", Container.Read),
        InitContainers = reader.List("initContainers", Container.Read),
        RestartPolicy = reader.String("restartPolicy"),
        HostNetwork = reader.Bool("hostNetwork"),
        HostnameOverride = reader.String("hostnameOverride"),
        DnsPolicy = reader.String("dnsPolicy"),
        DnsConfig = reader.Object("dnsConfig", PodDnsConfig.Read),
        Hostname = reader.String("hostname"),
        Subdomain = reader.String("subdomain"),
        NodeName = reader.String("nodeName"),
        NodeSelector = reader.StringMap("nodeSelector"),
        ServiceAccountName = reader.String("serviceAccountName") is { Value.Length: > 0 } account ? account : reader.String("serviceAccount"),
        EnableServiceLinks = reader.Bool("enableServiceLinks"),
        TerminationGracePeriodSeconds = reader.Int("terminationGracePeriodSeconds"),
        SetHostnameAsFQDN = reader.Bool("setHostnameAsFQDN"),
        Volumes = reader.List("volumes", Volume.Read),
        SecurityContext = reader.Object("securityContext", SecurityContext.Read),
        HostAliases = reader.List("hostAliases", HostAlias.Read),
        TopologySpreadConstraints = reader.List("topologySpreadConstraints", TopologySpreadConstraint.Read),
        NodeLabels = NodeLabelUse.Read(reader),
    };
}

/// <summary>Names that a pod's own hosts file gives to an address.</summary>
public sealed record HostAlias : ModelNode
{
    public Located<string>? IP { get; init; }

    public LocatedList<Located<string>>? Hostnames { get; init; }

    public static HostAlias Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        IP = reader.String("ip"),
        Hostnames = reader.Strings("hostnames"),
    };
}

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

public sealed record EnvVar : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? Value { get; init; }

    public EnvVarSource? ValueFrom { get; init; }

    public static EnvVar Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Value = reader.String("value"),
        ValueFrom = reader.Object("valueFrom", EnvVarSource.Read),
    };
}

public sealed record EnvVarSource : ModelNode
{
    public KeySelector? ConfigMapKeyRef { get; init; }

    public KeySelector? SecretKeyRef { get; init; }

    public FieldSelector? FieldRef { get; init; }

    public static EnvVarSource Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ConfigMapKeyRef = reader.Object("configMapKeyRef", KeySelector.Read),
        SecretKeyRef = reader.Object("secretKeyRef", KeySelector.Read),
        FieldRef = reader.Object("fieldRef", FieldSelector.Read),
    };
}

public sealed record KeySelector : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? Key { get; init; }

    /// <summary>True when the pod starts without it.</summary>
    public bool IsOptional { get; init; }

    public static KeySelector Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Key = reader.String("key"),
        IsOptional = reader.Bool("optional")?.Value == true,
    };
}

public sealed record FieldSelector : ModelNode
{
    public Located<string>? FieldPath { get; init; }

    public static FieldSelector Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        FieldPath = reader.String("fieldPath"),
    };
}

public sealed record EnvFromSource : ModelNode
{
    public Located<string>? Prefix { get; init; }

    public NamedReference? ConfigMapRef { get; init; }

    public NamedReference? SecretRef { get; init; }

    public static EnvFromSource Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Prefix = reader.String("prefix"),
        ConfigMapRef = reader.Object("configMapRef", NamedReference.Read),
        SecretRef = reader.Object("secretRef", NamedReference.Read),
    };
}

public sealed record NamedReference : ModelNode
{
    public Located<string>? Name { get; init; }

    /// <inheritdoc cref="KeySelector.IsOptional"/>
    public bool IsOptional { get; init; }

    public static NamedReference Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        IsOptional = reader.Bool("optional")?.Value == true,
    };
}

public sealed record Probe : ModelNode
{
    public HttpGetAction? HttpGet { get; init; }

    public TcpSocketAction? TcpSocket { get; init; }

    public GrpcAction? Grpc { get; init; }

    public ExecAction? Exec { get; init; }

    public Located<int>? InitialDelaySeconds { get; init; }

    public Located<int>? TimeoutSeconds { get; init; }

    public Located<int>? PeriodSeconds { get; init; }

    public Located<int>? SuccessThreshold { get; init; }

    public Located<int>? FailureThreshold { get; init; }

    public Located<int>? TerminationGracePeriodSeconds { get; init; }

    public static Probe Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        HttpGet = reader.Object("httpGet", HttpGetAction.Read),
        TcpSocket = reader.Object("tcpSocket", TcpSocketAction.Read),
        Grpc = reader.Object("grpc", GrpcAction.Read),
        Exec = reader.Object("exec", ExecAction.Read),
        InitialDelaySeconds = reader.Int("initialDelaySeconds"),
        TimeoutSeconds = reader.Int("timeoutSeconds"),
        PeriodSeconds = reader.Int("periodSeconds"),
        SuccessThreshold = reader.Int("successThreshold"),
        FailureThreshold = reader.Int("failureThreshold"),
        TerminationGracePeriodSeconds = reader.Int("terminationGracePeriodSeconds"),
    };
}

public sealed record HttpGetAction : ModelNode
{
    public Located<string>? Path { get; init; }

    public Located<IntOrString>? Port { get; init; }

    public Located<string>? Host { get; init; }

    public Located<string>? Scheme { get; init; }

    public LocatedList<HttpHeader>? HttpHeaders { get; init; }

    public static HttpGetAction Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Path = reader.String("path"),
        Port = reader.IntOrString("port"),
        Host = reader.String("host"),
        Scheme = reader.String("scheme"),
        HttpHeaders = reader.List("httpHeaders", HttpHeader.Read),
    };
}

public sealed record HttpHeader : ModelNode
{
    public Located<string>? Name { get; init; }

    public static HttpHeader Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
    };
}

public sealed record TcpSocketAction : ModelNode
{
    public Located<IntOrString>? Port { get; init; }

    public Located<string>? Host { get; init; }

    public static TcpSocketAction Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Port = reader.IntOrString("port"),
        Host = reader.String("host"),
    };
}

public sealed record GrpcAction : ModelNode
{
    public Located<IntOrString>? Port { get; init; }

    public Located<string>? Service { get; init; }

    public static GrpcAction Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Port = reader.IntOrString("port"),
        Service = reader.String("service"),
    };
}

public sealed record ExecAction : ModelNode
{
    public LocatedList<Located<string>>? Command { get; init; }

    public static ExecAction Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Command = reader.Strings("command"),
    };
}

public sealed record SleepAction : ModelNode
{
    public Located<int>? Seconds { get; init; }

    public static SleepAction Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Seconds = reader.Int("seconds"),
    };
}

public sealed record Lifecycle : ModelNode
{
    public LifecycleHandler? PostStart { get; init; }

    public LifecycleHandler? PreStop { get; init; }

    public static Lifecycle Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        PostStart = reader.Object("postStart", LifecycleHandler.Read),
        PreStop = reader.Object("preStop", LifecycleHandler.Read),
    };
}

public sealed record LifecycleHandler : ModelNode
{
    public ExecAction? Exec { get; init; }

    public HttpGetAction? HttpGet { get; init; }

    public TcpSocketAction? TcpSocket { get; init; }

    public SleepAction? Sleep { get; init; }

    public static LifecycleHandler Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Exec = reader.Object("exec", ExecAction.Read),
        HttpGet = reader.Object("httpGet", HttpGetAction.Read),
        TcpSocket = reader.Object("tcpSocket", TcpSocketAction.Read),
        Sleep = reader.Object("sleep", SleepAction.Read),
    };
}

public sealed record PodDnsConfig : ModelNode
{
    public LocatedList<Located<string>>? Nameservers { get; init; }

    public LocatedList<Located<string>>? Searches { get; init; }

    public LocatedList<PodDnsOption>? Options { get; init; }

    public static PodDnsConfig Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Nameservers = reader.Strings("nameservers"),
        Searches = reader.Strings("searches"),
        Options = reader.List("options", PodDnsOption.Read),
    };
}

public sealed record PodDnsOption : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? Value { get; init; }

    public static PodDnsOption Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Value = reader.String("value"),
    };
}

/// <summary>Where a container sees a volume.</summary>
public sealed record VolumeMount : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? MountPath { get; init; }

    /// <summary>The one file of the volume that is mounted.</summary>
    public Located<string>? SubPath { get; init; }

    public static VolumeMount Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        MountPath = reader.String("mountPath"),
        SubPath = reader.String("subPath"),
    };
}

/// <summary>What decides which ports a process may listen on.</summary>
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

/// <summary>A volume; only what brings configuration is read.</summary>
public sealed record Volume : ModelNode
{
    public Located<string>? Name { get; init; }

    /// <summary>The ConfigMap of the volume, or those of a projected volume.</summary>
    public IReadOnlyList<MountedConfigMap> ConfigMaps { get; init; } = [];

    /// <summary>secret.secretName, or the Secrets of a projected volume.</summary>
    public IReadOnlyList<Located<string>> Secrets { get; init; } = [];

    /// <summary>Storage that one pod alone may hold.</summary>
    public bool IsPersistent { get; init; }

    public static Volume Read(MappingReader reader)
    {
        var configMaps = new List<MountedConfigMap>();
        if (reader.Nested("configMap") is { } source && MountedConfigMap.Read(source) is { } map)
        {
            configMaps.Add(map);
        }

        var sources = reader.Nested("projected")?.List("sources", s => s.Nested("configMap") is { } projected ? MountedConfigMap.Read(projected) : null);
        configMaps.AddRange((sources?.Items ?? []).OfType<MountedConfigMap>());
        var secrets = reader.Nested("projected")?.List("sources", s => s.Nested("secret")?.String("name"))?.Items.OfType<Located<string>>().ToList() ?? [];
        if (reader.Nested("secret")?.String("secretName") is { } secret)
        {
            secrets.Add(secret);
        }

        return new Volume { Span = reader.Span, KeySpan = reader.KeySpan, Name = reader.String("name"), ConfigMaps = configMaps, Secrets = secrets, IsPersistent = reader.Has("persistentVolumeClaim") };
    }
}
