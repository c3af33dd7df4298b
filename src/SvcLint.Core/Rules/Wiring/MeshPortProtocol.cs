using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// In an Istio mesh a Service port's name or appProtocol says which protocol the proxies speak. HTTP in front of a database breaks
/// its connections.
/// </summary>
public sealed class MeshPortProtocol : Rule
{
    private static readonly string[] HttpWords = ["http", "http2", "https-proxy", "grpc", "grpc-web"];

    // Ports of protocols that are no HTTP, by number.
    private static readonly Dictionary<int, string> Others = new()
    {
        [3306] = "mysql",
        [5432] = "postgres",
        [6379] = "redis",
        [27017] = "mongo",
        [5672] = "amqp",
        [9092] = "kafka",
        [11211] = "memcached",
        [2181] = "zookeeper",
        [1433] = "mssql",
        [26379] = "redis",
        [7946] = "memberlist",
        [9042] = "cassandra",
        [4222] = "nats",
        [1883] = "mqtt",
        [25] = "smtp",
        [389] = "ldap",
        [22] = "ssh",
    };

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2048",
        Name = "mesh-port-protocol",
        Title = "In a mesh, a port's name says HTTP in front of a process that does not speak it",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the proxies read the connection as HTTP and break it",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            var behind = context.WorkloadsBehind(service);
            if (behind.Count == 0 || !behind.All(w => IsInMesh(context, service, w)))
            {
                continue;
            }

            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                var said = port.AppProtocol is { Value.Length: > 0 } ? port.AppProtocol : port.Name;
                if (said is { Value: var word } && (word == "http" || (word.StartsWith("http-", StringComparison.Ordinal) && port.AppProtocol is null)) && Grpc(port, behind) is { } probe)
                {
                    yield return Report(
                        service,
                        said.Span,
                        $"port name '{said.Value}' makes Istio speak HTTP/1.1 to gRPC on port {port.Port}",
                        [new RelatedSpan(probe, "gRPC probe")],
                        effect: "the proxies send HTTP/1.1, which a gRPC server refuses",
                        help: ReferenceEquals(said, port.AppProtocol) ? "write appProtocol: grpc" : "name the port 'grpc'");
                    continue;
                }

                if (said is null || !SaysHttp(said.Value) || Spoken(port, behind) is not { } protocol)
                {
                    continue;
                }

                yield return Report(
                    service,
                    said.Span,
                    $"port name '{said.Value}' makes Istio speak HTTP to {protocol} on port {port.Port}",
                    [new RelatedSpan((behind[0].PodSpec?.Containers is { Count: > 0 } containers ? containers[0].Image?.Span : null) ?? behind[0].NameSpan, "the process")],
                    help: ReferenceEquals(said, port.AppProtocol) ? "write appProtocol: tcp" : $"name the port 'tcp-{protocol}'");
            }
        }
    }

    // The kubelet asks for gRPC at the very port.
    private static Text.SourceSpan? Grpc(ServicePort port, IReadOnlyList<Workload> behind) =>
        behind.Select(w => (Target: PolicyReach.TargetNumber(port, w), Workload: w)).SelectMany(t => t.Workload.ServingContainers()
            .SelectMany(c => new[] { c.ReadinessProbe?.Grpc?.Port, c.LivenessProbe?.Grpc?.Port }).Where(p => p?.Value.Int is { } number && number == t.Target)).FirstOrDefault()?.Span;

    // Both the number and the image, or the container's own name for the port, say what is spoken.
    private static string? Spoken(ServicePort port, IReadOnlyList<Workload> behind)
    {
        var target = PortResolution.Target(port);
        var number = target?.Int ?? behind.Select(w => target?.String is { } name ? PortResolution.Named(w, name, "TCP")?.Number?.Value : null).FirstOrDefault(n => n is not null);
        if (number is null || !Others.TryGetValue(number.Value, out var protocol))
        {
            return null;
        }

        return behind.All(w => w.ServingContainers().Any(c => Says(c.Image?.Value, protocol) || (c.Ports?.Items ?? []).Any(p => p.Number?.Value == number && Says(p.Name?.Value, protocol)))
            || Says(w.Name, protocol)) ? protocol : null;
    }

    private static bool Says(string? text, string protocol)
    {
        foreach (var word in protocol switch
        {
            "mysql" => (string[])["mysql", "mariadb", "percona"],
            "postgres" => ["postgres", "postgis", "timescale", "pgbouncer"],
            "redis" => ["redis", "valkey", "keydb", "sentinel"],
            "amqp" => ["rabbitmq", "amqp"],
            "mssql" => ["mssql", "sqlserver"],
            "memberlist" => ["memberlist", "gossip", "loki", "alertmanager", "mimir", "tempo"],
            _ => [protocol],
        })
        {
            if (text?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool SaysHttp(string name) => Array.IndexOf(HttpWords, name) >= 0 || HttpWords.Any(w => name.StartsWith(w + "-", StringComparison.Ordinal)) || name is "kubernetes.io/h2c" or "kubernetes.io/ws";

    private static bool IsInMesh(RuleContext context, Service service, Workload workload)
    {
        var own = workload.Template.Metadata?.Labels?["sidecar.istio.io/inject"] ?? workload.Template.Metadata?.Annotations?["sidecar.istio.io/inject"];
        if (own is not null)
        {
            return own == "true";
        }

        var @namespace = workload.Namespace ?? service.Namespace;
        return @namespace is not null && context.Repository.Namespaces.AllNamed(@namespace).Any(n => n.Metadata.Labels?["istio-injection"] == "enabled" || n.Metadata.Labels?["istio.io/rev"] is not null || n.Metadata.Labels?["istio.io/dataplane-mode"] == "ambient");
    }
}
