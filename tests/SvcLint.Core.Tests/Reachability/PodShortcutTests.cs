using SvcLint.Emulation;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>A pod asks an address of a Service whose externalTrafficPolicy is Local, with and without kube-proxy's configuration in the input.</summary>
public sealed class PodShortcutTests
{
    private const string Configuration = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";

    private static readonly string Cluster = Units.Nodes[..Units.Nodes.IndexOf(Configuration, StringComparison.Ordinal)].TrimEnd('-', '\n') + "\n"
        + Units.Pod("web", "shop", "10.244.1.5", "node-a")
        + Units.Pod("near", "shop", "10.244.1.9", "node-a", "ports: []")
        + Units.Pod("far", "ops", "10.244.2.9", "node-b", "ports: []")
        + Units.Pod("agent", "ops", "192.168.10.12", "node-b", "ports: []", "hostNetwork: true")
        + """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.10
          externalTrafficPolicy: Local
          externalIPs: [198.51.100.7]
          selector: { app: web }
          ports: [{ name: http, port: 80, targetPort: http, nodePort: 30080 }]
        status: { loadBalancer: { ingress: [{ ip: 203.0.113.10 }] } }

        """;

    [Theory]
    [InlineData("192.168.10.12:30080")]
    [InlineData("node/node-b:30080")]
    [InlineData("203.0.113.10:80")]
    [InlineData("198.51.100.7:80")]
    public void A_pod_passes_by_an_assumption_that_is_named(string to)
    {
        foreach (var mode in new[] { ProxyMode.Iptables, ProxyMode.Nftables })
        {
            var trace = Trace(Cluster, "pod/ops/far", to, mode);

            Assert.Equal((ConnectionVerdict.Allowed, "shop/web"), (trace.Verdict, trace.Decisive.Pod));
            Assert.Contains(trace.Notes, n => n.Contains("the input has no KubeProxyConfiguration", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("pod/shop/near", "203.0.113.10:80", null)]
    [InlineData("pod/ops/far", "10.96.0.10:80", null)]
    [InlineData("pod/ops/far", "203.0.113.10:80", ProxyMode.Ipvs)]
    public void Nothing_is_assumed_where_it_makes_no_difference(string from, string to, ProxyMode? mode)
    {
        var trace = Trace(Cluster, from, to, mode);

        Assert.Equal(ConnectionVerdict.Allowed, trace.Verdict);
        Assert.DoesNotContain(trace.Notes, n => n.Contains("KubeProxyConfiguration", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("clusterCIDR: 10.244.0.0/16", ConnectionVerdict.Allowed)]
    [InlineData("detectLocalMode: NodeCIDR", ConnectionVerdict.Allowed)]
    [InlineData("mode: iptables", ConnectionVerdict.Dropped)]
    public void A_configuration_says_it_itself(string setting, ConnectionVerdict expected)
    {
        var trace = Trace($"{Cluster}---\n{Configuration}{setting}\n", "pod/ops/far", "203.0.113.10:80");

        Assert.Equal(expected, trace.Verdict);
        Assert.DoesNotContain(trace.Notes, n => n.Contains("KubeProxyConfiguration", StringComparison.Ordinal));
    }

    [Fact]
    public void Whether_another_node_knows_the_pod_is_open()
    {
        var other = Trace(Cluster, "pod/shop/near", "node/node-b:30080");

        Assert.Equal(ConnectionVerdict.Unknown, other.Verdict);
        Assert.Contains("whether its kube-proxy knows pods of other nodes", other.Why, StringComparison.Ordinal);
        Assert.Equal(ConnectionVerdict.Allowed, Trace($"{Cluster}---\n{Configuration}clusterCIDR: 10.244.0.0/16\n", "pod/shop/near", "node/node-b:30080").Verdict);
    }

    [Theory]
    [InlineData("198.51.100.20", "192.168.10.12:30080", ConnectionVerdict.Dropped)]
    [InlineData("node/node-a", "node/node-b:30080", ConnectionVerdict.Dropped)]
    [InlineData("pod/ops/agent", "192.168.10.12:30080", ConnectionVerdict.Allowed)]
    public void What_is_no_pods_traffic_goes_by_the_policy(string from, string to, ConnectionVerdict expected)
    {
        var trace = Trace(Cluster, from, to);

        Assert.Equal(expected, trace.Verdict);
        Assert.DoesNotContain(trace.Notes, n => n.Contains("KubeProxyConfiguration", StringComparison.Ordinal));
    }

    [Fact]
    public void Source_ranges_hold_for_pods_all_the_same()
    {
        var ranged = Cluster.Replace("  externalTrafficPolicy: Local", "  externalTrafficPolicy: Local\n  loadBalancerSourceRanges: [192.0.2.0/24]", StringComparison.Ordinal);
        var dropped = Trace(ranged, "pod/ops/far", "203.0.113.10:80");

        Assert.Equal(ConnectionVerdict.Dropped, dropped.Verdict);
        Assert.Contains("loadBalancerSourceRanges", dropped.Why, StringComparison.Ordinal);
    }

    private static ConnectionTrace Trace(string yaml, string from, string to, ProxyMode? mode = null) =>
        ConnectionTracer.Trace(Units.Of(yaml), new ConnectionQuestion { From = from, To = to, Mode = mode }) is { Problem: null, Value: { } trace } ? trace
            : throw new InvalidOperationException(ConnectionTracer.Trace(Units.Of(yaml), new ConnectionQuestion { From = from, To = to, Mode = mode }).Problem?.Text);
}
