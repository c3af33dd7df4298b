using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

public sealed class ConnectionTracerTests
{
    private static readonly string Shop = Units.Nodes
        + Units.Pod("web", "shop", "10.244.1.5", "node-a")
        + Units.Pod("client", "shop", "10.244.1.9", "node-a", "ports: []")
        + Units.Pod("far", "ops", "10.244.2.9", "node-b", "ports: []")
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
          ports:
          - { name: http, port: 80, targetPort: http, nodePort: 30080 }
          - { name: admin, port: 81, targetPort: 9999, nodePort: 30081 }
        status: { loadBalancer: { ingress: [{ ip: 203.0.113.10 }] } }

        """;

    private static readonly string Plain = Shop.Replace("externalTrafficPolicy: Local", "externalTrafficPolicy: Cluster", StringComparison.Ordinal);

    // In the dump of a cluster the slices are there.
    private static readonly string Slices = """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web } }
        addressType: IPv4
        ports: [{ name: http, port: 8080 }, { name: admin, port: 9999 }]
        endpoints: [{ addresses: [10.244.1.5], nodeName: node-a, targetRef: { kind: Pod, name: web, namespace: shop } }]

        """;

    [Theory]
    [InlineData("web")]
    [InlineData("web.shop")]
    [InlineData("web.shop.svc")]
    [InlineData("web.shop.svc.cluster.local")]
    [InlineData("web.shop.svc.cluster.local.")]
    [InlineData("service/shop/web")]
    [InlineData("service/web")]
    [InlineData("10.96.0.10")]
    public void Every_name_of_a_Service_leads_to_its_pod(string name)
    {
        foreach (var port in new[] { ":80", ":http", ":80/tcp", ":http/TCP" })
        {
            var trace = Trace(Shop + Slices, "pod/shop/client", name + port);
            Assert.Equal(ConnectionVerdict.Allowed, trace.Verdict);
            Assert.Equal(("10.244.1.5:8080", "shop/web"), (trace.Decisive.Endpoint, trace.Decisive.Pod));
        }
    }

    [Fact]
    public void A_short_name_is_looked_up_in_the_namespace_of_the_pod()
    {
        var trace = Trace(Shop + Slices, "pod/ops/far", "web:80");
        Assert.Equal(ConnectionVerdict.Unknown, trace.Verdict);
        Assert.Contains("no Service ops/web; there is shop/web", trace.Why, StringComparison.Ordinal);
        Assert.Equal(ConnectionVerdict.Allowed, Trace(Shop + Slices, "pod/ops/far", "web.shop:80").Verdict);
    }

    [Fact]
    public void The_domain_of_the_cluster_decides_what_is_a_name_of_it()
    {
        Assert.Equal(ConnectionVerdict.Unknown, Trace(Shop + Slices, "pod/shop/client", "web.shop.svc.example.com:80").Verdict);
        var facts = new ClusterFacts { ClusterDomain = "example.com" };
        Assert.Equal(ConnectionVerdict.Allowed, ConnectionTracer.Trace(Units.Of(Shop + Slices, facts), new ConnectionQuestion { From = "pod/shop/client", To = "web.shop.svc.example.com:80" }).Value!.Verdict);
    }

    [Theory]
    [InlineData("web.shop", "has several ports; choose one: 80/TCP (http), 81/TCP (admin)")]
    [InlineData("web.shop:https", "has no port https; there are 80/TCP (http), 81/TCP (admin)")]
    [InlineData("10.96.0.10", "choose one: 80/TCP (shop/web:http), 81/TCP (shop/web:admin)")]
    [InlineData("service/shop/wbe", "no such service; there is shop/web")]
    [InlineData("pod/shop/wbe:80", "no such pod; there are ops/far, shop/client, shop/web")]
    [InlineData("pod/shop/client", "declares no port")]
    [InlineData("node/node-c:80", "no such Node; there are node-a, node-b")]
    [InlineData("node/node-a", "node ports are 30080/TCP (shop/web:http), 30081/TCP (shop/web:admin)")]
    [InlineData("shop/web", "write a DNS name")]
    public void What_leaves_a_choice_is_refused_with_what_there_is(string to, string said)
    {
        Assert.Contains(said, Ask(Shop + Slices, "pod/shop/client", to).Problem?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pod/client", "web.shop:80", null)]
    [InlineData("pod/shop/web-7f", "web.shop:80", "no such pod")]
    [InlineData("shop/web", "web.shop:80", "write pod/NAMESPACE/NAME")]
    [InlineData("198.51.100.20", "203.0.113.10:80", "choose the one that the packet comes to: node-a, node-b")]
    public void Sources_are_found_or_refused(string from, string to, string? said)
    {
        if (said is null)
        {
            Assert.Equal(ConnectionVerdict.Allowed, Trace(Shop + Slices, from, to).Verdict);
            return;
        }

        Assert.Contains(said, Ask(Shop + Slices, from, to).Problem?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_sends_from_the_node_where_it_runs()
    {
        Assert.Equal("node-b", Trace(Shop + Slices, "pod/ops/far", "web.shop:80").Node);
        Assert.Contains("runs on node node-b", Ask(Shop + Slices, "pod/ops/far", "web.shop:80", node: "node-a").Problem?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void From_outside_a_policy_Local_drops_where_no_endpoint_is_and_the_line_is_named()
    {
        Assert.Equal(ConnectionVerdict.Allowed, Trace(Shop + Slices, "198.51.100.20", "203.0.113.10:80", node: "node-a").Verdict);
        var dropped = Trace(Shop + Slices, "198.51.100.20", "203.0.113.10:80", node: "node-b");
        Assert.Equal((ConnectionVerdict.Dropped, "Local"), (dropped.Verdict, dropped.Decisive.Span?.Text));
        Assert.Contains("externalTrafficPolicy is Local, and node node-b has no endpoint", dropped.Why, StringComparison.Ordinal);
        Assert.Equal(ConnectionVerdict.ReplyLost, Trace(Shop + Slices, "198.51.100.20", "203.0.113.10:80", ProxyMode.Ipvs, "node-b").Verdict);
    }

    [Fact]
    public void From_outside_a_Service_is_reached_by_what_it_has_there()
    {
        Assert.Contains(Trace(Shop + Slices, "198.51.100.20", "service/shop/web:80", node: "node-a").Steps, s => s.Text == "load balancer IP 203.0.113.10");
        var inside = Shop.Replace("type: LoadBalancer", "type: ClusterIP", StringComparison.Ordinal).Replace("externalIPs: [198.51.100.7]", "", StringComparison.Ordinal).Replace(", nodePort: 30080", "", StringComparison.Ordinal).Replace(", nodePort: 30081", "", StringComparison.Ordinal)
            .Replace("status: { loadBalancer: { ingress: [{ ip: 203.0.113.10 }] } }", "", StringComparison.Ordinal);
        Assert.Equal(ConnectionVerdict.NoRoute, Trace(inside + Slices, "198.51.100.20", "service/shop/web:80", node: "node-a").Verdict);
        Assert.Equal(ConnectionVerdict.NoRoute, Trace(inside + Slices, "198.51.100.20", "10.96.0.10:80", node: "node-a").Verdict);
    }

    [Fact]
    public void A_node_port_of_another_node_is_judged_by_that_node()
    {
        var there = Trace(Plain + Slices, "pod/shop/client", "node/node-b:30080");
        Assert.Equal(("10.244.1.5:8080", true), (there.Decisive.Endpoint, there.Decisive.IsMasqueraded));
        Assert.Equal(ConnectionVerdict.Dropped, Trace(Shop + Slices, "node/node-a", "node/node-b:30080").Verdict);
        Assert.Equal(ConnectionVerdict.Allowed, Trace(Shop + Slices, "node/node-b", "node/node-a:http").Verdict);
        Assert.Equal(ConnectionVerdict.Unknown, Trace(Shop + Slices, "pod/shop/client", "node/node-b:22").Verdict);
    }

    [Theory]
    [InlineData("198.51.100.20", "192.168.10.11:32100", ConnectionVerdict.Allowed, "kube-proxy answers 200: node node-a has a ready endpoint of Service shop/web")]
    [InlineData("198.51.100.20", "192.168.10.12:32100", ConnectionVerdict.Allowed, "kube-proxy answers 503: node node-b has no ready endpoint of Service shop/web")]
    [InlineData("node/node-a", "node/node-b:32100", ConnectionVerdict.Allowed, "kube-proxy answers 503")]
    [InlineData("pod/ops/far", "node/node-a:32100", ConnectionVerdict.Allowed, "kube-proxy answers 200")]
    [InlineData("pod/shop/client", "node/node-a:32100", ConnectionVerdict.Dropped, "NetworkPolicy guard isolates the egress")]
    [InlineData("198.51.100.20", "192.168.10.11:32100/UDP", ConnectionVerdict.Unknown, "no Service of the input has node port 32100/UDP")]
    public void The_health_check_node_port_is_answered_by_kube_proxy(string from, string to, ConnectionVerdict expected, string why)
    {
        const string Guard = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: guard, namespace: shop }
            spec: { podSelector: {}, policyTypes: [Egress] }

            """;
        var input = Shop.Replace("externalTrafficPolicy: Local", "externalTrafficPolicy: Local\n  healthCheckNodePort: 32100", StringComparison.Ordinal) + Slices + Guard;
        foreach (var mode in Enum.GetValues<ProxyMode>())
        {
            var trace = Trace(input, from, to, mode);
            Assert.Equal(expected, trace.Verdict);
            Assert.Contains(why, trace.Decisive.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Modes_differ_at_a_port_that_the_Service_lacks()
    {
        Assert.Equal(ConnectionVerdict.NoRoute, Trace(Shop + Slices, "pod/shop/client", "web:82", ProxyMode.Iptables).Verdict);
        Assert.Equal(ConnectionVerdict.Rejected, Trace(Shop + Slices, "pod/shop/client", "web:82", ProxyMode.Nftables).Verdict);
    }

    [Theory]
    [InlineData("selector: { app: wbe }", "no pod of the input has app=wbe")]
    [InlineData("selector: { app: client }", "no container port of its pods is called http")]
    public void A_Service_without_endpoints_rejects_and_says_why(string selector, string why)
    {
        // Without an allocated cluster IP the Service is not from a cluster: its slices are derived.
        var trace = Trace(Shop.Replace("selector: { app: web }", selector, StringComparison.Ordinal).Replace("clusterIP: 10.96.0.10", "", StringComparison.Ordinal), "pod/ops/far", "web.shop:80");
        Assert.Equal(ConnectionVerdict.Rejected, trace.Verdict);
        Assert.Contains(why, trace.Why, StringComparison.Ordinal);
    }

    private const string Open = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec:
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: main, image: "nginx:1.27", ports: [{ name: http, containerPort: 8080 }] }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: payments, namespace: shop }
        spec: { selector: { app: payments }, ports: [{ port: 80, targetPort: 8080 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: payments-headless, namespace: shop }
        spec: { clusterIP: None, selector: { app: payments }, ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: slip, namespace: shop }
        spec: { selector: { app: storefornt }, ports: [{ port: 80 }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: storefront, namespace: shop }
        spec:
          selector: { matchLabels: { app: storefront } }
          template:
            metadata: { labels: { app: storefront } }
            spec: { containers: [{ name: main, image: "registry.example/storefront:1" }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web-headless, namespace: shop }
        spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }

        """;

    // Manifests of one team are a part of the cluster: the pods may be another's.
    [Theory]
    [InlineData("payments:80", false, ConnectionVerdict.Unknown, "no pod of the input has app=payments; whether the cluster has one")]
    [InlineData("payments:80", true, ConnectionVerdict.Rejected, "no pod of the input has app=payments")]
    [InlineData("payments-headless:80", false, ConnectionVerdict.Unknown, "no pod of the input has app=payments; whether the cluster has one")]
    [InlineData("payments-headless:80", true, ConnectionVerdict.NoRoute, "no pod of the input has app=payments")]
    [InlineData("slip:80", false, ConnectionVerdict.Rejected, "no pod of the input has app=storefornt")]
    public void Pods_that_the_input_lacks_may_be_elsewhere(string to, bool isClosed, ConnectionVerdict expected, string why)
    {
        var trace = TraceOf(Open, to, isClosed);
        Assert.Equal(expected, trace.Verdict);
        Assert.Contains(why, trace.Why, StringComparison.Ordinal);
    }

    // A real pod of the namespace is from a dump, which has them all.
    [Fact]
    public void A_dump_has_all_the_pods_of_a_namespace()
    {
        const string Pod = "---\napiVersion: v1\nkind: Pod\nmetadata: { name: client, namespace: shop, labels: { app: client } }\nspec: { containers: [{ name: c, image: x }] }\nstatus: { podIP: 10.1.1.20, podIPs: [{ ip: 10.1.1.20 }] }\n";
        Assert.Equal(ConnectionVerdict.Rejected, TraceOf(Open + Pod, "payments:80", false).Verdict);
    }

    // nginx by itself listens on 80, and 8080 is declared: which of the two it is the input does not tell.
    [Theory]
    [InlineData("nginx:1.27", "", ConnectionVerdict.Unknown, "image nginx:1.27 listens by itself")]
    [InlineData("registry.example/web:1", "", ConnectionVerdict.Rejected, "a headless Service maps no port")]
    [InlineData("registry.example/web:1", ", command: [python, -m, http.server, '80']", ConnectionVerdict.Allowed, "")]
    public void A_headless_Services_port_is_what_the_process_makes_of_it(string image, string command, ConnectionVerdict expected, string why)
    {
        var trace = TraceOf(Open.Replace("image: \"nginx:1.27\"", $"image: \"{image}\"{command}", StringComparison.Ordinal), "web-headless:80", false);
        Assert.Equal(expected, trace.Verdict);
        Assert.Contains(why, trace.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("localhost.:8080")]
    [InlineData("db.localhost:8080")]
    [InlineData("127.0.0.1:8080")]
    public void Localhost_is_whoever_asks(string to)
    {
        var trace = TraceOf(Open, to, false);
        Assert.Equal(ConnectionVerdict.Unknown, trace.Verdict);
        Assert.Contains("whether a process of pod shop/web-0 listens on port 8080", trace.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("payments.shop.svc.cluster.local.", "payments")]
    [InlineData("payments.shp.svc", "there is no Service shp/payments; there is shop/payments")]
    public void A_closed_world_contradicts_nothing_that_it_holds(string to, string why)
    {
        var trace = TraceOf(Open, to + ":80", true);
        Assert.Contains(why, trace.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("no Service shop/payments", trace.Why, StringComparison.Ordinal);
    }

    private static ConnectionTrace TraceOf(string yaml, string to, bool isClosed)
    {
        var unit = Units.Of(yaml, new ClusterFacts { ClosedWorld = isClosed });
        return ConnectionTracer.Trace(unit, new ConnectionQuestion { From = "workload/shop/web", To = to }).Value!;
    }

    [Fact]
    public void The_container_port_is_named_or_said_to_be_undeclared()
    {
        Assert.Contains(Trace(Shop + Slices, "pod/shop/client", "web:80").Decisive.Steps.Concat(Trace(Shop + Slices, "pod/shop/client", "web:80").Steps), s => s.Text == "container main declares port 8080 (http)");
        var undeclared = Trace(Shop + Slices, "pod/shop/client", "web:81");
        Assert.Contains(undeclared.Steps.Concat(undeclared.Decisive.Steps), s => s.Stage == ConnectionStage.Port && s.Text.StartsWith("no container of Pod web declares port 9999/TCP", StringComparison.Ordinal));
    }

    [Fact]
    public void An_ExternalName_leads_on()
    {
        const string Names = """
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: alias, namespace: ops }
            spec: { type: ExternalName, externalName: web.shop.svc.cluster.local }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: bank, namespace: ops }
            spec: { type: ExternalName, externalName: api.bank.example }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: loop, namespace: ops }
            spec: { type: ExternalName, externalName: loop.ops.svc.cluster.local }

            """;
        Assert.Equal("10.244.1.5:8080", Trace(Shop + Slices + Names, "pod/ops/far", "alias:80").Decisive.Endpoint);
        Assert.Equal(ConnectionVerdict.Unknown, Trace(Shop + Slices + Names, "pod/ops/far", "bank:443").Verdict);
        Assert.Equal(ConnectionVerdict.NoRoute, Trace(Shop + Slices + Names, "pod/ops/far", "loop:80").Verdict);
        var denied = Trace(Shop + Slices + Names + Policy("ops", "{ podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ port: 53, protocol: UDP }] }, { to: [{ podSelector: {} }] }] }"), "pod/ops/far", "bank:443");
        Assert.Equal(ConnectionVerdict.Dropped, denied.Verdict);
    }

    [Fact]
    public void A_headless_Service_leads_to_the_pods_at_the_port_that_the_client_names()
    {
        var headless = Plain.Replace("type: LoadBalancer", "", StringComparison.Ordinal).Replace("clusterIP: 10.96.0.10", "clusterIP: None", StringComparison.Ordinal)
            .Replace(", nodePort: 30080", "", StringComparison.Ordinal).Replace(", nodePort: 30081", "", StringComparison.Ordinal) + Slices;
        Assert.Equal("10.244.1.5:80", Trace(headless, "pod/ops/far", "web.shop:80").Decisive.Endpoint);
        Assert.Equal("10.244.1.5:8080", Trace(headless, "pod/ops/far", "web.shop:8080").Decisive.Endpoint);
        Assert.Equal("10.244.1.5:8080", Trace(headless, "pod/ops/far", "web.shop:http").Decisive.Endpoint);
        Assert.Equal(ConnectionVerdict.NoRoute, Trace(headless.Replace("addresses: [10.244.1.5],", "addresses: [10.244.1.5], conditions: { ready: false },", StringComparison.Ordinal), "pod/ops/far", "web.shop:80").Verdict);
    }

    [Fact]
    public void A_pod_of_a_StatefulSet_has_a_name()
    {
        const string Database = """
            apiVersion: v1
            kind: Service
            metadata: { name: db, namespace: shop }
            spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: db, namespace: shop }
            spec: { replicas: 3, serviceName: db, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, ports: [{ containerPort: 5432 }] }] } } }
            ---
            apiVersion: batch/v1
            kind: CronJob
            metadata: { name: backup, namespace: shop }
            spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: backup }] } } } } }

            """;
        var one = Trace(Database, "workload/shop/backup", "db-1.db:5432");
        Assert.Equal((ConnectionVerdict.Allowed, "shop/db-1"), (one.Verdict, one.Decisive.Pod));
        Assert.Equal(["shop/db-0", "shop/db-1", "shop/db-2"], Trace(Database, "workload/shop/backup", "db:5432").Paths.Select(p => p.Pod).Order(StringComparer.Ordinal));
        Assert.Equal(ConnectionVerdict.NoRoute, Trace(Database, "workload/shop/backup", "db-3.db.shop.svc:5432").Verdict);
    }

    [Fact]
    public void A_policy_on_either_end_drops_and_its_line_is_named()
    {
        var ingress = Trace(Shop + Slices + Policy("shop", "{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: client } } }] }] }"), "pod/ops/far", "web.shop:80");
        Assert.Equal((ConnectionVerdict.Dropped, "ingress"), (ingress.Verdict, ingress.Decisive.Span?.Text));
        var egress = Trace(Shop + Slices + Policy("ops", "{ podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ port: 53, protocol: UDP }] }] }"), "pod/ops/far", "web.shop:80");
        Assert.Equal((ConnectionVerdict.Dropped, "ports"), (egress.Verdict, egress.Decisive.Span?.Text));
    }

    [Fact]
    public void Without_DNS_a_name_leads_nowhere_and_an_address_does()
    {
        var isolated = Shop + Slices + Policy("ops", "{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 8080 }] }] }");
        var named = Trace(isolated, "pod/ops/far", "web.shop:80");
        Assert.Equal(ConnectionVerdict.Dropped, named.Verdict);
        Assert.StartsWith("names cannot be looked up", named.Why, StringComparison.Ordinal);
        Assert.Equal(ConnectionVerdict.Allowed, Trace(isolated, "pod/ops/far", "10.96.0.10:80").Verdict);
    }

    [Fact]
    public void A_pod_that_asks_the_resolver_of_its_node_may_not_find_the_name()
    {
        var onHost = Shop + Slices + Units.Pod("agent", "shop", "192.168.10.11", "node-a", "ports: []", "hostNetwork: true");
        Assert.Equal(ConnectionVerdict.Unknown, Trace(onHost, "pod/shop/agent", "web:80").Verdict);
        Assert.Equal(ConnectionVerdict.Allowed, Trace(onHost.Replace("hostNetwork: true", "hostNetwork: true\n  dnsPolicy: ClusterFirstWithHostNet", StringComparison.Ordinal), "pod/shop/agent", "web:80").Verdict);
    }

    [Fact]
    public void After_SNAT_a_policy_for_the_client_is_unknown()
    {
        var policed = Plain + Slices + Policy("shop", "{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ ipBlock: { cidr: 198.51.100.0/24 } }] }] }");
        Assert.Equal(ConnectionVerdict.Unknown, Trace(policed, "198.51.100.20", "203.0.113.10:80", node: "node-b").Verdict);
        Assert.Equal(ConnectionVerdict.Allowed, Trace(policed.Replace("externalTrafficPolicy: Cluster", "externalTrafficPolicy: Local", StringComparison.Ordinal), "198.51.100.20", "203.0.113.10:80", node: "node-a").Verdict);
    }

    [Fact]
    public void Pods_and_outsiders_are_reached_without_kube_proxy()
    {
        Assert.Equal(ConnectionVerdict.Allowed, Trace(Shop + Slices, "pod/ops/far", "pod/shop/web").Verdict);
        Assert.Equal(ConnectionVerdict.Allowed, Trace(Shop + Slices, "pod/ops/far", "10.244.1.5:8080").Verdict);
        Assert.Equal(ConnectionVerdict.Unknown, Trace(Shop + Slices, "198.51.100.20", "pod/shop/web", node: "node-a").Verdict);
        Assert.Equal(ConnectionVerdict.Unknown, Trace(Shop + Slices, "pod/ops/far", "8.8.8.8:53/udp").Verdict);
        Assert.Equal(ConnectionVerdict.Dropped, Trace(Shop + Slices + Policy("ops", "{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 8.8.4.0/24 } }] }] }"), "pod/ops/far", "8.8.8.8:53/udp").Verdict);
    }

    [Fact]
    public void A_pod_reaches_itself_through_its_Service_by_SNAT()
    {
        var trace = Trace(Shop + Slices, "pod/shop/web", "web.shop:80");
        Assert.Equal((ConnectionVerdict.Allowed, true), (trace.Verdict, trace.Decisive.IsMasqueraded));

        // Its host name is the Service's: /etc/hosts leads it to itself.
        var direct = Trace(Shop + Slices, "pod/shop/web", "web:8080");
        Assert.Equal((ConnectionVerdict.Allowed, false), (direct.Verdict, direct.Decisive.IsMasqueraded));
    }

    /// <summary>NetworkPolicies never part a pod from itself; those of the cluster see what comes back from a Service, as reach has it.</summary>
    [Theory]
    [InlineData("Admin", "Deny", "", "web.shop:80", ConnectionVerdict.Dropped)]
    [InlineData("Baseline", "Deny", "", "web.shop:80", ConnectionVerdict.Dropped)]
    [InlineData("Admin", "Pass", "", "web.shop:80", ConnectionVerdict.Allowed)]
    [InlineData("Admin", "Deny", "", "pod/shop/web:8080", ConnectionVerdict.Allowed)]
    [InlineData("Baseline", "Deny", "{ podSelector: {}, policyTypes: [Egress] }", "service/shop/web:80", ConnectionVerdict.Allowed)]
    public void A_pod_that_comes_back_to_itself_by_a_Service_meets_cluster_policies(string tier, string action, string policy, string to, ConnectionVerdict expected)
    {
        var input = Shop + Slices + (policy.Length > 0 ? Policy("shop", policy) : "") + $$"""
            ---
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: { name: guard }
            spec:
              tier: {{tier}}
              priority: 1
              subject: { namespaces: {} }
              egress: [{ action: {{action}}, to: [{ namespaces: {} }] }]

            """;
        Assert.Equal(expected, Trace(input, "pod/shop/web", to).Verdict);
    }

    [Theory]
    [InlineData("2001:db8::1")]
    [InlineData("198.19.128.1")]
    [InlineData("198.51.100.9")]
    public void An_address_that_no_object_has_is_a_client_outside(string from)
    {
        const string Derived = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: w, namespace: s }
            spec: { selector: { matchLabels: { app: w } }, template: { metadata: { labels: { app: w } }, spec: { containers: [{ name: c, image: x, ports: [{ containerPort: 80 }] }] } } }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: w, namespace: s }
            spec: { type: NodePort, ipFamilyPolicy: RequireDualStack, selector: { app: w }, ports: [{ port: 80 }] }

            """;
        var trace = Trace(Derived, from, "service/s/w:80");
        Assert.Equal(from, trace.From);
        Assert.Equal(from, trace.Steps[0].Text);
        Assert.False(trace.Steps[0].HasDerivedValue);
    }

    [Fact]
    public void The_worst_certain_way_decides()
    {
        const string Two = """
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: shop }
            spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: open, namespace: shop }
            spec: { replicas: 3, selector: { matchLabels: { app: web, track: open } }, template: { metadata: { labels: { app: web, track: open } }, spec: { containers: [{ name: web }] } } }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: shut, namespace: shop }
            spec: { replicas: 1, selector: { matchLabels: { app: web, track: shut } }, template: { metadata: { labels: { app: web, track: shut } }, spec: { containers: [{ name: web }] } } }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: client, namespace: shop }
            spec: { containers: [{ name: client }] }

            """;
        var trace = Trace(Two + Policy("shop", "{ podSelector: { matchLabels: { track: shut } }, ingress: [] }"), "pod/shop/client", "web");
        Assert.Equal(ConnectionVerdict.Dropped, trace.Verdict);
        Assert.Equal(0.25, trace.Paths.Where(p => p.Verdict == ConnectionVerdict.Dropped).Sum(p => p.Probability), 6);
        Assert.Equal(1, trace.Paths.Sum(p => p.Probability), 6);
        Assert.NotEmpty(trace.Notes);
    }

    [Theory]
    [InlineData("{ priority: 1, ACTION }", "Deny", false, ConnectionVerdict.Dropped)]
    [InlineData("{ priority: 1, ACTION }", "Pass", false, ConnectionVerdict.Allowed)]
    [InlineData("{ priority: 1, ACTION }", "Pass", true, ConnectionVerdict.Dropped)]
    [InlineData("{ priority: 1, ACTION }", "Allow", true, ConnectionVerdict.Allowed)]
    public void Cluster_policies_decide_before_those_of_the_namespace(string spec, string action, bool isClosed, ConnectionVerdict expected)
    {
        var rule = $"subject: {{ namespaces: {{ matchLabels: {{ kubernetes.io/metadata.name: shop }} }} }}, ingress: [{{ action: {action}, from: [{{ namespaces: {{ matchLabels: {{ kubernetes.io/metadata.name: ops }} }} }}] }}]";
        var guard = $"---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {{ name: guard }}\nspec: {spec.Replace("ACTION", rule, StringComparison.Ordinal)}\n";
        var trace = Trace(Shop + Slices + guard + (isClosed ? Policy("shop", "{ podSelector: {}, ingress: [] }") : ""), "pod/ops/far", "web.shop:80");
        Assert.Equal(expected, trace.Verdict);
        Assert.Equal(action != "Pass", trace.Steps.Concat(trace.Decisive.Steps).Any(s => s.Text.Contains("AdminNetworkPolicy guard", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("image: main", "", ConnectionVerdict.Allowed)]
    [InlineData("image: main", "dnsConfig: { options: [{ name: ndots, value: \"1\" }] }", ConnectionVerdict.Allowed)]
    [InlineData("image: \"main:3-alpine\"", "", ConnectionVerdict.Allowed)]
    [InlineData("image: \"main:3-alpine\"", "dnsConfig: { options: [{ name: ndots, value: \"1\" }] }", ConnectionVerdict.Unknown)]
    public void A_short_name_is_completed_as_the_C_library_of_the_image_does(string image, string spec, ConnectionVerdict expected)
    {
        var client = Units.Pod("asking", "ops", "10.244.2.19", "node-b", "ports: []", spec).Replace("image: main", image, StringComparison.Ordinal);
        Assert.Equal(expected, Trace(Shop + Slices + client, "pod/ops/asking", "web.shop:80").Verdict);
    }

    [Fact]
    public void A_search_list_of_the_pods_own_counts()
    {
        var client = Units.Pod("asking", "ops", "10.244.2.19", "node-b", "ports: []", "dnsConfig: { searches: [shop.svc.cluster.local] }");
        Assert.Equal(ConnectionVerdict.Allowed, Trace(Shop + Slices + client, "pod/ops/asking", "web:80").Verdict);
    }

    [Fact]
    public void A_policy_of_a_network_plugin_makes_those_unknown_that_it_may_select()
    {
        var other = "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: more, namespace: ops }\nspec: { endpointSelector: {}, ingress: [{}] }\n";
        Assert.Equal(ConnectionVerdict.Allowed, Trace(Shop + Slices + other, "pod/shop/client", "web:80").Verdict);
        Assert.Equal(ConnectionVerdict.Unknown, Trace(Shop + Slices + other.Replace("namespace: ops", "namespace: shop", StringComparison.Ordinal), "pod/shop/client", "web:80").Verdict);
    }

    private static string Policy(string @namespace, string spec) => $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: guard, namespace: {@namespace} }}\nspec: {spec}\n";

    private const string InternalAddress = "{ type: InternalIP, address: 192.168.10.11 }";
    private const string ExternalAddress = "{ type: ExternalIP, address: 203.0.113.77 }";

    /// <summary>An external address is on an interface of the node, or somebody translates it on the way: where both lead to the same, that is the answer.</summary>
    [Theory]
    [InlineData(ProxyMode.Iptables, "", ConnectionVerdict.Allowed)]
    [InlineData(ProxyMode.Ipvs, "", ConnectionVerdict.Allowed)]
    [InlineData(ProxyMode.Iptables, "nodePortAddresses: [192.168.10.0/24, 203.0.113.0/24]", ConnectionVerdict.Allowed)]
    [InlineData(ProxyMode.Iptables, "nodePortAddresses: [192.168.10.0/24]", ConnectionVerdict.Unknown)]
    [InlineData(ProxyMode.Iptables, "nodePortAddresses: [203.0.113.0/24]", ConnectionVerdict.Unknown)]
    [InlineData(ProxyMode.Iptables, "nodePortAddresses: [10.0.0.0/8]", ConnectionVerdict.NoRoute)]
    [InlineData(ProxyMode.Nftables, "", ConnectionVerdict.Unknown)]
    [InlineData(ProxyMode.Nftables, "nodePortAddresses: [0.0.0.0/0]", ConnectionVerdict.Allowed)]
    public void A_node_port_at_an_external_address_of_the_node(ProxyMode mode, string setting, ConnectionVerdict expected)
    {
        var input = (Plain + Slices)
            .Replace(InternalAddress, $"{InternalAddress}, {ExternalAddress}", StringComparison.Ordinal)
            .Replace("clusterCIDR: 10.244.0.0/16", $"clusterCIDR: 10.244.0.0/16\n{setting}", StringComparison.Ordinal);
        foreach (var source in new[] { "198.51.100.9", "pod/ops/far" })
        {
            var trace = Trace(input, source, "203.0.113.77:30080", mode);

            Assert.Equal(expected, trace.Verdict);
            Assert.Contains(trace.Steps.Concat(trace.Decisive.Steps), s => s.Text == "203.0.113.77 is an external address of node node-a");
        }
    }

    /// <summary>Of a node that has no other address the external one is taken to be its own; that it is on no interface is never certain.</summary>
    [Theory]
    [InlineData(ProxyMode.Iptables, ConnectionVerdict.Allowed, null)]
    [InlineData(ProxyMode.Ipvs, ConnectionVerdict.Unknown, "kube-proxy serves node ports at 203.0.113.77 only where an interface of the node has it, which the input does not tell")]
    [InlineData(ProxyMode.Nftables, ConnectionVerdict.Unknown, "kube-proxy serves node ports at 203.0.113.77 only where an interface of the node has it, which the input does not tell")]
    public void A_node_port_of_a_node_with_an_external_address_alone(ProxyMode mode, ConnectionVerdict expected, string? why)
    {
        var input = (Plain + Slices).Replace(InternalAddress, ExternalAddress, StringComparison.Ordinal);
        foreach (var destination in new[] { "203.0.113.77:30080", "node/node-a:30080" })
        {
            var trace = Trace(input, "198.51.100.9", destination, mode);

            Assert.Equal(expected, trace.Verdict);
            Assert.True(why is null || trace.Decisive.Why == why, trace.Decisive.Why);
        }
    }

    [Fact]
    public void No_node_port_at_an_external_address_is_what_the_node_has_there()
    {
        var input = (Plain + Slices).Replace(InternalAddress, $"{InternalAddress}, {ExternalAddress}", StringComparison.Ordinal);

        Assert.Equal("no Service of the input has node port 31000/TCP: whether a process of the node listens there the input does not tell", Trace(input, "198.51.100.9", "203.0.113.77:31000").Decisive.Why);
    }

    /// <summary>The label of headless Services hands a Service to nobody; that of other proxies may.</summary>
    [Theory]
    [InlineData("service.kubernetes.io/headless", 35, ConnectionVerdict.NoRoute, "label service.kubernetes.io/headless hides Service shop/web from kube-proxy")]
    [InlineData("service.kubernetes.io/headless", 36, ConnectionVerdict.Allowed, null)]
    [InlineData("service.kubernetes.io/service-proxy-name", 35, ConnectionVerdict.Unknown, "kube-proxy leaves Service shop/web to another proxy")]
    [InlineData("service.kubernetes.io/service-proxy-name", 36, ConnectionVerdict.Unknown, "kube-proxy leaves Service shop/web to another proxy")]
    public void A_Service_that_a_label_hides(string label, int minor, ConnectionVerdict expected, string? why)
    {
        var input = (Plain + Slices).Replace("kind: Service\nmetadata: { name: web, namespace: shop }", $"kind: Service\nmetadata: {{ name: web, namespace: shop, labels: {{ {label}: '' }} }}", StringComparison.Ordinal);
        var trace = ConnectionTracer.Trace(Units.Of(input), new ConnectionQuestion { From = "pod/shop/client", To = "service/shop/web:80", Version = new KubernetesVersion(minor) }).Value!;

        Assert.Equal(expected, trace.Verdict);
        Assert.True(why is null || trace.Decisive.Why == why, trace.Decisive.Why);
    }

    [Theory]
    [InlineData("service/shop/web:80", ConnectionVerdict.Allowed)]
    [InlineData("203.0.113.10:80", ConnectionVerdict.Allowed)]
    [InlineData("10.96.0.10:80", ConnectionVerdict.NoRoute)]
    public void Internet_is_any_client_outside(string destination, ConnectionVerdict expected)
    {
        var trace = Trace(Plain + Slices, "internet", destination, node: "node-a");

        Assert.Equal((expected, "any client outside"), (trace.Verdict, trace.From));
        Assert.Contains(trace.Steps, s => s.Text == "any client outside, 203.0.113.1 (placeholder)" && s.HasDerivedValue);
    }

    private static ConnectionTrace Trace(string yaml, string from, string to, ProxyMode? mode = null, string? node = null) =>
        Ask(yaml, from, to, mode, node) is { Problem: null, Value: { } trace } ? trace : throw new InvalidOperationException(Ask(yaml, from, to, mode, node).Problem?.Text);

    private static ConnectionAnswer<ConnectionTrace> Ask(string yaml, string from, string to, ProxyMode? mode = null, string? node = null) =>
        ConnectionTracer.Trace(Units.Of(yaml), new ConnectionQuestion { From = from, To = to, Mode = mode, Node = node });
}
