using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Reachability;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What is of IPv6, whichever object says that the cluster has it.</summary>
public sealed class AddressFamiliesTests
{
    private const string EveryIPv6 = "::-::fffe:ffff:ffff,::1:0:0:0-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: w, namespace: s }
        spec: { replicas: 1, selector: { matchLabels: { app: w } }, template: { metadata: { labels: { app: w } }, spec: { containers: [{ name: c, image: x, ports: [{ containerPort: 80 }] }] } } }

        """;

    private const string Node = """
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: n }
        spec: { podCIDRs: [10.1.0.0/24, "fd00:1::/64"] }
        status: { addresses: [{ type: InternalIP, address: 192.168.0.1 }] }

        """;

    [Theory]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata: { name: n }\nspec: { podCIDRs: [10.1.0.0/24, 'fd00:1::/64'] }\n", true)]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata: { name: n }\nstatus: { addresses: [{ type: InternalIP, address: 'fd01::1' }] }\n", true)]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: { name: x, namespace: s }\nspec: { ipFamilies: [IPv6], selector: { app: w }, ports: [{ port: 80 }] }\n", true)]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: { name: x, namespace: s }\nspec: { clusterIPs: ['fd00::10'], selector: { app: w }, ports: [{ port: 80 }] }\n", true)]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: { name: x, namespace: s }\nspec: { type: LoadBalancer, loadBalancerSourceRanges: ['2001:db8::/32'], selector: { app: w }, ports: [{ port: 80 }] }\n", true)]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: x, namespace: s }\nspec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '2001:db8::/32' } }] }] }\n", true)]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata: { name: n }\nspec: { podCIDRs: [10.1.0.0/24] }\n", false)]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: { name: x, namespace: s }\nspec: { ipFamilyPolicy: PreferDualStack, selector: { app: w }, ports: [{ port: 80 }] }\n", false)]
    public void IPv6_is_asked_about_where_anything_says_that_the_cluster_has_it(string also, bool has)
    {
        var cluster = Connectivity.Of(Units.Of(Web + "---\n" + also));
        Assert.Equal(has, ReachSelection.Read("2001:db8::1", cluster) is not null);
        Assert.Equal(has ? AssertionState.Violated : AssertionState.NamesNothing, State("deny: 2001:db8::/32 -> s/w", cluster));
    }

    [Fact]
    public void A_range_of_one_family_says_nothing_of_the_other()
    {
        var cluster = Connectivity.Of(Units.Of(Web + Node + Policy("10.0.0.0/8")));
        Assert.All(ReachSelection.Read("::/0", cluster)!.Ends, e => Assert.True(e.Addresses!.Value.First.IsIPv6));
        Assert.Equal(AssertionState.Holds, State("deny: '::/0 -> s/w'", cluster));
    }

    [Theory]
    [InlineData("ipFamilies: [IPv6], ipFamilyPolicy: SingleStack", EveryIPv6)]
    [InlineData("ipFamilies: [IPv6]", EveryIPv6)]
    [InlineData("clusterIP: 'fd00::10'", EveryIPv6)]
    [InlineData("ipFamilyPolicy: RequireDualStack", "0.0.0.0-255.255.255.255," + EveryIPv6)]
    [InlineData("ipFamilies: [IPv6, IPv4]", "0.0.0.0-255.255.255.255," + EveryIPv6)]
    [InlineData("ipFamilies: [IPv4]", Exposures.Everybody)]
    [InlineData("sessionAffinity: None", Exposures.Everybody)]
    [InlineData("ipFamilies: [IPv6], loadBalancerSourceRanges: [203.0.113.0/24, '2001:db8::/32']", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("ipFamilyPolicy: RequireDualStack, loadBalancerSourceRanges: [203.0.113.0/24, '2001:db8::/32']", "203.0.113.0-203.0.113.255,2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void A_Service_lets_in_clients_of_its_families(string spec, string sources)
    {
        var way = Assert.Single(Ways(Web + Balanced(spec + ", allocateLoadBalancerNodePorts: false")));
        Assert.Equal((sources, ServiceState.Works), (way.SourceName, way.State));
    }

    [Theory]
    [InlineData("203.0.113.0/24", "Local", ServiceState.Blocked)]
    [InlineData("2001:db8::/32", "Local", ServiceState.Works)]
    [InlineData("203.0.113.0/24", "Cluster", ServiceState.Blocked)]
    [InlineData("2001:db8::/32", "Cluster", ServiceState.Unknown)]
    [InlineData("::/0", "Cluster", ServiceState.Works)]
    [InlineData("0.0.0.0/0", "Cluster", ServiceState.Blocked)]
    public void Policies_are_asked_about_the_family_of_the_Service(string admitted, string policy, ServiceState state)
    {
        var way = Ways(Web + Balanced($"ipFamilies: [IPv6], externalTrafficPolicy: {policy}") + Policy(admitted))[0];
        Assert.Equal(state, way.State);
    }

    [Theory]
    [InlineData("allow: 203.0.113.7 -> service/s/six:80", AssertionState.Violated)]
    [InlineData("deny: 203.0.113.7 -> service/s/six:80", AssertionState.Holds)]
    [InlineData("allow: '2001:db8::1 -> service/s/six:80'", AssertionState.Holds)]
    [InlineData("deny: '2001:db8::1 -> service/s/six:80'", AssertionState.Violated)]
    [InlineData("allow: internet -> service/s/six:80", AssertionState.Holds)]
    public void From_an_address_of_the_other_family_nobody_reaches_a_Service(string line, AssertionState state) =>
        Assert.Equal(state, State(line, Connectivity.Of(Units.Of(Web + Balanced("ipFamilies: [IPv6]")))));

    [Theory]
    [InlineData("allow: 203.0.113.7 -> service/s/six:80", "externalTrafficPolicy: Cluster", AssertionState.Unknown)]
    [InlineData("deny: 203.0.113.7 -> service/s/six:80", "externalTrafficPolicy: Cluster", AssertionState.Unknown)]
    [InlineData("deny: 198.51.100.7 -> service/s/six:80", "externalTrafficPolicy: Cluster", AssertionState.Unknown)]
    [InlineData("allow: 203.0.113.7 -> service/s/six:80", "externalTrafficPolicy: Local", AssertionState.Holds)]
    [InlineData("allow: internet -> service/s/six:80", "externalTrafficPolicy: Local", AssertionState.Violated)]
    [InlineData("deny: 198.51.100.7 -> service/s/six:80", "externalTrafficPolicy: Local", AssertionState.Holds)]
    [InlineData("only: 203.0.113.0/24 -> service/s/six:80", "externalTrafficPolicy: Local", AssertionState.Holds)]
    [InlineData("only: 203.0.113.0/25 -> service/s/six:80", "externalTrafficPolicy: Local", AssertionState.Violated)]
    [InlineData("deny: 198.51.100.7 -> s/w", "externalTrafficPolicy: Cluster", AssertionState.Holds)]
    public void From_outside_a_Service_is_reached_by_its_ways_in(string line, string spec, AssertionState state) =>
        Assert.Equal(state, State(line, Connectivity.Of(Units.Of(Web + Balanced(spec) + Policy("203.0.113.0/24")))));

    [Fact]
    public void Of_a_Service_without_a_way_in_policies_alone_decide()
    {
        var cluster = Connectivity.Of(Units.Of(Web + Balanced("selector: { app: w }").Replace("type: LoadBalancer, ", "", StringComparison.Ordinal) + Policy("203.0.113.0/24")));
        Assert.Equal(AssertionState.Holds, State("allow: 203.0.113.7 -> service/s/six:80", cluster));
        Assert.Equal(AssertionState.Holds, State("deny: 198.51.100.7 -> service/s/six:80", cluster));
    }

    [Theory]
    [InlineData("ipFamilies: [IPv6], ipFamilyPolicy: SingleStack", "IPv6")]
    [InlineData("clusterIP: None, ipFamilies: [IPv6]", "IPv6")]
    [InlineData("ipFamilies: [IPv4]", "IPv4")]
    [InlineData("ipFamilies: [IPv6, IPv4], ipFamilyPolicy: RequireDualStack", "IPv6 IPv4")]
    public void Pods_have_an_address_of_each_family_that_a_Service_has(string spec, string families)
    {
        var unit = Units.Of(Web + Balanced(spec).Replace("type: LoadBalancer, ", "", StringComparison.Ordinal));
        var slices = Assert.Single(ClusterEndpoints.Of(unit.Objects, KubernetesVersion.Newest)).Slices;
        Assert.Equal(families.Split(' ').Order(StringComparer.Ordinal), slices.Select(s => s.Slice.AddressType!.Value).Order(StringComparer.Ordinal));
        Assert.All(slices, s => Assert.Single(s.Endpoints));
    }

    [Theory]
    [InlineData("")]
    [InlineData("clusterIP: None, ")]
    public void A_connection_to_an_IPv6_Service_ends_at_a_pod(string spec)
    {
        var yaml = Web + Balanced(spec + "ipFamilies: [IPv6]").Replace("type: LoadBalancer, ", "", StringComparison.Ordinal);
        var trace = ConnectionTracer.Trace(Units.Of(yaml), new ConnectionQuestion { From = "workload/s/w", To = "service/s/six:80" });
        Assert.Equal(ConnectionVerdict.Allowed, trace.Value?.Verdict);
    }

    private static string Balanced(string spec) => $$"""
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: six, namespace: s }
        spec: { type: LoadBalancer, {{(spec.Contains("selector", StringComparison.Ordinal) ? "" : "selector: { app: w }, ")}}ports: [{ port: 80 }], {{spec}} }

        """;

    private static string Policy(string range) => $$"""
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: p, namespace: s }
        spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ ipBlock: { cidr: "{{range}}" } }] }] }

        """;

    private static IReadOnlyList<Exposure> Ways(string yaml) => [.. new Exposures(Connectivity.Of(Units.Of(yaml))).All(_ => true)];

    private static AssertionState State(string line, Connectivity cluster) =>
        AssertionCheck.Of(Assert.Single(AssertionFile.Read(new SourceText("a.yaml", line), [])), cluster).State;
}
