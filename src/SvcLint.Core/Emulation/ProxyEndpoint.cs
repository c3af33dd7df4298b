using System.Globalization;

namespace SvcLint.Emulation;

/// <summary>One (address, port) behind a Service port.</summary>
public sealed class ProxyEndpoint
{
    internal ProxyEndpoint(string ip, int port, Cause cause)
    {
        IP = ip;
        KernelIP = ip;
        Port = port;
        Cause = cause;
        Address = JoinHostPort(ip, port);
    }

    /// <summary>As this release of kube-proxy prints it.</summary>
    public string IP { get; }

    /// <summary>As the kernel prints what it was given as bytes.</summary>
    public string KernelIP { get; internal init; }

    public int Port { get; }

    /// <summary><c>ip:port</c>, <c>[ip]:port</c> for IPv6; kube-proxy sorts by this text.</summary>
    public string Address { get; }

    public Cause Cause { get; }

    public bool IsLocal { get; internal init; }

    public bool IsReady { get; internal init; }

    public bool IsServing { get; internal init; }

    public bool IsTerminating { get; internal init; }

    public IReadOnlyList<string> ZoneHints { get; internal init; } = [];

    public IReadOnlyList<string> NodeHints { get; internal init; } = [];

    internal static string JoinHostPort(string ip, int port)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        return ip.IndexOf(':') >= 0 ? "[" + ip + "]:" + number : ip + ":" + number;
    }

    internal bool IsServingTerminating => IsServing && IsTerminating;

    public override string ToString() => Address;
}
