using SvcLint.Kubernetes;
using SvcLint.Yaml;

namespace SvcLint.Model;

/// <summary>kubeproxy.config.k8s.io/v1alpha1: a bare file, the <c>config.conf</c> of the kube-proxy ConfigMap, or a document of a kubeadm file.</summary>
public sealed record KubeProxyConfiguration : KubernetesObject
{
    public const string ApiGroup = "kubeproxy.config.k8s.io";

    public FeatureGates? FeatureGates { get; init; }

    public Located<string>? BindAddress { get; init; }

    public Located<string>? HealthzBindAddress { get; init; }

    public Located<string>? MetricsBindAddress { get; init; }

    public Located<bool>? BindAddressHardFail { get; init; }

    public Located<bool>? EnableProfiling { get; init; }

    public Located<string>? ShowHiddenMetricsForVersion { get; init; }

    public Located<string>? ClusterCIDR { get; init; }

    public Located<string>? HostnameOverride { get; init; }

    public ClientConnection? ClientConnection { get; init; }

    public IptablesConfiguration? Iptables { get; init; }

    public IpvsConfiguration? Ipvs { get; init; }

    public NftablesConfiguration? Nftables { get; init; }

    public WinkernelConfiguration? Winkernel { get; init; }

    public Located<string>? Mode { get; init; }

    public Located<string>? PortRange { get; init; }

    public Located<int>? OomScoreAdj { get; init; }

    public ConntrackConfiguration? Conntrack { get; init; }

    public Located<string>? ConfigSyncPeriod { get; init; }

    public LocatedList<Located<string>>? NodePortAddresses { get; init; }

    public Located<string>? DetectLocalMode { get; init; }

    public DetectLocalConfiguration? DetectLocal { get; init; }

    public LoggingConfiguration? Logging { get; init; }

    internal static KubeProxyConfiguration Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        FeatureGates = reader.Object("featureGates", FeatureGates.Read),
        BindAddress = reader.String("bindAddress"),
        HealthzBindAddress = reader.String("healthzBindAddress"),
        MetricsBindAddress = reader.String("metricsBindAddress"),
        BindAddressHardFail = reader.Bool("bindAddressHardFail"),
        EnableProfiling = reader.Bool("enableProfiling"),
        ShowHiddenMetricsForVersion = reader.String("showHiddenMetricsForVersion"),
        ClusterCIDR = reader.String("clusterCIDR"),
        HostnameOverride = reader.String("hostnameOverride"),
        ClientConnection = reader.Object("clientConnection", ClientConnection.Read),
        Iptables = reader.Object("iptables", IptablesConfiguration.Read),
        Ipvs = reader.Object("ipvs", IpvsConfiguration.Read),
        Nftables = reader.Object("nftables", NftablesConfiguration.Read),
        Winkernel = reader.Object("winkernel", WinkernelConfiguration.Read),
        Mode = reader.String("mode"),
        PortRange = reader.String("portRange"),
        OomScoreAdj = reader.Int("oomScoreAdj"),
        Conntrack = reader.Object("conntrack", ConntrackConfiguration.Read),
        ConfigSyncPeriod = reader.String("configSyncPeriod"),
        NodePortAddresses = reader.Strings("nodePortAddresses"),
        DetectLocalMode = reader.String("detectLocalMode"),
        DetectLocal = reader.Object("detectLocal", DetectLocalConfiguration.Read),
        Logging = reader.Object("logging", LoggingConfiguration.Read),
    };
}

public sealed record ClientConnection : ModelNode
{
    public Located<string>? Kubeconfig { get; init; }

    public Located<string>? AcceptContentTypes { get; init; }

    public Located<string>? ContentType { get; init; }

    public Located<string>? Qps { get; init; }

    public Located<int>? Burst { get; init; }

    public static ClientConnection Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Kubeconfig = reader.String("kubeconfig"),
        AcceptContentTypes = reader.String("acceptContentTypes"),
        ContentType = reader.String("contentType"),
        Qps = reader.String("qps"),
        Burst = reader.Int("burst"),
    };
}

public sealed record IptablesConfiguration : ModelNode
{
    public Located<int>? MasqueradeBit { get; init; }

    public Located<bool>? MasqueradeAll { get; init; }

    public Located<bool>? LocalhostNodePorts { get; init; }

    public Located<string>? SyncPeriod { get; init; }

    public Located<string>? MinSyncPeriod { get; init; }

    public static IptablesConfiguration Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        MasqueradeBit = reader.Int("masqueradeBit"),
        MasqueradeAll = reader.Bool("masqueradeAll"),
        LocalhostNodePorts = reader.Bool("localhostNodePorts"),
        SyncPeriod = reader.String("syncPeriod"),
        MinSyncPeriod = reader.String("minSyncPeriod"),
    };
}

public sealed record IpvsConfiguration : ModelNode
{
    public Located<string>? SyncPeriod { get; init; }

    public Located<string>? MinSyncPeriod { get; init; }

    public Located<string>? Scheduler { get; init; }

    public LocatedList<Located<string>>? ExcludeCIDRs { get; init; }

    public Located<bool>? StrictARP { get; init; }

    public Located<string>? TcpTimeout { get; init; }

    public Located<string>? TcpFinTimeout { get; init; }

    public Located<string>? UdpTimeout { get; init; }

    public static IpvsConfiguration Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        SyncPeriod = reader.String("syncPeriod"),
        MinSyncPeriod = reader.String("minSyncPeriod"),
        Scheduler = reader.String("scheduler"),
        ExcludeCIDRs = reader.Strings("excludeCIDRs"),
        StrictARP = reader.Bool("strictARP"),
        TcpTimeout = reader.String("tcpTimeout"),
        TcpFinTimeout = reader.String("tcpFinTimeout"),
        UdpTimeout = reader.String("udpTimeout"),
    };
}

public sealed record NftablesConfiguration : ModelNode
{
    public Located<int>? MasqueradeBit { get; init; }

    public Located<bool>? MasqueradeAll { get; init; }

    public Located<string>? SyncPeriod { get; init; }

    public Located<string>? MinSyncPeriod { get; init; }

    public static NftablesConfiguration Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        MasqueradeBit = reader.Int("masqueradeBit"),
        MasqueradeAll = reader.Bool("masqueradeAll"),
        SyncPeriod = reader.String("syncPeriod"),
        MinSyncPeriod = reader.String("minSyncPeriod"),
    };
}

public sealed record WinkernelConfiguration : ModelNode
{
    public Located<string>? NetworkName { get; init; }

    public Located<string>? SourceVip { get; init; }

    public Located<bool>? EnableDSR { get; init; }

    public Located<string>? RootHnsEndpointName { get; init; }

    public Located<bool>? ForwardHealthCheckVip { get; init; }

    public static WinkernelConfiguration Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        NetworkName = reader.String("networkName"),
        SourceVip = reader.String("sourceVip"),
        EnableDSR = reader.Bool("enableDSR"),
        RootHnsEndpointName = reader.String("rootHnsEndpointName"),
        ForwardHealthCheckVip = reader.Bool("forwardHealthCheckVip"),
    };
}

public sealed record ConntrackConfiguration : ModelNode
{
    public Located<int>? MaxPerCore { get; init; }

    public Located<int>? Min { get; init; }

    public Located<string>? TcpEstablishedTimeout { get; init; }

    public Located<string>? TcpCloseWaitTimeout { get; init; }

    public Located<bool>? TcpBeLiberal { get; init; }

    public Located<string>? UdpTimeout { get; init; }

    public Located<string>? UdpStreamTimeout { get; init; }

    public static ConntrackConfiguration Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        MaxPerCore = reader.Int("maxPerCore"),
        Min = reader.Int("min"),
        TcpEstablishedTimeout = reader.String("tcpEstablishedTimeout"),
        TcpCloseWaitTimeout = reader.String("tcpCloseWaitTimeout"),
        TcpBeLiberal = reader.Bool("tcpBeLiberal"),
        UdpTimeout = reader.String("udpTimeout"),
        UdpStreamTimeout = reader.String("udpStreamTimeout"),
    };
}

public sealed record DetectLocalConfiguration : ModelNode
{
    public Located<string>? BridgeInterface { get; init; }

    public Located<string>? InterfaceNamePrefix { get; init; }

    public static DetectLocalConfiguration Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        BridgeInterface = reader.String("bridgeInterface"),
        InterfaceNamePrefix = reader.String("interfaceNamePrefix"),
    };
}

public sealed record LoggingConfiguration : ModelNode
{
    public Located<string>? Format { get; init; }

    public Located<long>? Verbosity { get; init; }

    /// <summary>A duration, or a number of nanoseconds.</summary>
    public Located<string>? FlushFrequency { get; init; }

    public LocatedList<LoggingModule>? VModule { get; init; }

    public LoggingFormatOptions? Options { get; init; }

    public static LoggingConfiguration Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Format = reader.String("format"),
        Verbosity = reader.Long("verbosity"),
        FlushFrequency = reader.String("flushFrequency"),
        VModule = reader.List("vmodule", LoggingModule.Read),
        Options = reader.Object("options", LoggingFormatOptions.Read),
    };
}

public sealed record LoggingFormatOptions : ModelNode
{
    public LoggingOutput? Json { get; init; }

    public LoggingOutput? Text { get; init; }

    public static LoggingFormatOptions Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Json = reader.Object("json", LoggingOutput.Read),
        Text = reader.Object("text", LoggingOutput.Read),
    };
}

/// <summary>Where the lines of one format go.</summary>
public sealed record LoggingOutput : ModelNode
{
    public Located<bool>? SplitStream { get; init; }

    /// <summary>An amount, as written.</summary>
    public Located<string>? InfoBufferSize { get; init; }

    public static LoggingOutput Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        SplitStream = reader.Bool("splitStream"),
        InfoBufferSize = reader.Raw("infoBufferSize") is YamlScalar scalar && scalar.Resolve().Kind != ScalarKind.Null ? new Located<string>(scalar.Value, scalar.Span) : null,
    };
}

/// <summary>A level for the files that a pattern names.</summary>
public sealed record LoggingModule : ModelNode
{
    public Located<string>? FilePattern { get; init; }

    public Located<long>? Verbosity { get; init; }

    public static LoggingModule Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        FilePattern = reader.String("filePattern"),
        Verbosity = reader.Long("verbosity"),
    };
}

/// <summary>Gate name to setting; null is false, as Go decodes it, and a value that is no boolean is kept as null.</summary>
public sealed record FeatureGates : ModelNode
{
    public IReadOnlyList<(Located<string> Gate, Located<bool>? Enabled)> Entries { get; init; } = [];

    /// <summary>How gates are set, for <see cref="FeatureGateTable.IsOn"/>; null where none is.</summary>
    public static Func<string, bool?>? Settings(FeatureGates? gates) => gates is { Entries.Count: > 0 } ? gates.Find : null;

    // Of a gate that is written twice the last one counts.
    private bool? Find(string gate)
    {
        bool? found = null;
        foreach (var (name, enabled) in Entries)
        {
            found = name.Value == gate && enabled is not null ? enabled.Value : found;
        }

        return found;
    }

    public static FeatureGates Read(MappingReader reader)
    {
        var entries = new List<(Located<string> Gate, Located<bool>? Enabled)>();
        foreach (var entry in reader.Node?.Entries ?? [])
        {
            if (entry.Name is { } name)
            {
                var isNull = reader.Raw(name) is YamlScalar scalar && scalar.Resolve().Kind == ScalarKind.Null;
                entries.Add((new Located<string>(name, entry.Key.Span), isNull ? new Located<bool>(false, entry.Value.Span) : reader.Bool(name)));
            }
        }

        return new FeatureGates { Span = reader.Span, KeySpan = reader.KeySpan, Entries = entries };
    }
}
