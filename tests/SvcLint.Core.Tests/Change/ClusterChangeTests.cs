using SvcLint.Change;
using SvcLint.Core.Tests.Reachability;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Change;

public sealed class ClusterChangeTests
{
    private static readonly string Shop = Units.Pod("web", "shop", "10.1.0.1", "a", "ports: [{ containerPort: 8080 }], env: [{ name: DB, value: \"db:5432\" }]")
        + Units.Pod("db", "shop", "10.1.0.2", "a", "ports: [{ name: sql, containerPort: 5432 }]") + """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: db, namespace: shop }
        spec: { selector: { app: db }, ports: [{ port: 5432, targetPort: sql }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: db, namespace: shop }
        spec:
          podSelector: { matchLabels: { app: db } }
          ingress:
          - from:
            - podSelector: {}
            ports:
            - port: 5432

        """;

    [Theory]
    [InlineData("- port: 5432", "- { port: 5432, protocol: TCP } # the default")]
    [InlineData("metadata: { name: db, namespace: shop }", "metadata: { namespace: shop, name: db }")]
    [InlineData("image: main", "image: other")]
    [InlineData("- podSelector: {}", "- podSelector: {}\n    - podSelector: { matchLabels: { app: web } }")]
    public void What_means_the_same_changes_nothing(string before, string after) => Assert.True(Between(before, after).IsNothing);

    [Theory]
    [InlineData("- port: 5432", "- port: 5433", ChangeType.Changed, "TCP 5432", "TCP 5433")]
    [InlineData("- port: 5432", "- protocol: TCP", ChangeType.Changed, "TCP 5432", "TCP")]
    [InlineData("- podSelector: {}", "- podSelector: { matchLabels: { app: wbe } }", ChangeType.Removed, "TCP 5432", "none")]
    public void A_connection_names_the_line_that_changed(string before, string after, ChangeType type, string was, string now)
    {
        var change = Assert.Single(Between(before, after).Connections);
        Assert.Equal(("shop/web[Pod]", "shop/db[Pod]", type), (change.Source, change.Destination, change.Type));
        Assert.Equal((was, now), (change.Before.ToString(), change.After.ToString()));
        var line = Array.FindIndex(Shop.Split('\n'), l => l.Contains(before, StringComparison.Ordinal)) + 1;
        Assert.Contains(change.Because, b => b.Span.StartPosition.Line == line);
    }

    [Fact]
    public void A_renamed_Service_is_missed_by_who_names_it()
    {
        var change = Between("kind: Service\nmetadata: { name: db,", "kind: Service\nmetadata: { name: database,");
        var name = Assert.Single(change.Names);
        Assert.Equal((ChangeType.Removed, "shop/db", "shop/web[Pod]", "database"), (name.Type, name.Name, name.Source, name.Instead));
        Assert.Empty(change.Connections);
        Assert.Equal(2, change.Services.Count);
    }

    [Fact]
    public void A_renamed_workload_keeps_its_connections()
    {
        Assert.Empty(Between("name: web, namespace: shop, labels", "name: front, namespace: shop, labels").Connections);
    }

    [Fact]
    public void A_workload_that_has_its_name_in_its_labels_is_followed_too()
    {
        var change = ClusterChange.Between(Units.Of(Shop), Units.Of(Shop.Replace("name: web, namespace: shop, labels: { app: web }", "name: front, namespace: shop, labels: { app: front }", StringComparison.Ordinal)));
        Assert.Empty(change.Connections);
    }

    [Theory]
    [InlineData("annotations: { service.beta.kubernetes.io/aws-load-balancer-scheme: internal }", "annotations: { service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing }", "aws-load-balancer-scheme", "internal", "internet-facing")]
    [InlineData("annotations: { a: b }", "annotations: { service.beta.kubernetes.io/azure-load-balancer-internal: \"true\" }", "azure-load-balancer-internal", "false", "true")]
    [InlineData("annotations: { a: b }", "annotations: { service.beta.kubernetes.io/azure-load-balancer-internal: \"false\" }", null, null, null)]
    [InlineData("loadBalancerClass: example.com/a", "loadBalancerClass: example.com/b", "loadBalancerClass", "example.com/a", "example.com/b")]
    public void A_load_balancer_that_would_be_replaced_is_named(string before, string after, string? what, string? was, string? now)
    {
        var change = ClusterChange.Between(Units.Of(Balanced(before)), Units.Of(Balanced(after)));
        var replaced = change.Services.Where(s => s.Port.StartsWith("load balancer replaced", StringComparison.Ordinal)).ToArray();
        if (what is null)
        {
            Assert.True(change.IsNothing);
            return;
        }

        Assert.EndsWith(what, Assert.Single(replaced).Port, StringComparison.Ordinal);
        Assert.Equal((was, now), (replaced[0].Before, replaced[0].After));
        Assert.NotEmpty(replaced[0].Because);
    }

    [Fact]
    public void A_public_load_balancer_in_place_of_an_internal_one_widens_the_exposure()
    {
        var scheme = "annotations: { service.beta.kubernetes.io/aws-load-balancer-scheme: ";
        var change = ClusterChange.Between(Units.Of(Balanced(scheme + "internal }")), Units.Of(Balanced(scheme + "internet-facing }")));
        var exposure = Assert.Single(change.Exposure, e => e.Via == "LoadBalancer");
        Assert.Equal($"{exposure.After}, internal load balancer", exposure.Before);
    }

    [Theory]
    [InlineData("replicas: 2", "replicas: 3", "2 of Deployment/web", "3 of Deployment/web")]
    [InlineData("replicas: 1", "replicas: 0", "1 of Deployment/web", "none")]
    public void Endpoints_are_counted_where_the_input_has_no_addresses(string before, string after, string was, string now)
    {
        const string Scaled = """
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: shop }
            spec: { selector: { app: web }, ports: [{ port: 80 }] }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web, namespace: shop }
            spec: { REPLICAS, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: a }] } } }

            """;
        var change = ClusterChange.Between(Units.Of(Scaled.Replace("REPLICAS", before, StringComparison.Ordinal)), Units.Of(Scaled.Replace("REPLICAS", after, StringComparison.Ordinal)));
        var endpoints = change.Services.First(s => s.Port == "endpoints");
        Assert.True(now == "none" || (was, now) == (endpoints.Before, endpoints.After), $"{endpoints.Before} -> {endpoints.After}");
        Assert.NotEmpty(endpoints.Because);
    }

    [Fact]
    public void Addresses_are_named_where_the_input_has_them()
    {
        var change = ClusterChange.Between(Units.Of(Shop), Units.Of(Shop.Replace("10.1.0.2", "10.1.0.9", StringComparison.Ordinal)));
        var endpoints = Assert.Single(change.Services);
        Assert.Equal(("1 without 10.1.0.2", "1 with 10.1.0.9"), (endpoints.Before, endpoints.After));
        Assert.NotEmpty(endpoints.Because);
    }

    [Fact]
    public void The_name_of_a_pod_ends_to_resolve_with_the_governing_Service()
    {
        const string Set = """
            apiVersion: v1
            kind: Service
            metadata: { name: db, namespace: shop }
            spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: db, namespace: shop }
            spec: { serviceName: db, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: a, image: a, ports: [{ containerPort: 5432 }] }] } } }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop, labels: { app: web } }
            spec: { containers: [{ name: a, image: a, env: [{ name: DB, value: "db-0.db.shop.svc.cluster.local:5432" }] }] }

            """;
        var name = Assert.Single(ClusterChange.Between(Units.Of(Set), Units.Of(Set.Replace("serviceName: db", "serviceName: other", StringComparison.Ordinal))).Names);
        Assert.Equal((ChangeType.Removed, "db-0.db.shop", "shop/web[Pod]"), (name.Type, name.Name, name.Source));
        Assert.Contains(name.Because, b => b.Policy == "StatefulSet shop/db");
    }

    // Behind a cluster IP only the Service's ports answer, behind a headless Service what its pods listen on; another name leads anywhere.
    [Theory]
    [InlineData("ports: [{ port: 5432, targetPort: sql }]", true)]
    [InlineData("type: NodePort, ports: [{ port: 5432, targetPort: sql }]", true)]
    [InlineData("clusterIP: None, ports: [{ port: 5432, targetPort: sql }]", true)]
    [InlineData("type: ExternalName, externalName: db.example.com", false)]
    public void A_client_that_asks_for_a_port_of_no_Service_since_the_change_is_told(string spec, bool isTold)
    {
        var before = Shop.Replace("ports: [{ port: 5432, targetPort: sql }]", spec, StringComparison.Ordinal);
        var services = ClusterChange.Between(Units.Of(before), Units.Of(before.Replace("db:5432", "db:5433", StringComparison.Ordinal))).Services;
        Assert.Equal(isTold ? [(ChangeType.Added, "shop/db", "5433", "shop/web[Pod]", "wrong port")] : [], services.Select(s => (s.Type, s.Service, s.Port, s.Source, s.After)));
        Assert.All(services, s => Assert.Contains("db:5432", Shop.Split('\n')[s.Because[0].Span.StartPosition.Line - 1], StringComparison.Ordinal));
    }

    // What files do not decide any more is not known to be lost.
    [Theory]
    [InlineData("kind: Nothing", "kind: CiliumNetworkPolicy", false)]
    [InlineData("hostNetwork: false", "hostNetwork: true", false)]
    [InlineData("- podSelector: {}", "- podSelector: { matchLabels: { app: other } }", true)]
    public void What_becomes_undecided_is_unknown_and_not_lost(string before, string after, bool isLost)
    {
        var all = Shop.Replace("nodeName: a\n", "nodeName: a\n  hostNetwork: false\n", StringComparison.Ordinal) + """
            ---
            apiVersion: cilium.io/v2
            kind: Nothing
            metadata: { name: l7, namespace: shop }
            spec: { endpointSelector: { matchLabels: { app: db } }, ingress: [{}] }

            """;
        Assert.Contains(before, all, StringComparison.Ordinal);
        var at = all.IndexOf(before, StringComparison.Ordinal);
        var change = ClusterChange.Between(Units.Of(all), Units.Of(all.Remove(at, before.Length).Insert(at, after)));
        Assert.Equal(isLost, change.Connections.Count > 0);
        Assert.Equal((!isLost, !isLost), ((change with { Exposure = [] }).IsNothing, change.IsPartlyUnknown));
        Assert.All(change.Unknown, u => Assert.NotEmpty(u.Because));
    }

    private static readonly string Routed = Shop + """
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: { name: entry, namespace: shop }
        spec: { gatewayClassName: x, listeners: [{ name: http, port: 80, protocol: HTTP }] }
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: db, namespace: shop }
        spec: { parentRefs: [{ name: entry }], rules: [{ backendRefs: [{ name: db, port: 5432, weight: 1 }] }] }

        """;

    [Theory]
    [InlineData("weight: 1", "weight: 0", ChangeType.Removed, null)]
    [InlineData("port: 5432, weight", "weight", ChangeType.Removed, null)]
    [InlineData("name: http, port: 80", "name: http, hostname: x.example.com, port: 80", null, null)]
    [InlineData("name: http, port: 80", "name: http, port: 8443", ChangeType.Changed, "blocked from anywhere, by entry:8443")]
    [InlineData("protocol: HTTP }", "protocol: TCP }", ChangeType.Removed, null)]
    [InlineData("kind: Gateway\n", "kind: Gone\n", ChangeType.Removed, null)]
    public void A_route_that_loses_its_traffic_exposes_nothing_any_more(string before, string after, ChangeType? type, string? now)
    {
        Assert.Contains(before, Routed, StringComparison.Ordinal);
        var changes = ClusterChange.Between(Units.Of(Routed), Units.Of(Routed.Replace(before, after, StringComparison.Ordinal))).Exposure;
        Assert.Equal(type is { } told ? [(told, "shop/db", "HTTPRoute db", now)] : [], changes.Select(e => (e.Type, e.Service, e.Via, e.After)));
        Assert.All(changes, e => Assert.NotEmpty(e.Because));
    }

    [Theory]
    [InlineData("pathType: Prefix", "pathType: Exact", "shop.example/", "shop.example/ (Exact)")]
    [InlineData("pathType: Exact", "pathType: Exact", null, null)]
    public void How_a_path_is_compared_is_part_of_a_way(string before, string after, string? lost, string? won)
    {
        var ingress = Shop + $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: { name: db, namespace: shop }
            spec: { rules: [{ host: shop.example, http: { paths: [{ path: /, {{before}}, backend: { service: { name: db, port: { number: 5432 } } } }] } }] }

            """;
        var changes = ClusterChange.Between(Units.Of(ingress), Units.Of(ingress.Replace(before, after, StringComparison.Ordinal))).Exposure;
        Assert.Equal(lost is null ? [] : [(ChangeType.Removed, lost), (ChangeType.Added, won!)], changes.Select(e => (e.Type, e.Port)));
    }

    // Behind one ConfigMap, or one base of two overlays, everyone is a client, in its own namespace.
    [Fact]
    public void Everyone_who_reads_a_name_at_the_same_place_misses_it()
    {
        static string Reader(string name) => Units.Pod(name, "shop", "10.1.0.9", "a", "envFrom: [{ configMapRef: { name: shared } }]");
        var all = Shop + Reader("one") + Reader("two") + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: shared, namespace: shop }\ndata: { DB: \"db:5432\" }\n";
        var names = ClusterChange.Between(Units.Of(all), Units.Of(all.Replace("kind: Service\nmetadata: { name: db,", "kind: Service\nmetadata: { name: database,", StringComparison.Ordinal))).Names;
        Assert.Equal(["shop/one[Pod]", "shop/two[Pod]", "shop/web[Pod]"], names.Select(n => n.Source).Order(StringComparer.Ordinal));
    }

    // An update that the API server refuses leaves what runs.
    [Theory]
    [InlineData("ports: [{ port: 5432, targetPort: sql }]", "ports: [{ port: 80000, targetPort: sql }]", "Service db")]
    [InlineData("ports: [{ port: 5432, targetPort: sql }]", "ports: [{ port: 5432, targetPort: \"5432\" }]", "Service db")]
    [InlineData("- port: 5432", "- port: 543200", "NetworkPolicy db")]
    public void What_the_API_server_refuses_is_unknown_and_not_applied(string before, string after, string refused)
    {
        var change = Between(before, after);
        Assert.True(change.IsNothing);
        Assert.Contains(refused, Assert.Single(change.Unread).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rename_in_one_namespace_is_none_in_another()
    {
        static string Cache(string ns, string name) => $$"""
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: {{name}}, namespace: {{ns}} }
            spec: { selector: { matchLabels: { app: cache } }, template: { metadata: { labels: { app: cache } }, spec: { containers: [{ name: a, image: a }] } } }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: cache, namespace: {{ns}} }
            spec: { selector: { app: cache }, ports: [{ port: 80 }] }

            """;
        Assert.Empty(ClusterChange.Between(Units.Of(Cache("prod", "cache") + Cache("staging", "cache")), Units.Of(Cache("prod", "prod-cache") + Cache("staging", "cache"))).Services);
    }

    [Theory]
    [InlineData("sessionAffinity: None", "sessionAffinity: ClientIP", "None", "ClientIP for 10800 seconds")]
    [InlineData("sessionAffinity: ClientIP", "sessionAffinity: ClientIP, sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } }", "ClientIP for 10800 seconds", "ClientIP for 60 seconds")]
    public void Affinity_sends_clients_elsewhere(string before, string after, string was, string now)
    {
        var change = Assert.Single(ClusterChange.Between(Units.Of(Balanced(before, "ClusterIP")), Units.Of(Balanced(after, "ClusterIP"))).Services);
        Assert.Equal(("sessionAffinity", was, now), (change.Port, change.Before, change.After));
    }

    [Theory]
    [InlineData("type: ClusterIP", "publishNotReadyAddresses: true", "publishNotReadyAddresses: false -> true")]
    [InlineData("type: ClusterIP", "trafficDistribution: PreferClose", "trafficDistribution: none -> PreferSameZone")]
    [InlineData("type: ClusterIP", "ipFamilyPolicy: PreferDualStack", "ipFamilies: IPv4 -> IPv4, IPv6")]
    [InlineData("type: ClusterIP", "ipFamilyPolicy: SingleStack", null)]
    [InlineData("a: b", "service.kubernetes.io/topology-mode: Auto", "topology-mode: none -> Auto")]
    [InlineData("a: b", "service.kubernetes.io/topology-mode: Disabled", null)]
    [InlineData("port: 80,", "port: 80, appProtocol: grpc,", "80 appProtocol: none -> grpc")]
    [InlineData("path: /,", "path: /ready,", "readiness: HTTP / at 8080 -> HTTP /ready at 8080")]
    [InlineData("port: http }", "port: 8080 }", null)]
    [InlineData("period: 1", "periodSeconds: 10", null)]
    [InlineData("gates: no", "readinessGates: [{ conditionType: example.com/in }]", "readiness: HTTP / at 8080 -> HTTP / at 8080, gate example.com/in")]
    public void What_sends_traffic_elsewhere_is_named(string before, string after, string? expected)
    {
        const string web = """
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: shop, annotations: { a: b } }
            spec: { type: ClusterIP, selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web, namespace: shop }
            spec:
              selector: { matchLabels: { app: web } }
              template:
                metadata: { labels: { app: web } }
                spec:
                  gates: no
                  containers: [{ name: a, image: a, ports: [{ name: http, containerPort: 8080 }], readinessProbe: { period: 1, httpGet: { path: /, port: http } } }]

            """;
        var change = ClusterChange.Between(Units.Of(web), Units.Of(web.Replace(before, after, StringComparison.Ordinal)));
        Assert.Equal(expected is null ? [] : [expected], change.Services.Select(s => $"{s.Port}: {s.Before} -> {s.After}"));
        Assert.All(change.Services, s => Assert.NotEmpty(s.Because));
    }

    [Theory]
    [InlineData("containers:", "hostNetwork: true, containers:", "host network")]
    [InlineData("containerPort: 8080", "containerPort: 8080, hostPort: 8080", "hostPort")]
    [InlineData("containerPort: 8080", "containerPort: 8080, hostPort: 8080, hostIP: 127.0.0.1", null)]
    public void Ports_of_nodes_open_a_way(string before, string after, string? via)
    {
        const string agent = """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: { name: agent, namespace: ops }
            spec: { selector: { matchLabels: { app: agent } }, template: { metadata: { labels: { app: agent } }, spec: { containers: [{ name: a, image: a, ports: [{ containerPort: 8080 }] }] } } }

            """;
        var change = ClusterChange.Between(Units.Of(agent), Units.Of(agent.Replace(before, after, StringComparison.Ordinal)));
        Assert.Equal(via is null ? [] : [("ops/agent[DaemonSet]", via, "TCP 8080")], change.Exposure.Select(e => (e.Service, e.Via, e.Port)));
    }

    // What both states hold and no cluster takes changes nothing.
    [Fact]
    public void A_Service_that_is_refused_before_and_now_is_in_neither()
    {
        const string two = "---\napiVersion: v1\nkind: Service\nmetadata: { name: two, namespace: shop }\nspec: { selector: { app: db }, ports: [{ port: 80 }, { port: 81 }] }\n";
        var change = ClusterChange.Between(Units.Of(Shop + two), Units.Of(Shop.Replace("app: db }, ports", "app: web }, ports", StringComparison.Ordinal) + two));
        Assert.Empty(change.Unread);
        Assert.DoesNotContain(change.Services, s => s.Service == "shop/two");
    }

    // A new policy for each workload, or for all a port of each: changes are as many as the policies, not as the pairs.
    [Theory]
    [InlineData("podSelector: { matchLabels: { app: w# } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: w@ } } }] }]")]
    [InlineData("podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: w# } } }], ports: [{ port: 10# }] }]")]
    public void Many_new_policies_are_few_changes(string spec)
    {
        const int count = 30;
        var pods = string.Concat(Enumerable.Range(0, count).Select(i => Units.Pod($"w{i}", "shop", $"10.1.0.{i + 1}", "a")));
        var policies = string.Concat(Enumerable.Range(0, count).Select(i =>
            $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {"{"} name: p{i}, namespace: shop {"}"}\nspec: {"{"} {spec.Replace("#", $"{i}", StringComparison.Ordinal).Replace("@", $"{(i + 1) % count}", StringComparison.Ordinal)} {"}"}\n"));
        var change = ClusterChange.Between(Units.Of(pods), Units.Of(pods + policies));

        Assert.InRange(change.Connections.Count, count, count * 3);
        var (one, other) = (Connectivity.Of(Units.Of(pods)), Connectivity.Of(Units.Of(pods + policies)));
        var expected = one.Ends.Where(e => e.Kind == ReachEndKind.Workload).SelectMany(s => one.Ends.Where(e => e.Kind == ReachEndKind.Workload && e != s)
            .Where(d => !one.Between(s, d).Sure.Equals(other.Between(Same(s), Same(d)).Sure)).Select(d => (s.Name, d.Name)));
        Assert.Equal(expected.Order(), change.Connections.SelectMany(c => c.Each()).Where(c => c.Source.Contains('[', StringComparison.Ordinal) && c.Destination.Contains('[', StringComparison.Ordinal)).Select(c => (c.Source, c.Destination)).Order());
        Assert.All(change.Connections, c => Assert.NotEmpty(c.Because));

        ReachEnd Same(ReachEnd end) => other.Ends.Single(e => e.Name == end.Name);
    }

    // In whichever form the name of the pod stands.
    [Theory]
    [InlineData("db-1.db:5432")]
    [InlineData("postgres://app@db-1.db:5432/shop")]
    [InlineData("db-1.db.shop.svc:5432")]
    public void The_short_name_of_a_pod_ends_to_resolve_with_the_pod(string address)
    {
        var set = $$"""
            apiVersion: v1
            kind: Service
            metadata: { name: db, namespace: shop }
            spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: db, namespace: shop }
            spec: { replicas: 2, serviceName: db, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: a, image: a, ports: [{ containerPort: 5432 }] }] } } }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop, labels: { app: web } }
            spec: { containers: [{ name: a, image: a, env: [{ name: DB, value: "{{address}}" }] }] }

            """;
        var name = Assert.Single(ClusterChange.Between(Units.Of(set), Units.Of(set.Replace("replicas: 2", "replicas: 1", StringComparison.Ordinal))).Names);
        Assert.Equal((ChangeType.Removed, "db-1.db.shop", "shop/web[Pod]"), (name.Type, name.Name, name.Source));
    }

    // The Service of the shop as a load balancer, with a field of its own or an annotation.
    private static string Balanced(string line, string type = "LoadBalancer") => Shop.Replace(
        "metadata: { name: db, namespace: shop }\nspec: { selector",
        line.StartsWith("load", StringComparison.Ordinal) || type != "LoadBalancer"
            ? $"metadata: {{ name: db, namespace: shop }}\nspec: {{ type: {type}, {line}, selector"
            : $"metadata: {{ name: db, namespace: shop, {line} }}\nspec: {{ type: LoadBalancer, selector",
        StringComparison.Ordinal);

    private static ClusterChange Between(string before, string after)
    {
        Assert.Contains(before, Shop, StringComparison.Ordinal);
        return ClusterChange.Between(Units.Of(Shop), Units.Of(Shop.Replace(before, after, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_probe_that_asks_for_a_port_of_no_name_leaves_no_endpoints()
    {
        const string Probed = """
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: shop }
            spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web, namespace: shop }
            spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: a, ports: [{ name: http, containerPort: 8080 }],
              readinessProbe: { httpGet: { port: http } } }] } } }

            """;
        var change = ClusterChange.Between(Units.Of(Probed), Units.Of(Probed.Replace("name: http, c", "name: web, c", StringComparison.Ordinal)));

        var client = Assert.Single(change.Services, s => s.Source is not null);
        Assert.Equal(("works", "no endpoints"), (client.Before, client.After));
        Assert.Contains(client.Because, b => b.Span.StartPosition.Line == 9);
        Assert.True(ClusterChange.Between(Units.Of(Probed), Units.Of(Probed.Replace("http", "web", StringComparison.Ordinal).Replace("webGet", "httpGet", StringComparison.Ordinal))).IsNothing);
    }

    [Theory]
    [InlineData("weight: 1", "weight: 9", ", 9 of 10 requests")]
    [InlineData("weight: 1", "weight: 0", null)]
    public void The_weight_of_a_backend_is_its_part_of_the_requests(string before, string after, string? now)
    {
        const string Routed = """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: { name: db, namespace: shop }
            spec: { rules: [{ backendRefs: [{ name: db, port: 5432, weight: 1 }, { name: other, port: 80 }] }] }

            """;
        var exposure = ClusterChange.Between(Units.Of(Shop + Routed), Units.Of(Shop + Routed.Replace(before, after, StringComparison.Ordinal))).Exposure;

        var way = Assert.Single(exposure, e => e.Service == "shop/db");
        Assert.EndsWith(", 1 of 2 requests", way.Before, StringComparison.Ordinal);
        Assert.True(now is null ? way.After is null : way.After!.EndsWith(now, StringComparison.Ordinal), way.After);
    }

    /// <summary>Who fares alike is one change, with everybody's name.</summary>
    [Fact]
    public void Clients_and_connections_that_change_alike_are_one()
    {
        var many = string.Concat(Enumerable.Range(0, 40).Select(i => Units.Pod($"p{i}", "shop", $"10.1.1.{i + 1}", "a")));
        var change = ClusterChange.Between(Units.Of(Shop + many), Units.Of((Shop + many).Replace("- podSelector: {}", "- podSelector: { matchLabels: { app: web } }", StringComparison.Ordinal)));

        var lost = Assert.Single(change.Connections);
        Assert.Equal((40, 40), (lost.Count, lost.Each().Select(c => c.Source).Distinct().Count()));
        Assert.Equal(40, Assert.Single(change.Services, s => s.Source is not null).Clients.Count);
    }
}
