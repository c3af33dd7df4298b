using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>How a Service port meets the ports of the pods behind it, as the EndpointSlice controller resolves it.</summary>
public static class PortResolution
{
    /// <summary>Protocol of a Service port; TCP when absent.</summary>
    public static string Protocol(ServicePort port) => port.Protocol?.Value is { Length: > 0 } protocol ? protocol : "TCP";

    public static string Protocol(ContainerPort port) => port.Protocol?.Value is { Length: > 0 } protocol ? protocol : "TCP";

    /// <summary>Where a Service port sends to: its targetPort, or the port itself.</summary>
    public static IntOrString? Target(ServicePort port) =>
        port.TargetPort is { } target ? target.Value : port.Port is { } number ? new IntOrString(number.Value, null) : null;

    /// <summary>Declared ports of the containers that serve: containers and native sidecars.</summary>
    public static IEnumerable<ContainerPort> Declared(Workload workload) =>
        workload.ServingContainers().SelectMany(c => c.Ports?.Items ?? []);

    /// <summary>The node's own port on which a declared port listens; null where it listens in the pod's network alone.</summary>
    public static Located<int>? OnNode(Workload workload, ContainerPort port) =>
        workload.PodSpec?.HostNetwork?.Value == true ? port.HostPort ?? port.Number : port.HostPort;

    /// <summary>The container port of a name and protocol: the first one counts.</summary>
    public static ContainerPort? Named(Workload workload, string name, string protocol) =>
        Declared(workload).FirstOrDefault(p => p.Name?.Value == name && Protocol(p) == protocol);
}
