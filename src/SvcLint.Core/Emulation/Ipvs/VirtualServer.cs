using System.Globalization;

namespace SvcLint.Emulation.Ipvs;

/// <summary>A destination that IPVS balances.</summary>
/// <param name="IP">Its address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="Scheduler">rr by default.</param>
/// <param name="PersistenceSeconds">ClientIP affinity; null without.</param>
/// <param name="HashesSourcePort">The flag mh-port.</param>
/// <param name="RealServers">Where packets go, in canonical order.</param>
/// <param name="Cause">The address or node port.</param>
public sealed record VirtualServer(
    string IP,
    int Port,
    string Protocol,
    string Scheduler,
    int? PersistenceSeconds,
    bool HashesSourcePort,
    IReadOnlyList<RealServer> RealServers,
    Cause? Cause)
{
    internal string Address { get; } = ProxyEndpoint.JoinHostPort(IP, Port);

    /// <summary>The line of <c>ipvsadm --save -n</c>.</summary>
    internal string Text
    {
        get
        {
            var persistence = PersistenceSeconds is { } seconds ? " -p " + seconds.ToString(CultureInfo.InvariantCulture) : "";
            return $"-A {Service} -s {Scheduler}{persistence}{(HashesSourcePort ? " -b mh-port" : "")}";
        }
    }

    /// <summary>How ipvsadm names the server: <c>-t 10.96.0.10:80</c>.</summary>
    internal string Service => Protocol switch { "tcp" => "-t ", "udp" => "-u ", _ => "--sctp-service " } + Address;
}

/// <summary>An endpoint of a virtual server, by masquerading (<c>-m</c>).</summary>
public sealed record RealServer(string Address, int Weight, Cause? Cause);

/// <summary>An address that kube-proxy binds to the dummy interface kube-ipvs0.</summary>
public readonly record struct DummyAddress(string IP, Cause? Cause);

/// <summary>A kernel setting that kube-proxy makes at start.</summary>
public readonly record struct Sysctl(string Name, int Value);

/// <summary>Timeouts in seconds for <c>ipvsadm --set</c>; 0 keeps the kernel's.</summary>
public sealed record IpvsTimeouts(int Tcp, int TcpFin, int Udp);
