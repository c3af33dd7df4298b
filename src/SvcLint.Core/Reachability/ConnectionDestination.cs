using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Reachability;

/// <summary>One place that a connection is made to: an address and a port, or why there is none.</summary>
internal sealed record ConnectionDestination
{
    /// <summary>What led here.</summary>
    public required IReadOnlyList<ConnectionStep> Steps { get; init; }

    /// <summary>Null where the connection ends before a packet is sent.</summary>
    public IPAddressValue? Address { get; init; }

    public int Port { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    public string Protocol { get; init; } = "TCP";

    /// <summary>Who has the address itself: a pod, a node, something outside; null for an address of a Service.</summary>
    public TrafficEnd? End { get; init; }

    /// <summary>The Service port, where the address is one of a Service.</summary>
    public ProxyServicePort? ServicePort { get; init; }

    /// <summary>The address is the Service's cluster IP.</summary>
    public bool IsClusterIP { get; init; }

    /// <summary>How likely this address is among those that a name has.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>What becomes of a connection that the network carries to the pod, where the pod hardly answers it.</summary>
    public (ConnectionVerdict Verdict, string Why)? Unanswered { get; init; }

    /// <summary>The verdict where no packet is sent, and why.</summary>
    public (ConnectionVerdict Verdict, string Why)? Early { get; init; }

    public static ConnectionDestination Nowhere(IReadOnlyList<ConnectionStep> steps, ConnectionVerdict verdict, string why) => new() { Steps = steps, Early = (verdict, why) };
}
