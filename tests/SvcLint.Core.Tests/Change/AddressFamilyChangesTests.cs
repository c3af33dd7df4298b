using SvcLint.Change;
using SvcLint.Core.Tests.Reachability;

namespace SvcLint.Core.Tests.Change;

/// <summary>Both states are asked about the families that either names.</summary>
public sealed class AddressFamilyChangesTests
{
    private static readonly string Web = Units.Pod("w", "s", "10.1.0.1", "a");

    private const string Node = """
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: n }
        spec: { podCIDRs: [10.1.0.0/24, "fd00:1::/64"] }

        """;

    [Theory]
    [InlineData("ingress: [{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }", "")]
    [InlineData("ingress: [{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }", Node)]
    [InlineData("policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 203.0.113.0/24 } }", "")]
    [InlineData("policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 203.0.113.0/24 } }", Node)]
    public void IPv6_that_is_opened_is_won_and_IPv6_that_is_closed_is_lost(string rule, string also)
    {
        var (closed, open) = (Web + also + Policy(rule), Web + also + Policy(rule + ", { ipBlock: { cidr: '::/0' } }"));
        foreach (var (before, after, type) in new[] { (closed, open, ChangeType.Added), (open, closed, ChangeType.Removed) })
        {
            var change = ClusterChange.Between(Units.Of(before), Units.Of(after));
            Assert.False(change.IsNothing);
            Assert.NotEmpty(change.Connections);
            Assert.All(change.Connections, c => Assert.Equal(type, c.Type));
            Assert.All(change.Connections, c => Assert.Contains("::", (rule.StartsWith("ingress", StringComparison.Ordinal) ? c.Source : c.Destination), StringComparison.Ordinal));
            Assert.All(change.Connections, c => Assert.NotEmpty(c.Because));
        }
    }

    [Fact]
    public void A_part_of_IPv6_is_cut_out_of_what_the_other_state_leaves_whole()
    {
        var (before, after) = (Policy("ingress: [{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }"), Policy("ingress: [{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }, { ipBlock: { cidr: '2001:db8::/32' } }"));
        var change = Assert.Single(ClusterChange.Between(Units.Of(Web + before), Units.Of(Web + after)).Connections);
        Assert.Equal("2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", change.Source);
    }

    // Where nothing closes it, IPv6 was open before anybody named it.
    [Theory]
    [InlineData("", "ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }, { ipBlock: { cidr: '::/0' } }, { podSelector: {} }, { namespaceSelector: {} }")]
    [InlineData("ingress: [{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }", "ingress: [{ from: [{ ipBlock: { cidr: 203.0.113.0/25 } }, { ipBlock: { cidr: 203.0.113.128/25 } }")]
    public void What_was_open_before_is_no_change(string before, string after) =>
        Assert.Empty(ClusterChange.Between(Units.Of(Web + (before.Length > 0 ? Policy(before) : "")), Units.Of(Web + Policy(after))).Connections);

    [Fact]
    public void A_Service_that_changes_its_family_is_open_to_others()
    {
        const string Service = "---\napiVersion: v1\nkind: Service\nmetadata: { name: w, namespace: s }\nspec: { type: LoadBalancer, allocateLoadBalancerNodePorts: false, ipFamilies: [IPv4], selector: { app: w }, ports: [{ port: 80, targetPort: http }] }\n";
        var change = Assert.Single(ClusterChange.Between(Units.Of(Web + Service), Units.Of(Web + Service.Replace("IPv4", "IPv6", StringComparison.Ordinal))).Exposure);
        Assert.Equal(("works from anywhere", "works from anywhere by IPv6"), (change.Before, change.After));
    }

    [Fact]
    public void A_workload_that_the_API_server_refuses_in_one_state_is_named_and_compared_all_the_same()
    {
        var refused = Web.Replace("containerPort: 8080", "containerPort: 0", StringComparison.Ordinal).Replace("status: { podIP: 10.1.0.1 }", "", StringComparison.Ordinal);
        var taken = Web.Replace("status: { podIP: 10.1.0.1 }", "", StringComparison.Ordinal);
        var change = ClusterChange.Between(Units.Of(taken), Units.Of(refused));
        var unread = Assert.Single(change.Unread);
        Assert.Equal(ChangeType.Added, unread.Type);
        Assert.StartsWith("the API server refuses Pod w", unread.Reason, StringComparison.Ordinal);
        Assert.True(change.IsPartlyUnknown);
        Assert.Equal(ChangeType.Removed, Assert.Single(ClusterChange.Between(Units.Of(refused), Units.Of(taken)).Unread).Type);
        Assert.Empty(ClusterChange.Between(Units.Of(refused), Units.Of(refused.Replace("image: main", "image: other", StringComparison.Ordinal))).Unread);
    }

    private static string Policy(string rules) => $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: w, namespace: s }}\nspec: {{ podSelector: {{}}, {rules}] }}] }}\n";
}
