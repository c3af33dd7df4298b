using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>What stands at an end of a connection.</summary>
public enum TrafficEndKind
{
    /// <summary>A pod of a workload of the input.</summary>
    Pod,

    /// <summary>A pod that the input does not declare: of its labels nothing is known.</summary>
    UndeclaredPod,

    /// <summary>A process of a node.</summary>
    Node,

    /// <summary>Outside the cluster.</summary>
    Outside,
}

/// <summary>An end of a connection, as NetworkPolicies see it.</summary>
/// <param name="Kind">What stands there.</param>
/// <param name="Name">As people name it: <c>shop/web-0</c>, a node, an address.</param>
/// <param name="Namespace">The pod's namespace; an undeclared one counts as default.</param>
/// <param name="Workload">The pod's workload; null for anything else.</param>
/// <param name="Node">The node's name, of a pod the one where it runs; null when unknown.</param>
/// <param name="Address">Null when unknown, or a placeholder: no statement may rest on it.</param>
public sealed record TrafficEnd(TrafficEndKind Kind, string Name, string? Namespace = null, Workload? Workload = null, string? Node = null, IPAddressValue? Address = null)
{
    public bool IsOnHostNetwork => Workload?.PodSpec?.HostNetwork?.Value == true;

    public static TrafficEnd Outside(string name, IPAddressValue? address = null) => new(TrafficEndKind.Outside, name, Address: address);

    public override string ToString() => Name;
}
