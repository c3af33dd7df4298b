using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Tracing;

/// <summary>Where a packet comes from, as seen from the node.</summary>
public enum PacketOrigin
{
    /// <summary>A pod of the cluster, on this node or another.</summary>
    Pod,

    /// <summary>A process of the node itself.</summary>
    Node,

    /// <summary>Outside the cluster.</summary>
    Outside,
}

/// <summary>The first packet of a connection. Interfaces are not told apart: detection by interface takes <see cref="Origin"/>'s word.</summary>
/// <param name="Origin">Who sends.</param>
/// <param name="Source">The sender's address.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Port">The destination port.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
public sealed record Packet(PacketOrigin Origin, IPAddressValue Source, IPAddressValue Destination, int Port, string Protocol = "tcp");

/// <summary>What becomes of a packet.</summary>
public enum TraceVerdict
{
    /// <summary>It reaches an endpoint, and the reply comes back.</summary>
    Allowed,

    /// <summary>It is discarded silently: the client waits.</summary>
    Dropped,

    /// <summary>The client is told at once.</summary>
    Rejected,

    /// <summary>It reaches an endpoint on another node that answers past this node, with an address that the client does not know.</summary>
    ReplyLost,

    /// <summary>kube-proxy leaves it alone: it goes where it was sent.</summary>
    Unchanged,
}

/// <summary>A rule, element or virtual server that decided something.</summary>
/// <param name="Place">The chain, map or table of virtual servers.</param>
/// <param name="Text">As the kernel gets it.</param>
/// <param name="Cause">The YAML behind it.</param>
public sealed record TraceStep(string Place, string Text, Cause? Cause);

/// <summary>One way that a packet may take.</summary>
/// <param name="Verdict">How it ends.</param>
/// <param name="Endpoint"><c>ip:port</c> of the endpoint, or null.</param>
/// <param name="IsMasqueraded">The endpoint sees the node's address as the sender.</param>
/// <param name="Probability">0 to 1.</param>
/// <param name="Steps">What decided, in order.</param>
public sealed record TraceOutcome(TraceVerdict Verdict, string? Endpoint, bool IsMasqueraded, double Probability, IReadOnlyList<TraceStep> Steps);
