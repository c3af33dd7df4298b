using SvcLint.Change;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What outside reaches, where policies admit ranges of addresses.</summary>
public sealed class ExposuresTests
{
    private static readonly string Web = Units.Pod("web", "shop", "10.1.0.1", "a", "ports: [{ containerPort: 8080 }]");

    private const string Ingress = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: web, namespace: shop }
        spec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }

        """;

    private const string Node = """
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: one }
        status: { addresses: [{ type: InternalIP, address: 198.51.100.7 }] }

        """;

    [Theory]
    [InlineData("", ServiceState.Blocked)]
    [InlineData("{ podSelector: {} }", ServiceState.Blocked)]
    [InlineData("{ ipBlock: { cidr: 130.211.0.0/22 } }, { ipBlock: { cidr: 35.191.0.0/16 } }", ServiceState.Unknown)]
    [InlineData("{ ipBlock: { cidr: 10.0.0.0/16 } }", ServiceState.Unknown)]
    [InlineData("{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }", ServiceState.Unknown)]
    [InlineData("{ namespaceSelector: {} }", ServiceState.Works)]
    public void A_controller_that_is_not_in_the_input_is_blocked_only_where_policies_admit_no_address(string peers, ServiceState expected)
    {
        var rule = peers.Length == 0 ? "" : $"{{ from: [{peers}] }}";
        foreach (var nodes in new[] { "", Node })
        {
            Assert.Equal(expected, Assert.Single(Ways(Web + Ingress + nodes + Policy($"[{rule}]"))).State);
        }
    }

    [Theory]
    [InlineData("198.51.100.0/24", "198.51.100.0/25, 198.51.100.128/25")]
    [InlineData("198.51.100.0/24", "198.51.100.128/25, 198.51.100.0/25, 198.51.100.7/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/1, 128.0.0.0/1")]
    public void Ranges_that_hold_the_same_addresses_are_the_same(string one, string other)
    {
        Assert.Equal(Ways(Balanced(one, "198.51.0.0/16")).Select(Words), Ways(Balanced(other, "198.51.0.0/16")).Select(Words));
        Assert.Equal(Ways(Balanced("198.51.0.0/16", one)).Select(Words), Ways(Balanced("198.51.0.0/16", other)).Select(Words));
        Assert.True(ClusterChange.Between(Units.Of(Balanced(one, "198.51.0.0/16")), Units.Of(Balanced(other, "198.51.0.0/16"))).Exposure.Count == 0);
    }

    [Fact]
    public void With_the_policy_Local_clients_are_those_whom_both_admit()
    {
        Assert.Equal("Works 198.51.100.0-198.51.100.127", Words(Ways(Balanced("198.51.100.0/25", "198.51.100.0/24")).First(w => w.Via == "LoadBalancer")));
        Assert.Equal("Blocked 203.0.113.0-203.0.113.255", Words(Ways(Balanced("198.51.100.0/25", "203.0.113.0/24")).First(w => w.Via == "LoadBalancer")));
    }

    private static string Words(Exposure way) => $"{way.State} {way.SourceName}";

    private static Exposure[] Ways(string yaml) => [.. new Exposures(Connectivity.Of(Units.Of(yaml))).All(_ => true)];

    private static string Balanced(string admitted, string ranges) => Web + $$"""
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { type: LoadBalancer, externalTrafficPolicy: Local, selector: { app: web }, loadBalancerSourceRanges: [{{ranges}}], ports: [{ port: 80, targetPort: 8080 }] }

        """ + Policy($"[{{ from: [{string.Join(", ", admitted.Split(", ").Select(r => $"{{ ipBlock: {{ cidr: {r} }} }}"))}] }}]");

    private static string Policy(string ingress) => $$"""
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: web, namespace: shop }
        spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress], ingress: {{ingress}} }

        """;
}
