using System.Globalization;
using System.Text;
using CsCheck;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>A Service of a random cluster; addresses and ports follow from its number, so that Services never collide.</summary>
internal sealed record RandomService(
    int Kind, bool ExternalLocal, bool InternalLocal, int SourceRanges, bool ExternalIP, bool Udp, int LocalEndpoints, int RemoteEndpoints, int NotReady, bool Affinity)
{
    /// <summary>Endpoints that still serve and are about to end: they count where no ready one is left.</summary>
    public int LocalTerminating { get; init; }

    public int RemoteTerminating { get; init; }

    /// <summary>A second load balancer address, which kube-proxy leaves to the load balancer.</summary>
    public bool HasProxiedVip { get; init; }

    public bool HasEndpoints => LocalEndpoints + RemoteEndpoints + LocalTerminating + RemoteTerminating > 0;

    public bool HasVip => Kind == 2;

    public bool HasNodePort => Kind > 0;

    public static Gen<RandomService> Gen { get; } =
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, 2], CsCheck.Gen.Bool, CsCheck.Gen.Bool, CsCheck.Gen.Int[0, 2], CsCheck.Gen.Bool, CsCheck.Gen.Bool, CsCheck.Gen.Int[0, 2], CsCheck.Gen.Int[0, 2])
            .SelectMany(t => CsCheck.Gen.Select(CsCheck.Gen.Int[0, 1], CsCheck.Gen.Bool, CsCheck.Gen.Int[0, 1], CsCheck.Gen.Int[0, 1], CsCheck.Gen.Bool, CsCheck.Gen.Int[0, 3]).Select((notReady, affinity, local, remote, proxied, some) =>
                // One in four has no endpoint that could take traffic.
                new RandomService(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, t.Item6, some > 0 ? t.Item7 : 0, some > 0 ? t.Item8 : 0, notReady, affinity)
                {
                    LocalTerminating = some > 0 ? local : 0,
                    RemoteTerminating = some > 0 ? remote : 0,
                    HasProxiedVip = proxied && t.Item1 == 2,
                }));
}

/// <summary>Services, slices, a node and a configuration as YAML, and packets worth following.</summary>
internal sealed record RandomCluster(IReadOnlyList<RandomService> Services)
{
    public const string NodeIP = "192.168.10.11";

    private static readonly string[][] Ranges = [[], ["203.0.113.0/24"], ["10.244.0.0/16", "192.168.10.0/24"]];

    // In the order of replacement: ranges before their beginnings.
    private static readonly (string IPv4, string IPv6)[] Translation =
    [
        ("10.244.0.0/16", "fd00:244::/32"), ("10.244.2.0/24", "fd00:244:2::/64"), ("192.168.10.0/24", "fd00:10::/64"), ("203.0.113.0/24", "2001:db8:3::/64"),
        ("10.244.1.", "fd00:244:1::"), ("10.244.2.", "fd00:244:2::"), ("10.96.0.", "fd00:96::"), ("198.51.100.", "2001:db8:1::"),
        ("192.168.10.", "fd00:10::"), ("203.0.113.", "2001:db8:3::"), ("8.8.8.8", "2001:db8:8::8"), ("addressType: IPv4", "addressType: IPv6"),
    ];

    public IPFamily Family { get; init; } = IPFamily.IPv4;

    /// <summary>A text with addresses, those of the family in place of IPv4's.</summary>
    public static string In(IPFamily family, string text) =>
        family == IPFamily.IPv4 ? text : Translation.Aggregate(text, (translated, pair) => translated.Replace(pair.IPv4, pair.IPv6, StringComparison.Ordinal));

    /// <summary>nodePortAddresses: unset, the node's own range, another one.</summary>
    public int NodePortAddresses { get; init; }

    public bool MasqueradesAll { get; init; }

    /// <summary>Without a clusterCIDR kube-proxy cannot tell pods from others.</summary>
    public bool DetectsPods { get; init; } = true;

    public static Gen<RandomCluster> Gen { get; } =
        CsCheck.Gen.Select(RandomService.Gen.Array[1, 4], CsCheck.Gen.Bool, CsCheck.Gen.Int[0, 2], CsCheck.Gen.Int[0, 3], CsCheck.Gen.Int[0, 3]).Select((services, isIPv6, addresses, all, detects) => new RandomCluster(services)
        {
            Family = isIPv6 ? IPFamily.IPv6 : IPFamily.IPv4,
            NodePortAddresses = addresses,
            MasqueradesAll = all == 0,
            DetectsPods = detects > 0,
        });

    public string ToYaml()
    {
        var yaml = new StringBuilder();
        yaml.Append("apiVersion: v1\nkind: Node\nmetadata: { name: node-a }\nstatus: { addresses: [{ type: InternalIP, address: ").Append(NodeIP).Append(" }] }\n---\n");
        yaml.Append("apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n");
        yaml.Append(DetectsPods ? "clusterCIDR: 10.244.0.0/16\n" : "").Append(NodePortAddresses switch { 1 => "nodePortAddresses: [192.168.10.0/24]\n", 2 => "nodePortAddresses: [203.0.113.0/24]\n", _ => "" });
        yaml.Append(MasqueradesAll ? "iptables: { masqueradeAll: true }\nnftables: { masqueradeAll: true }\n" : "");
        for (var i = 0; i < Services.Count; i++)
        {
            AppendService(yaml, i, Services[i]);
            AppendSlice(yaml, i, Services[i]);
        }

        return In(Family, yaml.ToString());
    }

    /// <summary>From pods, an endpoint itself, the node and two places outside, to every address of every Service.</summary>
    public IEnumerable<(RandomService Service, string Kind, Packet Packet)> Packets()
    {
        for (var i = 0; i < Services.Count; i++)
        {
            var service = Services[i];
            foreach (var (kind, address, port) in Destinations(i, service))
            {
                foreach (var (origin, source) in Sources(i, service))
                {
                    yield return (service, kind, new Packet(origin, Address(In(Family, source)), Address(In(Family, address)), port, service.Udp ? "udp" : "tcp"));
                }
            }
        }
    }

    private static IEnumerable<(string, string, int)> Destinations(int i, RandomService service)
    {
        yield return ("cluster IP", Text($"10.96.0.{10 + i}"), 80);
        if (service.HasNodePort)
        {
            yield return ("node port", NodeIP, 30080 + i);
        }

        if (service.HasVip)
        {
            yield return ("load balancer", Text($"198.51.100.{10 + i}"), 80);
        }

        if (service.HasProxiedVip)
        {
            yield return ("proxied load balancer", Text($"198.51.100.{50 + i}"), 80);
        }

        if (service.ExternalIP)
        {
            yield return ("external IP", Text($"198.51.100.{100 + i}"), 80);
        }
    }

    private static IEnumerable<(PacketOrigin, string)> Sources(int i, RandomService service)
    {
        yield return (PacketOrigin.Pod, "10.244.1.250");
        yield return (PacketOrigin.Node, NodeIP);
        yield return (PacketOrigin.Outside, "203.0.113.200");
        yield return (PacketOrigin.Outside, "8.8.8.8");
        if (service.LocalEndpoints > 0)
        {
            yield return (PacketOrigin.Pod, Text($"10.244.1.{(10 * i) + 1}"));
        }
    }

    private static void AppendService(StringBuilder yaml, int i, RandomService service)
    {
        string[] kinds = ["ClusterIP", "NodePort", "LoadBalancer"];
        yaml.Append(CultureInfo.InvariantCulture, $"---\napiVersion: v1\nkind: Service\nmetadata: {{ name: s{i}, namespace: shop }}\nspec:\n  type: {kinds[service.Kind]}\n  clusterIP: 10.96.0.{10 + i}\n");
        yaml.Append(CultureInfo.InvariantCulture, $"  internalTrafficPolicy: {(service.InternalLocal ? "Local" : "Cluster")}\n");
        if (service.Kind > 0 || service.ExternalIP)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  externalTrafficPolicy: {(service.ExternalLocal ? "Local" : "Cluster")}\n");
        }

        if (service.Affinity)
        {
            yaml.Append("  sessionAffinity: ClientIP\n");
        }

        if (service.ExternalIP)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  externalIPs: [198.51.100.{100 + i}]\n");
        }

        if (service.HasVip && service.SourceRanges > 0)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  loadBalancerSourceRanges: [{string.Join(", ", Ranges[service.SourceRanges])}]\n");
        }

        yaml.Append(CultureInfo.InvariantCulture, $"  ports: [{{ name: p, port: 80, protocol: {(service.Udp ? "UDP" : "TCP")}{(service.HasNodePort ? Text($", nodePort: {30080 + i}") : "")} }}]\n");
        if (service.HasVip)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"status: {{ loadBalancer: {{ ingress: [{{ ip: 198.51.100.{10 + i} }}{(service.HasProxiedVip ? Text($", {{ ip: 198.51.100.{50 + i}, ipMode: Proxy }}") : "")}] }} }}\n");
        }
    }

    private static void AppendSlice(StringBuilder yaml, int i, RandomService service)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: s{i}-x\n  namespace: shop\n  labels: {{ kubernetes.io/service-name: s{i} }}\naddressType: IPv4\n");
        yaml.Append(CultureInfo.InvariantCulture, $"ports: [{{ name: p, port: 8080, protocol: {(service.Udp ? "UDP" : "TCP")} }}]\nendpoints:\n");
        var number = (10 * i) + 1;
        Append(service.LocalEndpoints, 1, "ready: true");
        Append(service.RemoteEndpoints, 2, "ready: true");
        Append(service.NotReady, 2, "ready: false, serving: false");
        Append(service.LocalTerminating, 1, "ready: false, serving: true, terminating: true");
        Append(service.RemoteTerminating, 2, "ready: false, serving: true, terminating: true");

        void Append(int count, int node, string conditions)
        {
            for (var e = 0; e < count; e++)
            {
                yaml.Append(CultureInfo.InvariantCulture, $"- {{ addresses: [10.244.{node}.{number++}], nodeName: {(node == 1 ? "node-a" : "node-b")}, conditions: {{ {conditions} }} }}\n");
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IPAddressValue Address(string text) => IPAddressValue.TryParse(text, out var address) ? address : throw new FormatException(text);
}
