using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A PodMonitor of the Prometheus operator, as far as the rules about it ask.</summary>
/// <param name="Owner">The object itself.</param>
/// <param name="Selector">Labels of the pods.</param>
/// <param name="Namespaces">The namespaces that it names; null for its own.</param>
/// <param name="AnyNamespace">True when it looks into each.</param>
/// <param name="Ports">The ports of its endpoints, by name.</param>
internal sealed record PodMonitor(OtherObject Owner, LabelSelector? Selector, IReadOnlyList<string>? Namespaces, bool AnyNamespace, IReadOnlyList<Located<string>> Ports)
{
    /// <summary>Null for every other object.</summary>
    public static PodMonitor? Of(OtherObject item)
    {
        if (item is not { Group: "monitoring.coreos.com", Kind.Value: "PodMonitor", Node: { } node } || MappingReader.Of(node).Nested("spec") is not { } spec)
        {
            return null;
        }

        var namespaces = spec.Nested("namespaceSelector");
        var endpoints = spec.List("podMetricsEndpoints", e => (Port: e.String("port"), Number: e.Has("portNumber") || e.Has("targetPort")))?.Items ?? [];
        return new PodMonitor(
            item,
            spec.Object("selector", LabelSelector.Read),
            namespaces?.Strings("matchNames")?.Items.Select(n => n.Value).ToArray() is { Length: > 0 } names ? names : null,
            namespaces?.Bool("any")?.Value == true,
            [.. endpoints.Where(e => e.Port is { Value.Length: > 0 }).Select(e => e.Port!)]);
    }

    public bool MayLookInto(string? @namespace) =>
        AnyNamespace || (Namespaces is { } names ? @namespace is null || names.Contains(@namespace) : NamespaceComparer.MayBeSame(@namespace, Owner.Namespace));

    /// <summary>True when the pods declare a port of each name.</summary>
    public bool HasPorts(Workload workload) => Ports.All(p => PortResolution.Declared(workload).Any(d => d.Name?.Value == p.Value));
}
