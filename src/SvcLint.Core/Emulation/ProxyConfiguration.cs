using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>A KubeProxyConfiguration with its defaults, as one mode of kube-proxy uses it.</summary>
public sealed record ProxyConfiguration
{
    public required ProxyMode Mode { get; init; }

    public bool MasqueradeAll { get; init; }

    /// <summary>The bit of the packet mark that asks for SNAT.</summary>
    public uint MasqueradeMark { get; init; }

    public bool LocalhostNodePorts { get; init; }

    /// <summary>Ranges and keywords as written; what they mean, and what it means that there are none, depends on mode and release.</summary>
    public IReadOnlyList<string> NodePortAddresses { get; init; } = [];

    public string DetectLocalMode { get; init; } = "ClusterCIDR";

    public IReadOnlyList<CidrValue> ClusterCIDRs { get; init; } = [];

    public string BridgeInterface { get; init; } = "";

    public string InterfaceNamePrefix { get; init; } = "";

    /// <summary>A specific bindAddress, else null.</summary>
    public IPAddressValue? BindAddress { get; init; }

    public string IpvsScheduler { get; init; } = "rr";

    public bool StrictARP { get; init; }

    /// <summary>Seconds; 0 keeps the kernel's.</summary>
    public int TcpTimeout { get; init; }

    public int TcpFinTimeout { get; init; }

    public int UdpTimeout { get; init; }

    /// <summary>The KubeProxyConfiguration, or null where none was given.</summary>
    public Cause? Cause { get; init; }

    public static ProxyConfiguration Of(KubeProxyConfiguration? written, ProxyMode mode)
    {
        var bit = mode == ProxyMode.Nftables ? written?.Nftables?.MasqueradeBit : written?.Iptables?.MasqueradeBit;
        var all = mode == ProxyMode.Nftables ? written?.Nftables?.MasqueradeAll : written?.Iptables?.MasqueradeAll;
        return new ProxyConfiguration
        {
            Mode = mode,
            MasqueradeAll = all?.Value ?? false,
            MasqueradeMark = 1u << ((bit?.Value ?? 14) & 31),
            LocalhostNodePorts = written?.Iptables?.LocalhostNodePorts?.Value ?? true,
            NodePortAddresses = [.. written?.NodePortAddresses?.Items.Select(a => a.Value) ?? []],
            DetectLocalMode = written?.DetectLocalMode?.Value is { Length: > 0 } detect ? detect : "ClusterCIDR",
            ClusterCIDRs = ReadClusterCIDRs(written?.ClusterCIDR?.Value),
            BridgeInterface = written?.DetectLocal?.BridgeInterface?.Value ?? "",
            InterfaceNamePrefix = written?.DetectLocal?.InterfaceNamePrefix?.Value ?? "",
            BindAddress = IPAddressValue.TryParseSloppy(written?.BindAddress?.Value, out var bind) && !bind.IsUnspecified ? bind : null,
            IpvsScheduler = written?.Ipvs?.Scheduler?.Value is { Length: > 0 } scheduler ? scheduler : "rr",
            StrictARP = written?.Ipvs?.StrictARP?.Value ?? false,
            TcpTimeout = Seconds(written?.Ipvs?.TcpTimeout),
            TcpFinTimeout = Seconds(written?.Ipvs?.TcpFinTimeout),
            UdpTimeout = Seconds(written?.Ipvs?.UdpTimeout),
            Cause = written is null ? null : new Cause(written.Kind.Span),
        };
    }

    /// <summary>The mode that a configuration asks for; iptables when it leaves the choice open.</summary>
    public static ProxyMode ModeOf(KubeProxyConfiguration? written) => ProxyModes.Read(written?.Mode?.Value) ?? ProxyMode.Iptables;

    private static List<CidrValue> ReadClusterCIDRs(string? text)
    {
        var ranges = new List<CidrValue>();
        foreach (var part in (text ?? "").Split(','))
        {
            if (CidrValue.TryParseSloppy(part.Trim(), out var range))
            {
                ranges.Add(range);
            }
        }

        return ranges;
    }

    private static int Seconds(Located<string>? duration) =>
        duration is not null && GoDuration.TryParse(duration.Value, out var nanoseconds) ? (int)(nanoseconds / 1_000_000_000) : 0;
}
