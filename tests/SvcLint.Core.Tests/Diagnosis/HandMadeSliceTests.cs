using static SvcLint.Core.Tests.Diagnosis.Dumps;

namespace SvcLint.Core.Tests.Diagnosis;

/// <summary>Slices that nobody updates: where they point, and what the dump knows of it.</summary>
public sealed class HandMadeSliceTests
{
    private const string Legacy = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: legacy, namespace: shop }
        spec: { clusterIP: 10.96.7.7, ipFamilies: [IPv4], ports: [{ name: pg, port: 5432 }] }

        """;

    private static readonly string Ranged = Nodes.Replace("status: {", "spec: { podCIDRs: [10.244.19.0/24] }\nstatus: {", StringComparison.Ordinal);

    private static string Slice(string endpoint, string service = "legacy", string port = "name: pg, port: 5432") => $$"""
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: {{service}}-1, namespace: shop, labels: { kubernetes.io/service-name: {{service}}, endpointslice.kubernetes.io/managed-by: staff } }
        addressType: IPv4
        endpoints: [{ {{endpoint}} }]
        ports: [{ {{port}}, protocol: TCP }]

        """;

    [Theory]
    [InlineData("addresses: [172.20.1.4], nodeName: node-z", "hand-made slice legacy-1 points to 172.20.1.4, node node-z, which does not exist")]
    [InlineData("addresses: [172.20.1.4], targetRef: { kind: Pod, name: old-0 }", "pod old-0, which does not exist")]
    [InlineData("addresses: [172.20.1.4], nodeName: node-z, targetRef: { kind: Pod, name: old-0 }", "pod old-0 and node node-z: neither the pod nor the node exists")]
    [InlineData("addresses: [172.20.1.4], targetRef: { kind: Pod, name: web-1-0 }", "pod web-1-0, which has the address 10.244.19.1 now")]
    public void What_is_gone_or_has_moved_is_named(string endpoint, string expected) =>
        Assert.Contains(expected, Assert.Single(OfLegacy(Web + Legacy + Slice(endpoint))), StringComparison.Ordinal);

    [Fact]
    public void An_address_of_a_nodes_pods_that_no_pod_has_is_named() =>
        Assert.Contains("10.244.19.250, an address of the pods of node node-", Assert.Single(OfLegacy(Whole(Ranged) + Slice("addresses: [10.244.19.250]"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("172.20.1.4")] // outside the cluster
    [InlineData("10.244.19.1")] // the pod web-1-0 has it
    public void An_address_that_may_well_answer_is_no_cause(string address) => Assert.Empty(OfLegacy(Whole(Ranged) + Slice($"addresses: [{address}]")));

    [Fact]
    public void In_a_dump_of_some_namespaces_a_free_address_tells_nothing() =>
        Assert.Empty(OfLegacy(Ranged + Service() + Deployment() + Pod(0) + Pod(1) + Legacy + Slice("addresses: [10.244.19.250]")));

    [Fact]
    public void A_dead_slice_beside_those_of_the_controller_takes_some_connections() =>
        Assert.Contains("beside the controller's own, hand-made slice web-1 points to 10.9.9.9, node node-z, which does not exist: some connections fail", Assert.Single(Causes(Web
            + Slice("addresses: [10.9.9.9], nodeName: node-z", "web", "name: http, port: 8080")
            + Slice("addresses: [10.244.19.1]", "web", "name: http, port: 8080").Replace("name: web-1,", "name: web-own,", StringComparison.Ordinal).Replace("managed-by: staff", "managed-by: endpointslice-controller.k8s.io", StringComparison.Ordinal))), StringComparison.Ordinal);

    // The other Services of these dumps have no slices.
    private static IReadOnlyList<string> OfLegacy(string yaml) => [.. Causes(yaml).Where(c => c.StartsWith("shop/legacy: ", StringComparison.Ordinal))];

    private static string Whole(string nodes) => nodes + Service() + Deployment() + Pod(0) + Pod(1) + Pod(0, "dns", "app: dns", @namespace: "kube-system") + Legacy;
}
