namespace SvcLint.Model;

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
