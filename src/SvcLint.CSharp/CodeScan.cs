namespace SvcLint.CSharp;

/// <summary>Tells from the text alone, without parsing, whether a C# file can say anything of networking; a few too many.</summary>
public sealed class CodeScan
{
    // Models that are read, and the first line of a manifest.
    private static readonly string[] Objects =
    [
        "V1Service", "V1Endpoint", "V1NetworkPolicy", "V1Ingress", "V1Pod", "V1Deployment", "V1StatefulSet", "V1DaemonSet", "V1ReplicaSet", "V1ReplicationController", "V1Job", "V1CronJob",
        "V1ConfigMap", "V1Namespace", "apiVersion:",
    ];

    // What the readers look for, as short as it is still telling.
    private static readonly string[] Always =
    [
        "Listen", "Url", "UseSetting", "ConfigureWebHost", "WebHostBuilder", "WebApplication", "IApplicationBuilder", "EndpointRouteBuilder", "RouteGroupBuilder", "UseEndpoints", "HealthCheck",
        "UsePathBase", "[Route", "[Http", "AcceptVerbs", "\"/", "onfiguration[", "onfig[", "GetSection", "GetRequiredSection", "GetValue", "GetConnectionString", "EnvironmentVariable",
        "BindConfiguration", "AddEnvironmentVariables", "Advertised", "ConfigureEndpoints", "Port", "Server(", "GrpcC", "ForwardedHeaders", "//_", ".svc", .. Objects,
    ];

#if NET
    private readonly System.Buffers.SearchValues<string> _words;

    /// <param name="serviceNames">Services that an address may name.</param>
    public CodeScan(IEnumerable<string> serviceNames) => _words = System.Buffers.SearchValues.Create([.. Words(serviceNames)], StringComparison.Ordinal);

    public bool MayMatter(string text) => text.AsSpan().ContainsAny(_words);
#else
    private readonly string[] _words;

    /// <param name="serviceNames">Services that an address may name.</param>
    public CodeScan(IEnumerable<string> serviceNames) => _words = [.. Words(serviceNames)];

    public bool MayMatter(string text) => Array.Exists(_words, w => text.IndexOf(w, StringComparison.Ordinal) >= 0);
#endif

    private static IEnumerable<string> Words(IEnumerable<string> serviceNames) => Always.Concat(serviceNames.SelectMany(n => new[] { "//" + n, n + ":", "=" + n }));
}
