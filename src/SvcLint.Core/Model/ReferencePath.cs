using SvcLint.Yaml;

namespace SvcLint.Model;

/// <summary>Whether a reference may name other kinds, and which it names when it does not say.</summary>
internal enum ReferencedKind
{
    /// <summary>Always a Service; there is no kind field.</summary>
    Always,

    /// <summary>Service unless kind (or group) says otherwise.</summary>
    ByDefault,

    /// <summary>Only when kind says Service.</summary>
    WhenSaid,
}

/// <summary>
/// Where a kind names Services: <c>spec.webhooks[].clientConfig</c> and the field names at the end of the path.
/// Brackets mark lists; whatever is missing or of another shape on the way is no reference.
/// </summary>
internal sealed record ReferencePath(string Path, string Place)
{
    private string[] Segments { get; } = Path.Length == 0 ? [] : Path.Split('.');

    public string Name { get; init; } = "name";

    /// <summary>Null: the reference is local to the object's namespace.</summary>
    public string? Namespace { get; init; }

    public string? Port { get; init; }

    /// <summary>The path, from the object's root, of the mapping that holds the port; null: the reference itself.</summary>
    public string? PortHolder { get; init; }

    public ReferencedPort PortMeaning { get; init; }

    public int? DefaultPort { get; init; }

    public ReferencedKind Kind { get; init; }

    /// <summary>The field that holds the share of requests; null where there is none.</summary>
    public string? Weight { get; init; }

    public void Read(MappingReader root, List<ServiceReference> references)
    {
        foreach (var place in Walk(root, Segments, 0))
        {
            if (NamesService(place) && place.String(Name) is { Value.Length: > 0 } name)
            {
                references.Add(new ServiceReference
                {
                    Name = name,
                    Namespace = Namespace is null ? null : place.String(Namespace),
                    Port = Port is null ? null : (PortHolder is null ? place : Walk(root, PortHolder).FirstOrDefault())?.IntOrString(Port),
                    PortMeaning = PortMeaning,
                    DefaultPort = DefaultPort,
                    Weight = Weight is null ? null : place.Int(Weight)?.Value,
                    IsLocal = Namespace is null,
                    Span = Name == "name" ? place.Span : name.Span,
                    Place = Place,
                });
            }
        }
    }

    /// <summary>The mappings at the end of a path.</summary>
    public static IEnumerable<MappingReader> Walk(MappingReader root, string path) => Walk(root, path.Split('.'), 0);

    private bool NamesService(MappingReader place)
    {
        var kind = place.String("kind")?.Value;
        return Kind switch
        {
            ReferencedKind.Always => true,
            ReferencedKind.ByDefault => kind is null or "" or "Service" && place.String("group")?.Value is null or "" or "core",
            _ => kind == "Service" && (place.String("apiVersion")?.Value is null or "v1") && (place.String("group")?.Value is null or ""),
        };
    }

    private static IEnumerable<MappingReader> Walk(MappingReader at, string[] segments, int index)
    {
        if (index == segments.Length)
        {
            yield return at;
            yield break;
        }

        var segment = segments[index];
        if (!segment.EndsWith("[]", StringComparison.Ordinal))
        {
            if (at.Nested(segment) is { } nested)
            {
                foreach (var place in Walk(nested, segments, index + 1))
                {
                    yield return place;
                }
            }

            yield break;
        }

        if (at.Raw(segment.Substring(0, segment.Length - 2)) is YamlSequence list)
        {
            for (var i = 0; i < list.Items.Count; i++)
            {
                if (list.Items[i] is YamlMapping item)
                {
                    foreach (var place in Walk(MappingReader.Of(item), segments, index + 1))
                    {
                        yield return place;
                    }
                }
            }
        }
    }
}
