using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What a trace says is true in the version that is asked for, and in no other.</summary>
public sealed class TraceVersionTests
{
    private const string Gate = "{ KubeProxyNFTablesLocalhostNodePorts: true }";

    private static readonly string Shop = Units.Nodes
        + Units.Pod("client", "shop", "10.244.1.9", "node-a", "ports: []")
        + """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.10
          externalTrafficPolicy: Cluster
          ports:
          - { name: http, port: 80, targetPort: 8080, nodePort: 30080 }
          - { name: dns, port: 53, protocol: UDP, targetPort: 5353, nodePort: 30053 }
        status: { loadBalancer: { ingress: [{ ip: 203.0.113.10 }] } }
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web } }
        addressType: IPv4
        ports: [{ name: http, port: 8080 }, { name: dns, protocol: UDP, port: 5353 }]
        endpoints:
        - { addresses: [10.244.2.5], nodeName: node-b, zone: b, hints: { forZones: [{ name: b }], forNodes: [{ name: node-b }] }, targetRef: { kind: Pod, name: web-b, namespace: shop } }
        - { addresses: [10.244.1.5], nodeName: node-a, zone: a, hints: { forZones: [{ name: a }], forNodes: [{ name: node-a }] }, targetRef: { kind: Pod, name: web-a, namespace: shop } }

        """;

    private static readonly string Local = Shop.Replace("Policy: Cluster", "Policy: Local", StringComparison.Ordinal);
    private static readonly string LocalElsewhere = Local[..Local.LastIndexOf("- { addresses", StringComparison.Ordinal)];

    [Theory]
    [InlineData("1.26", ProxyMode.Iptables, "", null)]
    [InlineData("1.37", ProxyMode.Iptables, "", null)]
    [InlineData("1.37", ProxyMode.Iptables, "nodePortAddresses: [primary]", "localhostNodePorts is off, or nodePortAddresses leave them out")]
    [InlineData("1.37", ProxyMode.Iptables, "nodePortAddresses: [primary, localhost]", null)]
    [InlineData("1.36", ProxyMode.Nftables, "nodePortAddresses: [127.0.0.0/8]", "no node ports on loopback addresses in nftables mode")]
    [InlineData("1.37", ProxyMode.Nftables, "nodePortAddresses: [primary, localhost]", "no node ports on loopback addresses in nftables mode")]
    [InlineData("1.37", ProxyMode.Nftables, $"featureGates: {Gate}", "nodePortAddresses do not name the loopback")]
    [InlineData("1.37", ProxyMode.Nftables, $"nodePortAddresses: [all]\nfeatureGates: {Gate}", "nodePortAddresses do not name the loopback")]
    [InlineData("1.37", ProxyMode.Nftables, $"nodePortAddresses: [primary, localhost]\nfeatureGates: {Gate}", null)]
    [InlineData("1.37", ProxyMode.Nftables, $"nodePortAddresses: [127.0.0.0/8]\nfeatureGates: {Gate}", null)]
    [InlineData("1.36", ProxyMode.Ipvs, "", "no node ports on loopback addresses in ipvs mode")]
    [InlineData("1.37", ProxyMode.Ipvs, "nodePortAddresses: [localhost]", "no node ports on loopback addresses in ipvs mode")]
    public void Node_ports_on_localhost(string version, ProxyMode mode, string configuration, string? refused)
    {
        var trace = Trace(Shop, version, mode, "node/node-a", "127.0.0.1:30080", configuration);
        Assert.Equal(refused is null ? ConnectionVerdict.Allowed : ConnectionVerdict.Rejected, trace.Verdict);
        Assert.Contains(refused ?? "reach", refused is null ? "reached" : trace.Decisive.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Kube_proxy_listens_on_localhost_for_TCP_alone()
    {
        const string Both = $"nodePortAddresses: [primary, localhost]\nfeatureGates: {Gate}";
        var tcp = Trace(Shop.Replace("hints: {", "deprecatedTopology: {", StringComparison.Ordinal), "1.37", ProxyMode.Nftables, "node/node-a", "127.0.0.1:30080", Both);
        Assert.Equal(["10.244.1.5:8080", "10.244.2.5:8080"], tcp.Paths.Select(p => p.Endpoint).Order(StringComparer.Ordinal));
        Assert.All(tcp.Paths, p => Assert.Equal(0.5, p.Probability));
        Assert.Contains(tcp.Steps, s => s.Text.Contains("kube-proxy itself listens", StringComparison.Ordinal));
        var udp = Trace(Shop, "1.37", ProxyMode.Nftables, "node/node-a", "127.0.0.1:30053/UDP", Both);
        Assert.Equal((ConnectionVerdict.Rejected, "kube-proxy serves TCP alone on loopback addresses, and rejects UDP"), (udp.Verdict, udp.Decisive.Why));
    }

    [Fact]
    public void Kube_proxy_listens_on_localhost_while_the_node_has_an_endpoint_where_the_policy_is_Local()
    {
        const string Both = $"nodePortAddresses: [localhost]\nfeatureGates: {Gate}";
        Assert.Equal("10.244.1.5:8080", Assert.Single(Trace(Local, "1.37", ProxyMode.Nftables, "node/node-a", "127.0.0.1:30080", Both).Paths).Endpoint);
        var none = Trace(LocalElsewhere, "1.37", ProxyMode.Nftables, "node/node-a", "127.0.0.1:30080", Both);
        Assert.Equal(ConnectionVerdict.Rejected, none.Verdict);
        Assert.Contains("externalTrafficPolicy is Local", none.Decisive.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.26", ProxyMode.Iptables, true)]
    [InlineData("1.29", ProxyMode.Nftables, true)]
    [InlineData("1.30", ProxyMode.Nftables, false)]
    [InlineData("1.37", ProxyMode.Nftables, false)]
    [InlineData("1.37", ProxyMode.Iptables, true)]
    [InlineData("1.37", ProxyMode.Ipvs, true)]
    public void Node_ports_at_a_second_address_of_the_node(string version, ProxyMode mode, bool isServed)
    {
        var yaml = Shop.Replace("{ type: InternalIP, address: 192.168.10.11 }", "{ type: InternalIP, address: 192.168.10.11 }, { type: InternalIP, address: 10.9.0.11 }", StringComparison.Ordinal);
        var trace = Trace(yaml, version, mode, "198.51.100.1", "10.9.0.11:30080");
        Assert.Equal(isServed ? ConnectionVerdict.Allowed : ConnectionVerdict.NoRoute, trace.Verdict);
        Assert.True(isServed || trace.Decisive.Why.Contains("serves no node ports at 10.9.0.11", StringComparison.Ordinal));
        Assert.DoesNotContain(trace.Steps.Concat(trace.Decisive.Steps), s => s.Rule?.EndsWith(" return", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("1.30", 2)]
    [InlineData("1.31", 1)]
    [InlineData("1.34", 1)]
    public void Hints_of_zones_count_without_an_annotation_since_a_version(string version, int endpoints)
    {
        var yaml = Shop.Replace("metadata: { name: node-a }", "metadata: { name: node-a, labels: { topology.kubernetes.io/zone: a } }", StringComparison.Ordinal);
        Assert.Equal(endpoints, Trace(yaml, version, ProxyMode.Iptables, "pod/shop/client", "web:80").Paths.Count);
    }

    [Theory]
    [InlineData("1.33", 2)]
    [InlineData("1.34", 1)]
    public void Hints_of_nodes_count_since_a_version(string version, int endpoints) =>
        Assert.Equal(endpoints, Trace(Shop, version, ProxyMode.Nftables, "pod/shop/client", "web:80").Paths.Count);

    [Theory]
    [InlineData("1.32", ProxyMode.Iptables, ConnectionVerdict.Allowed)]
    [InlineData("1.32", ProxyMode.Nftables, ConnectionVerdict.Dropped)]
    [InlineData("1.33", ProxyMode.Nftables, ConnectionVerdict.Allowed)]
    [InlineData("1.37", ProxyMode.Ipvs, ConnectionVerdict.Allowed)]
    public void A_node_without_an_endpoint_and_the_policy_Local(string version, ProxyMode mode, ConnectionVerdict verdict)
    {
        Assert.Equal(verdict, Trace(LocalElsewhere, version, mode, "node/node-a", "203.0.113.10:80").Verdict);
        Assert.Equal(ConnectionVerdict.Allowed, Trace(LocalElsewhere, version, mode, "pod/shop/client", "203.0.113.10:80").Verdict);
    }

    private static ConnectionTrace Trace(string yaml, string version, ProxyMode mode, string from, string to, string configuration = "") =>
        ConnectionTracer.Trace(
            Units.Of(yaml.Replace("clusterCIDR: 10.244.0.0/16\n", $"clusterCIDR: 10.244.0.0/16\n{configuration}\n", StringComparison.Ordinal)),
            new ConnectionQuestion { From = from, To = to, Mode = mode, Node = "node-a", Version = KubernetesVersion.TryParse(version, out var parsed) ? parsed : throw new ArgumentException(version) }).Value!;
}
