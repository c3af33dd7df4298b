using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Ipvs;

/// <summary>The sets of ipvs mode: name, type and the comment of the rules that look into them.</summary>
internal sealed class IpSetTable
{
    public const string LoopBack = "KUBE-LOOP-BACK";
    public const string ClusterIP = "KUBE-CLUSTER-IP";
    public const string ExternalIP = "KUBE-EXTERNAL-IP";
    public const string ExternalIPLocal = "KUBE-EXTERNAL-IP-LOCAL";
    public const string LoadBalancer = "KUBE-LOAD-BALANCER";
    public const string LoadBalancerLocal = "KUBE-LOAD-BALANCER-LOCAL";
    public const string LoadBalancerFirewall = "KUBE-LOAD-BALANCER-FW";
    public const string LoadBalancerSourceCidr = "KUBE-LOAD-BALANCER-SOURCE-CIDR";
    public const string LoadBalancerSourceIP = "KUBE-LOAD-BALANCER-SOURCE-IP";
    public const string HealthCheckNodePort = "KUBE-HEALTH-CHECK-NODE-PORT";
    public const string IpvsIPs = "KUBE-IPVS-IPS";

    private const int LongestName = 31;
    private const string Bitmap = "bitmap:port";

    private static readonly (string Name, string Type, string Comment)[] Definitions =
    [
        (LoopBack, "hash:ip,port,ip", "Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose"),
        (ClusterIP, "hash:ip,port", "Kubernetes service cluster ip + port for masquerade purpose"),
        (ExternalIP, "hash:ip,port", "Kubernetes service external ip + port for masquerade and filter purpose"),
        (ExternalIPLocal, "hash:ip,port", "Kubernetes service external ip + port with externalTrafficPolicy=local"),
        (LoadBalancer, "hash:ip,port", "Kubernetes service lb portal"),
        (LoadBalancerLocal, "hash:ip,port", "Kubernetes service load balancer ip + port with externalTrafficPolicy=local"),
        (LoadBalancerFirewall, "hash:ip,port", "Kubernetes service load balancer ip + port for load balancer with sourceRange"),
        (LoadBalancerSourceCidr, "hash:ip,port,net", "Kubernetes service load balancer ip + port + source cidr for packet filter purpose"),
        (LoadBalancerSourceIP, "hash:ip,port,ip", "Kubernetes service load balancer ip + port + source IP for packet filter purpose"),
        (NodePort("tcp"), Bitmap, "Kubernetes nodeport TCP port for masquerade purpose"),
        (NodePortLocal("tcp"), Bitmap, "Kubernetes nodeport TCP port with externalTrafficPolicy=local"),
        (NodePort("udp"), Bitmap, "Kubernetes nodeport UDP port for masquerade purpose"),
        (NodePortLocal("udp"), Bitmap, "Kubernetes nodeport UDP port with externalTrafficPolicy=local"),
        (NodePort("sctp"), "hash:ip,port", "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'"),
        (NodePortLocal("sctp"), "hash:ip,port", "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'"),
        (HealthCheckNodePort, Bitmap, "Kubernetes health check node port"),
        (IpvsIPs, "hash:ip", ""),
    ];

    private readonly IPFamily _family;
    private readonly Dictionary<string, (string Comment, Dictionary<string, IpSetEntry> Entries)> _sets = new(StringComparer.Ordinal);

    public IpSetTable(IPFamily family)
    {
        _family = family;
        foreach (var (name, _, comment) in Definitions)
        {
            _sets.Add(name, (comment, new Dictionary<string, IpSetEntry>(StringComparer.Ordinal)));
        }
    }

    public static string NodePort(string protocol) => protocol == "sctp" ? "KUBE-NODE-PORT-SCTP-HASH" : "KUBE-NODE-PORT-" + protocol.ToUpperInvariant();

    public static string NodePortLocal(string protocol) =>
        protocol == "sctp" ? "KUBE-NODE-PORT-LOCAL-SCTP-HASH" : "KUBE-NODE-PORT-LOCAL-" + protocol.ToUpperInvariant();

    public string Comment(string set) => _sets[set].Comment;

    public bool IsEmpty(string set) => _sets[set].Entries.Count == 0;

    /// <summary>The name that the kernel knows: IPv6 has sets of its own, their names cut to what ipset takes.</summary>
    public string KernelName(string set)
    {
        if (_family == IPFamily.IPv4)
        {
            return set;
        }

        var name = "KUBE-6-" + set.Substring("KUBE-".Length);
        return name.Length > LongestName ? name.Substring(0, LongestName) : name;
    }

    /// <summary>Of equal entries of several Services the last one explains the entry.</summary>
    public void Add(string set, IpSetEntry entry) => _sets[set].Entries[entry.Text] = entry;

    public IReadOnlyList<IpSet> Build()
    {
        var built = new List<IpSet>();
        foreach (var (name, type, _) in Definitions)
        {
            var entries = new List<IpSetEntry>(_sets[name].Entries.Values);
            entries.Sort((a, b) => string.CompareOrdinal(a.Text, b.Text));
            var family = type == Bitmap ? null : _family == IPFamily.IPv4 ? "inet" : "inet6";
            built.Add(new IpSet(KernelName(name), type, family, entries));
        }

        built.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return built;
    }
}
