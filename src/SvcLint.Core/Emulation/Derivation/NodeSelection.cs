using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>The nodes of the input, or two synthetic ones: one that holds every derived pod, and one that holds none.</summary>
internal static class NodeSelection
{
    public const string WithEndpoints = "node-with-endpoints";
    public const string WithoutEndpoints = "node-without-endpoints";

    public static IReadOnlyList<ProxyNode> NodesOf(IEnumerable<KubernetesObject> objects)
    {
        var nodes = new List<ProxyNode>();
        foreach (var obj in objects)
        {
            if (obj is Node node)
            {
                nodes.Add(ProxyNode.Of(node));
            }
        }

        return nodes;
    }

    public static IReadOnlyList<ProxyNode> Synthetic() => [Synthetic(WithEndpoints, 1), Synthetic(WithoutEndpoints, 2)];

    /// <summary>Where the input has no Node objects: endpoints of the first node that its EndpointSlices name are on the node with endpoints.</summary>
    public static KubernetesObject OnSyntheticNode(KubernetesObject obj, string? firstNode) =>
        obj is EndpointSlice { Endpoints: { } endpoints } slice && firstNode is not null
            ? slice with { Endpoints = endpoints with { Items = Moved(endpoints.Items, firstNode) } }
            : obj;

    public static string? FirstNodeName(IEnumerable<KubernetesObject> objects)
    {
        string? first = null;
        foreach (var obj in objects)
        {
            foreach (var endpoint in (obj as EndpointSlice)?.Endpoints?.Items ?? [])
            {
                if (endpoint.NodeName?.Value is { } name && (first is null || string.CompareOrdinal(name, first) < 0))
                {
                    first = name;
                }
            }
        }

        return first;
    }

    private static List<SliceEndpoint> Moved(IReadOnlyList<SliceEndpoint> endpoints, string firstNode)
    {
        var moved = new List<SliceEndpoint>(endpoints.Count);
        foreach (var endpoint in endpoints)
        {
            moved.Add(endpoint.NodeName is { } name && name.Value == firstNode
                ? endpoint with { NodeName = new Located<string>(WithEndpoints, name.Span, IsDefault: true) }
                : endpoint);
        }

        return moved;
    }

    // 192.0.2.0/24 (RFC 5737) and 2001:db8::/32 (RFC 3849) are set aside for documentation.
    private static ProxyNode Synthetic(string name, uint number)
    {
        IPAddressValue[] addresses = [IPAddressValue.FromIPv4(0xC0000200 + number), new IPAddressValue(0x20010db8_00000000, number)];
        return new ProxyNode { Name = name, InternalIPs = addresses, HostIPs = addresses };
    }
}
