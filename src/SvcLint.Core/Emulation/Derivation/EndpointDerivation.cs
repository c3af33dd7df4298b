using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>
/// EndpointSlices as the EndpointSlice controller would write them for Services with a selector, and as the mirroring controller
/// would for hand-written Endpoints.
/// </summary>
internal sealed class EndpointDerivation(IReadOnlyList<Workload> workloads, PodDerivation pods, KubernetesVersion version)
{
    public IEnumerable<EndpointSlice> SlicesOf(Service service)
    {
        if (service.Spec is not { Selector.Count: > 0 } spec || spec.Type?.Value == "ExternalName")
        {
            yield break;
        }

        foreach (var workload in workloads)
        {
            if ((workload.Namespace ?? "default") != (service.Namespace ?? "default") || !LabelMatching.Selects(spec.Selector, workload.PodLabels))
            {
                continue;
            }

            var ports = PortsOf(spec, workload);
            foreach (var family in spec.IPFamilies?.Items ?? [])
            {
                yield return Slice(service, workload, family.Value, ports);
            }
        }
    }

    public static IEnumerable<EndpointSlice> Mirror(Endpoints endpoints)
    {
        var number = 0;
        foreach (var subset in endpoints.Subsets?.Items ?? [])
        {
            foreach (var family in new[] { IPFamily.IPv4, IPFamily.IPv6 })
            {
                var mirrored = new List<SliceEndpoint>();
                Mirror(subset.Addresses, family, ready: true, mirrored);
                Mirror(subset.NotReadyAddresses, family, ready: false, mirrored);
                if (mirrored.Count > 0)
                {
                    yield return NewSlice(endpoints, endpoints.Name ?? "", $"{endpoints.Name}-{number++}", family.ToString(), mirrored, subset.Ports?.Items ?? []);
                }
            }
        }
    }

    private static void Mirror(LocatedList<EndpointAddress>? addresses, IPFamily family, bool ready, List<SliceEndpoint> mirrored)
    {
        foreach (var address in addresses?.Items ?? [])
        {
            if (address.IP is { } ip && IPAddressValue.TryParseSloppy(ip.Value, out var parsed) && parsed.Family == family)
            {
                mirrored.Add(new SliceEndpoint
                {
                    Span = address.Span,
                    KeySpan = address.KeySpan,
                    Addresses = new LocatedList<Located<string>>([ip], ip.Span, ip.Span),
                    NodeName = address.NodeName,
                    Conditions = new EndpointConditions { Span = address.Span, KeySpan = address.KeySpan, Ready = new Located<bool>(ready, address.Span, IsDefault: true) },
                });
            }
        }
    }

    // A named target port that no container declares leaves the port out for these pods.
    private static List<EndpointPort> PortsOf(ServiceSpec spec, Workload workload)
    {
        var ports = new List<EndpointPort>();
        foreach (var port in spec.Ports?.Items ?? [])
        {
            var protocol = PortResolution.Protocol(port);
            var target = PortResolution.Target(port);
            var number = target?.Int ?? (target?.String is { } name ? PortResolution.Named(workload, name, protocol)?.Number?.Value : null);
            if (number is { } resolved)
            {
                ports.Add(new EndpointPort
                {
                    Span = port.Span,
                    KeySpan = port.KeySpan,
                    Name = port.Name,
                    Protocol = new Located<string>(protocol, port.Span),
                    Port = new Located<int>(resolved, port.TargetPort?.Span ?? port.Span, IsDefault: true),
                });
            }
        }

        return ports;
    }

    private EndpointSlice Slice(Service service, Workload workload, string family, List<EndpointPort> ports)
    {
        var endpoints = new List<SliceEndpoint>();
        foreach (var pod in pods.Of(workload))
        {
            foreach (var address in pod.Addresses)
            {
                if (address.Family.ToString() == family)
                {
                    endpoints.Add(Endpoint(service, pod, address));
                }
            }
        }

        return NewSlice(service, service.Name ?? "", $"{service.Name}-{workload.Name}-{family.ToLowerInvariant()}", family, endpoints, ports);
    }

    private SliceEndpoint Endpoint(Service service, DerivedPod pod, IPAddressValue address)
    {
        var workload = pod.Workload;
        var place = workload.Template.KeySpan;
        return new SliceEndpoint
        {
            Span = workload.Span,
            KeySpan = workload.KeySpan,
            Addresses = new LocatedList<Located<string>>([new Located<string>(address.ToString(), place, IsDefault: true)], place, place, IsDefault: true),
            NodeName = new Located<string>(pod.Node.Name, place, IsDefault: true),
            Hints = HintsOf(service.Spec?.TrafficDistribution, pod.Node, workload),
        };
    }

    private EndpointHints? HintsOf(Located<string>? distribution, ProxyNode node, ModelNode place)
    {
        var sameNode = distribution?.Value == "PreferSameNode" && version.Minor >= 34;
        var sameZone = sameNode || distribution?.Value == "PreferSameZone" || (distribution?.Value == "PreferClose" && version.Minor >= 31);
        return !sameZone || node.Zone is not { Length: > 0 } zone
            ? null
            : new EndpointHints
            {
                Span = place.Span,
                KeySpan = place.KeySpan,
                ForZones = Target(zone),
                ForNodes = sameNode ? Target(node.Name) : null,
            };

        LocatedList<HintTarget> Target(string name) => new(
            [new HintTarget { Span = place.Span, KeySpan = place.KeySpan, Name = new Located<string>(name, place.Span, IsDefault: true) }],
            place.Span,
            place.KeySpan,
            IsDefault: true);
    }

    private static EndpointSlice NewSlice(
        KubernetesObject source, string service, string name, string family, IReadOnlyList<SliceEndpoint> endpoints, IReadOnlyList<EndpointPort> ports)
    {
        var span = source.Span;
        var label = new StringMapEntry(new Located<string>(EndpointSlice.ServiceNameLabel, span, IsDefault: true), new Located<string>(service, span, IsDefault: true));
        return new EndpointSlice
        {
            Span = span,
            KeySpan = source.KeySpan,
            ApiVersion = new Located<string>("discovery.k8s.io/v1", span, IsDefault: true),
            Kind = new Located<string>("EndpointSlice", span, IsDefault: true),
            Metadata = new ObjectMeta
            {
                Span = span,
                KeySpan = source.KeySpan,
                Name = new Located<string>(name, span, IsDefault: true),
                Namespace = source.Metadata.Namespace,
                Labels = new StringMap([label], span, source.KeySpan),
            },
            AddressType = new Located<string>(family, span, IsDefault: true),
            Endpoints = new LocatedList<SliceEndpoint>(endpoints, span, source.KeySpan, IsDefault: true),
            Ports = new LocatedList<EndpointPort>(ports, span, source.KeySpan, IsDefault: true),
        };
    }
}
