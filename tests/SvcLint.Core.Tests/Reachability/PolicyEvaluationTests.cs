using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>NetworkPolicy semantics, one case each: who may reach the pods of <c>web</c> in namespace shop.</summary>
public sealed class PolicyEvaluationTests
{
    private const string Pods = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: ops, labels: { team: ops } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop, labels: { app: web } }
        spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }, { name: dns, containerPort: 53, protocol: UDP }] }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: client, namespace: shop, labels: { app: client, tier: front } }
        spec: { containers: [{ name: client }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: probe, namespace: ops, labels: { app: probe } }
        spec: { containers: [{ name: probe }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: agent, namespace: shop, labels: { app: agent } }
        spec: { hostNetwork: true, containers: [{ name: agent }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: jobs, namespace: shop }
        spec: { selector: { matchLabels: { app: jobs } }, template: { metadata: { labels: { app: jobs } }, spec: { containers: [{ name: jobs }] } } }

        """;

    [Theory]
    [InlineData("[]", PolicyAnswer.Denied, PolicyAnswer.Denied)]
    [InlineData("[{}]", PolicyAnswer.Allowed, PolicyAnswer.Allowed)]
    [InlineData("[{ from: [] }]", PolicyAnswer.Allowed, PolicyAnswer.Allowed)]
    [InlineData("[{ from: [{ podSelector: {} }] }]", PolicyAnswer.Allowed, PolicyAnswer.Denied)]
    [InlineData("[{ from: [{ podSelector: { matchLabels: { app: client } } }] }]", PolicyAnswer.Allowed, PolicyAnswer.Denied)]
    [InlineData("[{ from: [{ podSelector: { matchExpressions: [{ key: tier, operator: In, values: [back] }] } }] }]", PolicyAnswer.Denied, PolicyAnswer.Denied)]
    [InlineData("[{ from: [{ podSelector: { matchExpressions: [{ key: tier, operator: DoesNotExist }] } }] }]", PolicyAnswer.Denied, PolicyAnswer.Denied)]
    [InlineData("[{ from: [{ namespaceSelector: {} }] }]", PolicyAnswer.Allowed, PolicyAnswer.Allowed)]
    [InlineData("[{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ops } } }] }]", PolicyAnswer.Denied, PolicyAnswer.Allowed)]
    [InlineData("[{ from: [{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [ops] }] } }] }]", PolicyAnswer.Allowed, PolicyAnswer.Denied)]
    // The labels of ops are in the input, those of shop are not.
    [InlineData("[{ from: [{ namespaceSelector: { matchLabels: { team: ops } } }] }]", PolicyAnswer.Unknown, PolicyAnswer.Allowed)]
    // One item is both, two items are either.
    [InlineData("[{ from: [{ namespaceSelector: { matchLabels: { team: ops } }, podSelector: { matchLabels: { app: client } } }] }]", PolicyAnswer.Unknown, PolicyAnswer.Denied)]
    [InlineData("[{ from: [{ namespaceSelector: { matchLabels: { team: ops } } }, { podSelector: { matchLabels: { app: client } } }] }]", PolicyAnswer.Allowed, PolicyAnswer.Allowed)]
    // Nothing labels a pod that no controller made; that of a Deployment gets the hash when it is made.
    [InlineData("[{ from: [{ podSelector: { matchLabels: { pod-template-hash: abc } } }] }]", PolicyAnswer.Denied, PolicyAnswer.Denied)]
    [InlineData("[{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { pod-template-hash: abc } } }] }]", PolicyAnswer.Denied, PolicyAnswer.Denied, PolicyAnswer.Unknown)]
    // The API server refuses an empty peer: whether there is a policy at all depends on what was there before.
    [InlineData("[{ from: [{}] }]", PolicyAnswer.Unknown, PolicyAnswer.Unknown)]
    // Whether ranges stand for pods is where network plugins differ.
    [InlineData("[{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]", PolicyAnswer.Unknown, PolicyAnswer.Unknown)]
    public void Peers(string ingress, PolicyAnswer fromClient, PolicyAnswer fromProbe, PolicyAnswer? fromJobs = null)
    {
        Assert.True(fromJobs is null || fromJobs == Ingress(ingress, "jobs").Answer);
        Assert.Equal(fromClient, Ingress(ingress, "client").Answer);
        Assert.Equal(fromProbe, Ingress(ingress, "probe").Answer);
    }

    [Theory]
    [InlineData("{ port: 8080 }", PolicyAnswer.Allowed)]
    [InlineData("{ port: 80 }", PolicyAnswer.Denied)]
    [InlineData("{ port: http }", PolicyAnswer.Allowed)]
    [InlineData("{ port: dns }", PolicyAnswer.Denied)]
    [InlineData("{ port: 8000, endPort: 8079 }", PolicyAnswer.Denied)]
    [InlineData("{ port: 8000, endPort: 8080 }", PolicyAnswer.Allowed)]
    [InlineData("{ port: 8080, protocol: UDP }", PolicyAnswer.Denied)]
    [InlineData("{ protocol: TCP }", PolicyAnswer.Allowed)]
    [InlineData("{}", PolicyAnswer.Allowed)]
    [InlineData("{ protocol: UDP }", PolicyAnswer.Denied)]
    public void Ports_are_those_of_the_pod(string port, PolicyAnswer answer) => Assert.Equal(answer, Ingress($"[{{ ports: [{port}] }}]", "client").Answer);

    [Fact]
    public void An_entry_without_protocol_is_TCP_alone() =>
        Assert.Equal(PolicyAnswer.Denied, Evaluation("[{ ports: [{ port: 53 }] }]").Ingress(End("client"), End("web"), 53, "UDP").Answer);

    [Theory]
    [InlineData("203.0.113.9", PolicyAnswer.Allowed)]
    [InlineData("203.0.113.200", PolicyAnswer.Denied)]
    [InlineData("198.51.100.1", PolicyAnswer.Denied)]
    [InlineData("2001:db8::1", PolicyAnswer.Denied)]
    public void Ranges_are_for_what_is_outside(string address, PolicyAnswer answer)
    {
        Assert.True(IPAddressValue.TryParse(address, out var ip));
        var evaluation = Evaluation("[{ from: [{ ipBlock: { cidr: 203.0.113.0/24, except: [203.0.113.128/25] } }, { podSelector: {} }] }]");
        Assert.Equal(answer, evaluation.Ingress(TrafficEnd.Outside(address, ip), End("web"), 8080, "TCP").Answer);
    }

    [Fact]
    public void Pods_on_the_host_network_are_unknown_on_either_side()
    {
        Assert.Equal(PolicyAnswer.Unknown, Ingress("[{ from: [{ podSelector: {} }] }]", "agent").Answer);
        Assert.Equal(PolicyAnswer.Unknown, Ingress("[{ from: [{ podSelector: { matchLabels: { app: client } } }] }]", "agent").Answer);
        Assert.Equal(PolicyAnswer.Unknown, Evaluation("[]").Ingress(End("client"), End("agent"), 80, "TCP").Answer);
    }

    // A pod lets in its own node, whose address such a pod has.
    [Theory]
    [InlineData(null, "node-a", PolicyAnswer.Unknown)]
    [InlineData("node-a", "node-a", PolicyAnswer.Unknown)]
    [InlineData("node-b", "node-a", PolicyAnswer.Denied)]
    public void A_pod_on_the_host_network_of_another_node_is_denied_what_no_rule_admits(string? client, string node, PolicyAnswer answer) =>
        Assert.Equal(answer, Evaluation("[]").Ingress(End("agent") with { Node = client }, End("web") with { Node = node }, 8080, "TCP").Answer);

    [Fact]
    public void A_pod_reaches_itself_and_its_node_reaches_it()
    {
        var evaluation = Evaluation("[]");
        Assert.Equal(PolicyAnswer.Allowed, evaluation.Ingress(End("web"), End("web"), 8080, "TCP").Answer);
        var web = End("web") with { Node = "node-a" };
        Assert.Equal(PolicyAnswer.Allowed, evaluation.Ingress(new TrafficEnd(TrafficEndKind.Node, "node node-a", Node: "node-a"), web, 8080, "TCP").Answer);
        Assert.Equal(PolicyAnswer.Denied, evaluation.Ingress(new TrafficEnd(TrafficEndKind.Node, "node node-b", Node: "node-b"), web, 8080, "TCP").Answer);
    }

    [Fact]
    public void Only_the_pods_that_a_policy_selects_in_its_namespace_and_direction_are_isolated()
    {
        var evaluation = new PolicyEvaluation(Units.Of(Pods + Policy("{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], ingress: [] }")));
        Assert.True(evaluation.Ingress(End("probe"), End("web"), 8080, "TCP").IsUnpoliced);
        Assert.Equal(PolicyAnswer.Denied, evaluation.Egress(End("web"), End("client"), 80, "TCP").Answer);
        Assert.True(evaluation.Egress(End("client"), End("web"), 8080, "TCP").IsUnpoliced);
        Assert.True(evaluation.Egress(End("probe"), End("web"), 8080, "TCP").IsUnpoliced);
    }

    [Fact]
    public void The_rules_of_all_policies_add_up()
    {
        var evaluation = new PolicyEvaluation(Units.Of(Pods + Policy("{ podSelector: {}, ingress: [] }") + Policy("{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: client } } }] }] }", "second")));
        var admitted = evaluation.Ingress(End("client"), End("web"), 8080, "TCP");
        Assert.Equal(PolicyAnswer.Allowed, admitted.Answer);
        Assert.Contains("second", admitted.Why, StringComparison.Ordinal);
        Assert.Equal(PolicyAnswer.Denied, evaluation.Ingress(End("probe"), End("web"), 8080, "TCP").Answer);
    }

    [Fact]
    public void A_denial_names_the_ports_that_are_open_instead()
    {
        var denied = Ingress("[{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }]", "client");
        Assert.Contains("at other ports, not at 8080/TCP", denied.Why, StringComparison.Ordinal);
        Assert.Equal("ports", denied.Span?.Text);
    }

    [Fact]
    public void Another_policy_API_in_the_input_makes_it_unknown()
    {
        var evaluation = new PolicyEvaluation(Units.Of(Pods + "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: more, namespace: shop }\nspec: {}\n"));
        Assert.Equal(PolicyAnswer.Unknown, evaluation.Ingress(End("client"), End("web"), 8080, "TCP").Answer);
    }

    private static PolicyDecision Ingress(string rules, string from) => Evaluation(rules).Ingress(End(from), End("web"), 8080, "TCP");

    private static PolicyEvaluation Evaluation(string ingress) => new(Units.Of(Pods + Policy($"{{ podSelector: {{ matchExpressions: [{{ key: app, operator: In, values: [web, agent] }}] }}, policyTypes: [Ingress], ingress: {ingress} }}")));

    private static string Policy(string spec, string name = "first") => $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: {name}, namespace: shop }}\nspec: {spec}\n";

    private static TrafficEnd End(string pod)
    {
        var workload = Units.Of(Pods).Workloads.Single(w => w.Name == pod);
        return new TrafficEnd(TrafficEndKind.Pod, $"{workload.Namespace}/{pod}", workload.Namespace, workload);
    }
}
