using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

public sealed class ConnectivityTests
{
    private static readonly string Pods = Units.Pod("web", "shop", "10.1.0.1", "a") + Units.Pod("db", "shop", "10.1.0.2", "a", "ports: [{ name: sql, containerPort: 5432 }]")
        + Units.Pod("probe", "ops", "10.1.0.3", "a") + """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop, labels: { team: red, kubernetes.io/metadata.name: other } }
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: ops, labels: { team: blue } }

        """;

    [Fact]
    public void Without_policies_everybody_reaches_everybody()
    {
        var cluster = Connectivity.Of(Units.Of(Pods));
        Assert.Equal("all ports", Ports(cluster, "shop/web[Pod]", "ops/probe[Pod]"));
        Assert.Contains(cluster.Rows(unknown: false), r => r.DestinationName == "0.0.0.0-255.255.255.255" && r.Ports.IsAll);
        Assert.Empty(cluster.Rows(unknown: true));
    }

    [Theory]
    [InlineData("policyTypes: [Ingress]", "none", "all ports")]
    [InlineData("ingress: [{}]", "all ports", "all ports")]
    [InlineData("ingress: [{ from: [{ podSelector: {} }] }]", "all ports", "all ports")]
    [InlineData("ingress: [{ from: [{ podSelector: { matchLabels: { app: db } } }] }]", "none", "all ports")]
    [InlineData("ingress: [{ from: [], ports: [{ port: 80 }, { port: 8000, endPort: 8100, protocol: UDP }] }]", "TCP 80; UDP 8000-8100", "all ports")]
    [InlineData("ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: red } } }], ports: [{ port: sql }] }]", "TCP 5432", "all ports")]
    [InlineData("ingress: [{ ports: [{ port: sql, protocol: UDP }] }]", "none", "all ports")]
    [InlineData("ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }] }]", "all ports", "all ports")]
    [InlineData("egress: []", "none", "all ports")]
    [InlineData("egress: [{ to: [{ podSelector: {} }] }]", "none", "all ports")]
    [InlineData("{ policyTypes: [Egress] }", "all ports", "none")]
    public void Policies_decide_for_each_direction(string spec, string toDb, string fromDb)
    {
        var body = spec.StartsWith('{') ? spec[1..^1].Trim() : spec;
        var cluster = Connectivity.Of(Units.Of(Pods + $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: db, namespace: shop }
            spec:
              podSelector: { matchLabels: { app: db } }
              {{body}}

            """));
        Assert.Equal(toDb, Ports(cluster, "shop/web[Pod]", "shop/db[Pod]"));
        if (!body.StartsWith("egress", StringComparison.Ordinal))
        {
            Assert.Equal(fromDb, Ports(cluster, "shop/db[Pod]", "shop/web[Pod]"));
        }
    }

    [Fact]
    public void A_range_says_nothing_sure_about_pods()
    {
        var cluster = Connectivity.Of(Units.Of(Pods + """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: db, namespace: shop }
            spec:
              podSelector: {}
              ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [192.168.0.0/16] } }] }]

            """));
        var answer = Answer(cluster, "shop/web[Pod]", "shop/db[Pod]");
        Assert.True(answer.Sure.IsEmpty && answer.Unknown.IsAll);
        Assert.Equal(DoubtKind.RangeOfPods, Assert.Single(answer.Doubts).Kind);
        Assert.Equal(
            ["0.0.0.0-192.167.255.255", "192.169.0.0-255.255.255.255"],
            cluster.Rows(unknown: false).Where(r => r.Source.Kind == ReachEndKind.Outside && r.DestinationName == "shop/db[Pod]").Select(r => r.SourceName));
    }

    [Theory]
    [InlineData("action: Allow", "action: Deny", "all ports")]
    [InlineData("action: Deny", "action: Allow", "none")]
    [InlineData("action: Pass", "action: Deny", "none")]
    public void The_first_rule_of_a_tier_decides_and_a_pass_goes_on(string first, string second, string expected)
    {
        var cluster = Connectivity.Of(Units.Of(Pods + $$"""
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: { name: guard }
            spec:
              priority: 5
              subject: { namespaces: { matchLabels: { team: red } } }
              ingress:
              - { {{first}}, from: [{ namespaces: {} }] }
              - { {{second}}, from: [{ namespaces: {} }] }
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: db, namespace: shop }
            spec: { podSelector: {}, policyTypes: [Ingress] }

            """));
        Assert.Equal(expected, Ports(cluster, "ops/probe[Pod]", "shop/db[Pod]"));
    }

    [Fact]
    public void Equal_priorities_that_disagree_leave_it_open()
    {
        static string Policy(string name, string action) => $$"""
            ---
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: { name: {{name}} }
            spec:
              tier: Admin
              priority: 1
              subject: { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: db } } } }
              ingress: [{ action: {{action}}, from: [{ namespaces: {} }], protocols: [{ tcp: { destinationPort: { number: 5432 } } }] }]

            """;

        var answer = Answer(Connectivity.Of(Units.Of(Pods + Policy("one", "Accept") + Policy("two", "Deny"))), "shop/web[Pod]", "shop/db[Pod]");
        Assert.Equal("TCP 5432", answer.Unknown.ToString());
        Assert.Equal(DoubtKind.SamePriority, Assert.Single(answer.Doubts).Kind);
        Assert.Equal("none", Answer(Connectivity.Of(Units.Of(Pods + Policy("one", "Deny") + Policy("two", "Deny"))), "shop/web[Pod]", "shop/db[Pod]").Unknown.ToString());
    }

    [Theory]
    [InlineData("v1alpha1", "BaselineAdminNetworkPolicy", "other", "", "Deny")]
    [InlineData("v1alpha1", "BaselineAdminNetworkPolicy", "default", "", "Pass")]
    [InlineData("v1alpha1", "AdminNetworkPolicy", "guard", "priority: 1001", "Deny")]
    [InlineData("v1alpha2", "ClusterNetworkPolicy", "guard", "tier: Admin", "Deny")]
    public void A_cluster_policy_that_the_API_server_refuses_decides_nothing(string version, string kind, string name, string fields, string action)
    {
        var answer = Answer(
            Connectivity.Of(Units.Of(Pods + $$"""
            ---
            apiVersion: policy.networking.k8s.io/{{version}}
            kind: {{kind}}
            metadata: { name: {{name}} }
            spec:
              {{fields}}
              subject: { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: db } } } }
              ingress:
              - { action: {{action}}, from: [{ namespaces: {} }] }
              - { action: Deny, from: [{ namespaces: {} }] }

            """)),
            "shop/web[Pod]",
            "shop/db[Pod]");
        Assert.True(answer.Unknown.IsAll);
        Assert.Equal(DoubtKind.InvalidPolicy, Assert.Single(answer.Doubts).Kind);
    }

    [Fact]
    public void The_host_network_and_policies_of_other_kinds_are_unknown_and_named()
    {
        var host = Units.Pod("agent", "shop", "10.1.0.9", "a", spec: "hostNetwork: true");
        var policy = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: closed, namespace: shop }
            spec: { podSelector: {}, policyTypes: [Ingress] }
            ---
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata: { name: l7, namespace: ops }
            spec: { endpointSelector: {}, ingress: [{}] }

            """;
        var cluster = Connectivity.Of(Units.Of(Pods + host + policy));
        Assert.Equal(DoubtKind.HostNetwork, Answer(cluster, "ops/probe[Pod]", "shop/agent[Pod]").Doubts[0].Kind);
        Assert.Equal(DoubtKind.HostNetwork, Assert.Single(Answer(cluster, "shop/agent[Pod]", "shop/db[Pod]").Doubts).Kind);
        var doubt = Answer(cluster, "shop/web[Pod]", "ops/probe[Pod]").Doubts[0];
        Assert.Equal((DoubtKind.OtherPolicy, "CiliumNetworkPolicy ops/l7"), (doubt.Kind, doubt.Policy));
        Assert.Equal("none", Ports(cluster, "shop/web[Pod]", "shop/db[Pod]"));
    }

    [Fact]
    public void Services_lead_to_the_ports_of_their_pods()
    {
        var cluster = Connectivity.Of(Units.Of(Pods + """
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: db, namespace: shop }
            spec: { selector: { app: db }, ports: [{ name: a, port: 80, targetPort: sql }, { name: b, port: 81, targetPort: nope }] }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: gone, namespace: shop }
            spec: { selector: { app: gone }, ports: [{ port: 80 }] }
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: db, namespace: shop }
            spec: { podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 5432 }] }] }

            """));
        var rows = new ServiceReach(cluster).Rows(_ => true, (_, _) => true).Select(r => $"{r.Service.Name}:{r.Port.Port} {r.Source.Name} {ServiceReach.Word(r.State)}").ToArray();
        Assert.Contains("db:80 shop/web[Pod] works", rows);
        Assert.Contains("db:80 ops/probe[Pod] blocked", rows);
        Assert.Contains("db:81 shop/web[Pod] wrong port", rows);
        Assert.Contains("gone:80 shop/web[Pod] no endpoints", rows);
    }

    [Fact]
    public void The_rule_that_denies_a_port_is_named()
    {
        var cluster = Connectivity.Of(Units.Of(Pods + """
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: { name: guard }
            spec:
              priority: 5
              subject: { namespaces: { matchLabels: { team: red } } }
              ingress:
              - { action: Deny, from: [{ namespaces: {} }], ports: [{ portNumber: { protocol: TCP, port: 85 } }] }
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: BaselineAdminNetworkPolicy
            metadata: { name: default }
            spec:
              subject: { namespaces: { matchLabels: { team: red } } }
              ingress:
              - { action: Deny, from: [{ namespaces: {} }] }

            """));
        var (probe, db) = (cluster.Ends.Single(e => e.Name == "ops/probe[Pod]"), cluster.Ends.Single(e => e.Name == "shop/db[Pod]"));
        Assert.Equal("BaselineAdminNetworkPolicy default", Assert.Single(cluster.WhyDenied(probe, db, PortSet.Range("TCP", 82, 82))).Policy);
        Assert.Equal("AdminNetworkPolicy guard", Assert.Single(cluster.WhyDenied(probe, db, PortSet.Range("TCP", 85, 85))).Policy);
    }

    [Theory]
    [InlineData("egress: [{ to: [{ podSelector: {} }] }]", "egress: [{}]")]
    [InlineData("egress: [{ to: [{ podSelector: {} }, { ipBlock: { cidr: 198.51.100.0/24 } }] }]", "egress: [{ to: [{ podSelector: {} }, { ipBlock: { cidr: 198.51.100.0/23 } }] }]")]
    [InlineData("egress: [{ to: [{ ipBlock: { cidr: 198.51.100.0/24 } }], ports: [{ port: 443 }] }]", "egress: [{ to: [{ ipBlock: { cidr: 198.51.100.0/24 } }] }]")]
    [InlineData("egress: [{ to: [{ ipBlock: { cidr: \"2001:db8::/32\" } }], ports: [{ port: 443 }] }]", "egress: [{ to: [{ ipBlock: { cidr: \"2001:db8::/32\" } }], ports: [{ port: 444 }] }]")]
    public void A_lock_holds_the_ways_out(string before, string after) => Assert.Equal((false, true), (IsViolated(before, before, ""), IsViolated(before, after, "")));

    [Theory]
    [InlineData("ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }, { podSelector: { matchLabels: { app: job } } }] }]", "ingress: [{ from: [{ podSelector: {} }] }]", true)]
    [InlineData("ingress: [{ from: [{ podSelector: {} }] }]", "ingress: [{ from: [{ podSelector: {} }] }]", false)]
    public void A_lock_names_whom_policies_name(string before, string after, bool expected) =>
        Assert.Equal(expected, IsViolated(before, after, Units.Pod("spy", "shop", "10.1.0.8", "a")));

    /// <summary>A pod reaches itself, whatever NetworkPolicies say; its siblings it does not.</summary>
    [Theory]
    [InlineData("replicas: 1", "", ServiceState.Works)]
    [InlineData("replicas: 3", "", ServiceState.SomeEndpoints)]
    [InlineData("replicas: 1", "{ action: Deny, from: [{ namespaces: {} }] }", ServiceState.Blocked)]
    public void A_pod_does_not_block_itself(string replicas, string rule, ServiceState expected)
    {
        var cluster = Connectivity.Of(Units.Of(Pods + $$"""
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: api, namespace: shop }
            spec: { {{replicas}}, template: { metadata: { labels: { app: api } }, spec: { containers: [{ name: a, image: a }] } } }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: api, namespace: shop }
            spec: { selector: { app: api }, ports: [{ port: 80 }] }
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: closed, namespace: shop }
            spec: { podSelector: {}, policyTypes: [Ingress] }
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: { name: guard }
            spec: { priority: 5, subject: { namespaces: {} }, ingress: [{{rule}}] }

            """));
        var service = cluster.Targets.Find("shop", "api")!;
        var verdict = new ServiceReach(cluster).Of(service, service.Spec!.Ports![0]);
        Assert.Equal(expected, verdict(cluster.Ends.Single(e => e.Name == "shop/api[Deployment]")).State);
        Assert.Equal(ServiceState.Blocked, verdict(cluster.Ends.Single(e => e.Name == "shop/web[Pod]")).State);
    }

    private static bool IsViolated(string before, string after, string newcomer)
    {
        var assertions = SvcLint.Config.AssertionFile.Read(new SvcLint.Text.SourceText("svclint.yaml", AssertionWriter.Of(With(before))), []);
        return assertions.Any(a => AssertionCheck.Of(a, With(after, newcomer)).State == AssertionState.Violated);

        Connectivity With(string spec, string more = "") => Connectivity.Of(Units.Of(Units.Pod("web", "shop", "10.1.0.1", "a") + Units.Pod("job", "shop", "10.1.0.3", "a") + Units.Pod("db", "shop", "10.1.0.2", "a") + $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: db, namespace: shop }
            spec:
              podSelector: { matchLabels: { app: db } }
              {{spec}}

            """ + more));
    }

    private static string Ports(Connectivity cluster, string source, string destination) => Answer(cluster, source, destination).Sure.ToString();

    private static ReachAnswer Answer(Connectivity cluster, string source, string destination) =>
        cluster.Between(cluster.Ends.Single(e => e.Name == source), cluster.Ends.Single(e => e.Name == destination));
}
