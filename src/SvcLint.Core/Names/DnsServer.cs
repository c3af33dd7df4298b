using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>What CoreDNS answers for names of pods by their addresses.</summary>
public enum PodNameMode
{
    Disabled,

    /// <summary>Any address, whether a pod has it or not; kubeadm's setting.</summary>
    Insecure,

    Verified,
}

/// <summary>The cluster's DNS server as it is set up; the defaults are kubeadm's.</summary>
public sealed record DnsServer
{
    private const string DnsPort = "53";

    /// <summary>The cluster's domain.</summary>
    public string Domain { get; init; } = "cluster.local";

    /// <summary>What names of pods are answered with.</summary>
    public PodNameMode Pods => Main.Pods;

    /// <summary>The Corefile that says so; null where these are assumed.</summary>
    public ConfigMap? Source { get; init; }

    /// <summary>What plugins of the Corefile that are not followed may do to answers.</summary>
    public IReadOnlyList<string> Doubts => [.. Blocks.SelectMany(b => b.Doubts).Distinct()];

    /// <summary>Which plugins answer which names.</summary>
    internal IReadOnlyList<ServerBlock> Blocks { get; private init; } = [ServerBlock.Assumed(new KubernetesPlugin())];

    internal KubernetesPlugin Main => Blocks.Select(b => b.Kubernetes).FirstOrDefault(k => k is not null) ?? new KubernetesPlugin();

    /// <summary>The settings of a CoreDNS in the input, else the usual ones.</summary>
    /// <param name="objects">Of one cluster.</param>
    /// <param name="domain">The cluster's domain, where somebody gives it.</param>
    public static DnsServer Of(IEnumerable<KubernetesObject> objects, string? domain)
    {
        var maps = objects.OfType<ConfigMap>().Where(m => m.Name?.IndexOf("coredns", StringComparison.Ordinal) >= 0).ToArray();
        foreach (var map in maps.Where(m => m.Data?.Find("Corefile") is not null))
        {
            var custom = Array.Find(maps, m => m.Name == "coredns-custom" && m.Namespace == map.Namespace);
            var blocks = OnDnsPort([.. Corefile.Read(map, custom).Select(b => ServerBlock.Read(b, map))]);
            if (blocks.FirstOrDefault(b => b.Kubernetes is not null)?.Kubernetes is { } main)
            {
                var server = new DnsServer { Source = map, Domain = main.Domain, Blocks = blocks };
                return domain is null || main.Zones.Contains(domain) ? server with { Domain = domain ?? main.Domain } : server.For(domain);
            }
        }

        return domain is null ? new DnsServer() : new DnsServer().For(domain);
    }

    /// <summary>The settings of a CoreDNS in the input, whose domain counts before the one that is assumed.</summary>
    public static DnsServer Assuming(IEnumerable<KubernetesObject> objects, string domain) =>
        Of(objects, null) is { Source: not null } own ? own : new DnsServer().For(domain);

    // Somebody knows better than the Corefile what the cluster's domain is.
    private DnsServer For(string domain)
    {
        var zone = DnsName.Normal(domain);
        return this with
        {
            Domain = zone,
            Blocks = [.. Blocks.Select(b => b.Kubernetes is { } own ? b with { Zones = [.. b.Zones, zone], Kubernetes = own with { Zones = [zone, .. own.Zones.Where(DnsName.IsReverseZone)] } } : b)],
        };
    }

    // Pods ask port 53; where no block is there, one port's blocks are one server.
    private static IReadOnlyList<ServerBlock> OnDnsPort(IReadOnlyList<ServerBlock> blocks)
    {
        var port = blocks.Any(b => b.Port == DnsPort) ? DnsPort : blocks.FirstOrDefault(b => b.Kubernetes is not null)?.Port;
        return [.. blocks.Where(b => b.Port == port)];
    }
}
