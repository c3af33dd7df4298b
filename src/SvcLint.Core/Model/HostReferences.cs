namespace SvcLint.Model;

/// <summary>Kinds that name Services by host: Istio's VirtualService and DestinationRule, Emissary's Mapping.</summary>
internal static class HostReferences
{
    private static readonly string[] VirtualServicePaths =
    [
        "spec.http[].route[].destination",
        "spec.http[].mirror",
        "spec.http[].mirrors[].destination",
        "spec.tcp[].route[].destination",
        "spec.tls[].route[].destination",
    ];

    public static IReadOnlyList<ServiceReference>? Read(GroupKind kind, MappingReader reader)
    {
        if (Reader(kind) is not { } read)
        {
            return null;
        }

        var references = new List<ServiceReference>();
        read(reader, references);
        return references;
    }

    /// <summary>An ExternalName that says <c>svc</c> is an alias of another Service.</summary>
    public static IReadOnlyList<ServiceReference> OfExternalName(Located<string>? externalName) =>
        externalName is not null && ServiceDnsName.TryParse(externalName.Value, out var name) && name is { IsQualified: true, PortName: null }
            ? [Reference(externalName, 0, name, "externalName")]
            : [];

    private static Action<MappingReader, List<ServiceReference>>? Reader(GroupKind kind) => (kind.Group, kind.Kind) switch
    {
        ("networking.istio.io", "VirtualService") => ReadVirtualService,
        ("networking.istio.io", "DestinationRule") => ReadDestinationRule,
        ("getambassador.io", "Mapping" or "TCPMapping") => ReadMapping,
        _ => null,
    };

    private static void ReadVirtualService(MappingReader reader, List<ServiceReference> references)
    {
        foreach (var path in VirtualServicePaths)
        {
            foreach (var destination in ReferencePath.Walk(reader, path))
            {
                Add(references, destination, "VirtualService destination", destination.Nested("port")?.IntOrString("number"), ReferencedPort.ServicePortNumber);
            }
        }
    }

    private static void ReadDestinationRule(MappingReader reader, List<ServiceReference> references)
    {
        if (reader.Nested("spec") is { } spec)
        {
            Add(references, spec, "DestinationRule host", null, ReferencedPort.None);
        }
    }

    // Istio completes names without a dot from the object's namespace and takes every other name as it stands.
    private static void Add(
        List<ServiceReference> references, MappingReader place, string noun, Located<IntOrString>? port, ReferencedPort meaning)
    {
        if (place.String("host") is { } host
            && ServiceDnsName.TryParse(host.Value, out var name)
            && name is { Hostname: null, PortName: null }
            && (name.IsQualified ? name.Domain is not null : name.Namespace is null))
        {
            references.Add(Reference(host, 0, name, noun) with { Port = port, PortMeaning = meaning, Span = port is null ? host.Span : place.Span });
        }
    }

    private static void ReadMapping(MappingReader reader, List<ServiceReference> references)
    {
        if (reader.Nested("spec")?.String("service") is not { } service)
        {
            return;
        }

        foreach (var address in HostAddress.Parse(service.Value))
        {
            if (ServiceDnsName.TryParse(address.Host, out var name) && name.Hostname is null)
            {
                references.Add(Reference(service, address.HostSpan.Start, name, "Mapping service") with
                {
                    Port = address.PortSpan is { } port
                        ? new Located<IntOrString>(new IntOrString(address.Port, null), service.Part(port.Start, port.End))
                        : null,
                    PortMeaning = ReferencedPort.ServicePortNumber,
                    DefaultPort = address.Port ?? 80,
                });
            }
        }
    }

    private static ServiceReference Reference(Located<string> host, int offset, ServiceDnsName name, string noun)
    {
        var end = offset + name.NameEnd;
        return new ServiceReference
        {
            Name = host.Slice(offset + name.NameStart, end),
            Namespace = name.Namespace is { } ns ? host.Slice(end + 1, end + 1 + ns.Length) : null,
            Span = host.Span,
            Place = noun,
        };
    }
}
