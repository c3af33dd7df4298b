using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Tracing;

/// <summary>A packet on its way through one run.</summary>
internal sealed class TraceRun(ProxyState state, Packet packet, ChoiceTree choices, ICollection<IPAddressValue> boundAddresses)
{
    private readonly List<TraceStep> _steps = [];

    public ChoiceTree Choices => choices;

    public Packet Packet => packet;

    public IPAddressValue Destination { get; private set; } = packet.Destination;

    /// <summary>Of the node's own packet to an address that is bound on the node: the kernel takes that address for the source too.</summary>
    public bool ComesFromBoundAddress { get; set; }

    public IPAddressValue Source => ComesFromBoundAddress && boundAddresses.Contains(packet.Destination) ? packet.Destination : packet.Source;

    public int Port { get; private set; } = packet.Port;

    public bool IsTranslated { get; private set; }

    public bool IsMasqueraded { get; set; }

    public uint Mark { get; set; }

    public bool IsSourceLocal => packet.Origin == PacketOrigin.Node || IsLocal(packet.Source);

    public bool IsDestinationLocal => IsLocal(Destination);

    public IReadOnlyList<TraceStep> Steps => _steps;

    public void Step(string place, string text, Cause? cause) => _steps.Add(new TraceStep(place, text, cause));

    /// <summary>Takes back the jump at the end when nothing followed it: the packet came back as it was.</summary>
    /// <param name="before">How many steps there were before the jump.</param>
    public void ForgetVainJump(int before)
    {
        if (_steps.Count == before + 1)
        {
            _steps.RemoveAt(before);
        }
    }

    /// <summary>Redirects to <c>ip:port</c> or <c>[ip]:port</c>.</summary>
    public void Translate(string address)
    {
        var colon = address.LastIndexOf(':');
        Translate(address.Substring(0, colon).Trim('[', ']'), address.Substring(colon + 1));
    }

    public void Translate(string ip, string port)
    {
        if (IPAddressValue.TryParseSloppy(ip, out var address))
        {
            Destination = address;
        }

        Port = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture);
        IsTranslated = true;
    }

    public TraceOutcome End(TraceVerdict verdict)
    {
        var reaches = IsTranslated && verdict is TraceVerdict.Allowed or TraceVerdict.ReplyLost;
        var endpoint = reaches ? ProxyEndpoint.JoinHostPort(Destination.ToString(), Port) : null;
        return new TraceOutcome(verdict, endpoint, IsMasqueraded && endpoint is not null, choices.Probability, _steps);
    }

    private bool IsLocal(IPAddressValue address) =>
        address.IsLoopback || state.Node.InternalIPs.Contains(address) || state.Node.HostIPs.Contains(address) || boundAddresses.Contains(address);
}
