using System.Globalization;

namespace SvcLint.Model;

/// <summary>A core/v1 ConfigMap: configuration of the pods beside it, and the usual home of kube-proxy's.</summary>
public sealed record ConfigMap : KubernetesObject
{
    public StringMap? Data { get; init; }

    /// <summary>Keys whose values are not text.</summary>
    public IReadOnlyList<string> BinaryKeys { get; init; } = [];

    public bool HasKey(string key) => Data?.Find(key) is not null || BinaryKeys.Contains(key);

    internal static ConfigMap Read(ObjectHeader header, MappingReader reader)
    {
        var data = reader.StringMap("data");
        return new ConfigMap
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            Data = data,
            BinaryKeys = [.. (reader.StringMap("binaryData")?.Entries ?? []).Select(e => e.Key.Value)],
            ServiceReferences = data is { Count: > 0 } && data.Entries.All(e => IsPort(e.Key.Value)) ? StreamServices(data) : [],
        };
    }

    // What ingress-nginx forwards without HTTP: port "9000" to "namespace/service:port[:PROXY[:PROXY]]".
    private static IReadOnlyList<ServiceReference> StreamServices(StringMap data)
    {
        var references = new List<ServiceReference>();
        foreach (var entry in data.Entries)
        {
            var text = entry.Value.Value;
            var slash = text.IndexOf('/');
            var colon = text.IndexOf(':');
            if (slash <= 0 || colon < slash)
            {
                return [];
            }

            var end = text.IndexOf(':', colon + 1);
            var port = entry.Value.Slice(colon + 1, end < 0 ? text.Length : end);
            references.Add(new ServiceReference
            {
                Name = entry.Value.Slice(slash + 1, colon),
                Namespace = entry.Value.Slice(0, slash),
                Port = new Located<IntOrString>(int.TryParse(port.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new IntOrString(number, null) : new IntOrString(null, port.Value), port.Span),
                PortMeaning = ReferencedPort.ServicePort,
                Span = entry.Value.Span,
                Place = "stream service",
            });
        }

        return references;
    }

    private static bool IsPort(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536;
}
