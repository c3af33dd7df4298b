using SvcLint.Cluster.Addresses;
using SvcLint.Model;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Listening;

/// <summary>Where an OpenTelemetry collector listens: the receivers of its pipelines, its extensions and its own telemetry.</summary>
internal static class CollectorListeners
{
    // Receivers that ask others, and never listen.
    private static readonly string[] Pullers =
        ["hostmetrics", "kubeletstats", "k8s_cluster", "k8s_events", "k8sobjects", "prometheus", "filelog", "kafka", "redis", "postgresql", "mysql", "docker_stats", "journald", "httpcheck", "otlpjsonfile", "nop", "k8sobject", "sqlquery", "mongodb", "nginx", "rabbitmq"];

    private static readonly Dictionary<string, int> Defaults = new(StringComparer.Ordinal)
    {
        ["otlp/grpc"] = 4317,
        ["otlp/http"] = 4318,
        ["jaeger/grpc"] = 14250,
        ["jaeger/thrift_http"] = 14268,
        ["zipkin"] = 9411,
        ["fluentforward"] = 8006,
        ["opencensus"] = 55678,
        ["health_check"] = 13133,
        ["pprof"] = 1777,
        ["zpages"] = 55679,
    };

    private const string Protocols = "protocols";

    /// <summary>Null where a receiver is not known, or a variable decides.</summary>
    /// <param name="file">The collector's configuration.</param>
    /// <param name="image">Its tag tells what is bound where nothing is written: localhost since 0.104, every address before.</param>
    public static IReadOnlyList<Listener>? Read(ContainerConfigurationFile file, string image)
    {
        if (file.Root is not YamlMapping root || root["receivers"] is not YamlMapping receivers || root["service"] is not YamlMapping service)
        {
            return null;
        }

        var found = new List<Listener>();
        var to = StockImages.IsSince(image, "0.104") ? BoundTo.Loopback : BoundTo.Any;
        var used = Used(service);
        foreach (var receiver in receivers.Entries.Where(r => used.Contains(r.Name ?? "")))
        {
            if (!Add(receiver, to, found))
            {
                return null;
            }
        }

        foreach (var extension in (root["extensions"] as YamlMapping)?.Entries ?? [])
        {
            if (Endpoint(extension.Value) is { } endpoint)
            {
                if (Listener.Parse(endpoint, $"extension {extension.Name}", ListenerEvidence.File) is not { } listener)
                {
                    return null;
                }

                found.Add(listener);
            }
            else if (Defaults.TryGetValue(TypeOf(extension.Name), out var port))
            {
                found.Add(new Listener(port, to, extension.Key.Span, $"extension {extension.Name}", ListenerEvidence.File));
            }
        }

        foreach (var exporter in ((root["exporters"] as YamlMapping)?.Entries ?? []).Where(e => TypeOf(e.Name) == "prometheus"))
        {
            if (Endpoint(exporter.Value) is not { } endpoint || Listener.Parse(endpoint, $"exporter {exporter.Name}", ListenerEvidence.File) is not { } listener)
            {
                return null;
            }

            found.Add(listener);
        }

        found.Add(new Listener(8888, BoundTo.Any, service.FirstLine, "the collector's own metrics", ListenerEvidence.File));
        return found;
    }

    private static bool Add(YamlEntry receiver, BoundTo to, List<Listener> found)
    {
        var type = TypeOf(receiver.Name);
        var what = $"receiver {receiver.Name}";
        if ((receiver.Value as YamlMapping)?[Protocols] is YamlMapping protocols)
        {
            foreach (var protocol in protocols.Entries)
            {
                if (Endpoint(protocol.Value) is { } written)
                {
                    if (Listener.Parse(written, what, ListenerEvidence.File) is not { } listener)
                    {
                        return false;
                    }

                    found.Add(listener);
                }
                else if (Defaults.TryGetValue(type + "/" + protocol.Name, out var port))
                {
                    found.Add(new Listener(port, to, protocol.Key.Span, what, ListenerEvidence.Image));
                }
            }

            return true;
        }

        if (Endpoint(receiver.Value) is { } endpoint && Array.IndexOf(Pullers, type) < 0)
        {
            found.AddRange(Listener.Parse(endpoint, what, ListenerEvidence.File) is { } listener ? [listener] : []);
            return true;
        }

        if (Defaults.TryGetValue(type, out var known))
        {
            found.Add(new Listener(known, to, receiver.Key.Span, what, ListenerEvidence.Image));
            return true;
        }

        return Array.IndexOf(Pullers, type) >= 0;
    }

    private static HashSet<string> Used(YamlMapping service)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pipeline in (service["pipelines"] as YamlMapping)?.Entries ?? [])
        {
            used.UnionWith(((pipeline.Value as YamlMapping)?["receivers"] as YamlSequence)?.Items.OfType<YamlScalar>().Select(s => s.Value) ?? []);
        }

        return used;
    }

    private static string TypeOf(string? name) => name is null ? "" : name.Split('/')[0];

    // "${env:MY_POD_IP}:4317" is the pod's own address.
    private static Located<string>? Endpoint(YamlNode node)
    {
        if ((node as YamlMapping)?["endpoint"] is not YamlScalar { Value.Length: > 0 } scalar)
        {
            return null;
        }

        var text = new Located<string>(scalar.Value, scalar.Span);
        var end = scalar.Value.StartsWith("${", StringComparison.Ordinal) ? scalar.Value.IndexOf("}:", StringComparison.Ordinal) : -1;
        return end > 0 && scalar.Value.IndexOf("IP", 0, end, StringComparison.OrdinalIgnoreCase) > 0 ? text.Slice(end + 1, scalar.Value.Length) : text;
    }
}
