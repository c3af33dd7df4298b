using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>A slice that a controller would write, in the place of what it is written for.</summary>
internal static class DerivedSlice
{
    /// <param name="source">The Service or the Endpoints.</param>
    /// <param name="manager">The controller.</param>
    /// <param name="name">Its number in place of random letters.</param>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="endpoints">Null for the slice of a Service without endpoints.</param>
    /// <param name="ports">None at all are left out, as the API server stores them.</param>
    public static EndpointSlice New(
        KubernetesObject source, string manager, string name, string family, IReadOnlyList<SliceEndpoint>? endpoints, IReadOnlyList<EndpointPort> ports)
    {
        var span = source.Span;
        return new EndpointSlice
        {
            Span = span,
            KeySpan = source.KeySpan,
            ApiVersion = Derived("discovery.k8s.io/v1"),
            Kind = Derived("EndpointSlice"),
            Metadata = new ObjectMeta
            {
                Span = span,
                KeySpan = source.KeySpan,
                Name = Derived(name),
                Namespace = source.Metadata.Namespace,
                Labels = new StringMap(
                    [
                        new StringMapEntry(Derived(EndpointSlice.ServiceNameLabel), Derived(source.Name ?? "")),
                        new StringMapEntry(Derived(EndpointSlice.ManagedByLabel), Derived(manager)),
                    ],
                    span,
                    source.KeySpan),
            },
            AddressType = Derived(family),
            Endpoints = endpoints is null ? null : new LocatedList<SliceEndpoint>(endpoints, span, source.KeySpan, IsDefault: true),
            Ports = ports.Count == 0 ? null : new LocatedList<EndpointPort>(ports, span, source.KeySpan, IsDefault: true),
        };

        Located<string> Derived(string text) => new(text, span, IsDefault: true);
    }
}
