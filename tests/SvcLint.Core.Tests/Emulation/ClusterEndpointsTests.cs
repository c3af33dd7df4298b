using SvcLint.Core.Tests.Reachability;
using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>Slices as a real control plane wrote them for the same objects.</summary>
public sealed class ClusterEndpointsTests
{
    private const string Web = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }

        """;

    [Fact]
    public void Pods_whose_named_port_differs_are_in_slices_of_their_own()
    {
        var slices = Slices(Web
            + Deployment("new", 2, "[{ name: http, containerPort: 8080 }]")
            + Deployment("old", 1, "[{ name: http, containerPort: 9090 }]")
            + Deployment("bare", 1, "[]"));
        Assert.Equal(["8080 x2", "9090 x1", "none x1"], slices.Select(s => $"{(s.Slice.Ports is { } ports ? ports[0].Port!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : "none")} x{s.Endpoints.Count}"));
    }

    [Fact]
    public void Services_in_front_of_the_same_pods_share_their_endpoints_and_keep_their_own_ports()
    {
        var unit = Units.Of(Web + "---\n" + Web.Replace("name: web,", "name: again,", StringComparison.Ordinal).Replace("port: 80,", "port: 81,", StringComparison.Ordinal)
            + "---\n" + Web.Replace("name: web,", "name: fixed,", StringComparison.Ordinal).Replace("http", "9090", StringComparison.Ordinal)
            + Deployment("new", 2, "[{ name: http, containerPort: 8080 }]") + Deployment("old", 1, "[{ name: http, containerPort: 9090 }]"));
        var listed = ClusterEndpoints.Of(unit.Objects, KubernetesVersion.Newest).ToDictionary(s => s.Name, StringComparer.Ordinal);

        Assert.Equal(["8080 x2", "9090 x1"], listed["again"].Slices.Select(s => $"{s.Slice.Ports![0].Port!.Value} x{s.Endpoints.Count}"));
        Assert.Equal(["9090 x3"], listed["fixed"].Slices.Select(s => $"{s.Slice.Ports![0].Port!.Value} x{s.Endpoints.Count}"));
        Assert.All(Enumerable.Range(0, 2), i => Assert.Same(listed["web"].Slices[i].Endpoints, listed["again"].Slices[i].Endpoints));
        Assert.NotEqual(listed["web"].Slices[0].Slice.Ports![0].Span, listed["again"].Slices[0].Slice.Ports![0].Span);
        Assert.Same(listed["web"].Slices[0].Endpoints[0], listed["fixed"].Slices[0].Endpoints[0]);
    }

    [Theory]
    [InlineData("nodeName: lost, ", "lost", null)]
    [InlineData("nodeName: na, ", "na", "z1")]
    public void An_endpoint_names_the_node_of_its_pod_though_no_such_Node_is_there(string spec, string node, string? zone)
    {
        var listed = Assert.Single(Slices(Web.Replace("selector:", "publishNotReadyAddresses: true, selector:", StringComparison.Ordinal) + $$"""
            ---
            apiVersion: v1
            kind: Node
            metadata: { name: na, labels: { topology.kubernetes.io/zone: z1 } }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: w, namespace: shop, labels: { app: web } }
            spec: { {{spec}}containers: [{ name: c, image: c, ports: [{ name: http, containerPort: 80 }] }] }
            status: { phase: Running, podIP: 10.1.0.5, podIPs: [{ ip: 10.1.0.5 }], conditions: [{ type: Ready, status: "True" }] }
            """)).Endpoints.Single();
        Assert.Equal((node, zone), (listed.NodeName, listed.Zone));
        Assert.Equal((node, zone), (listed.Source.NodeName?.Value, listed.Source.Zone?.Value));
    }

    [Fact]
    public void A_Service_without_pods_has_an_empty_slice_for_each_family()
    {
        var slices = Slices(Web.Replace("selector:", "ipFamilyPolicy: RequireDualStack, selector:", StringComparison.Ordinal));
        Assert.Equal(["IPv4", "IPv6"], slices.Select(s => s.Family));
        Assert.All(slices, s => Assert.Null(s.Slice.Ports));
        Assert.All(slices, s => Assert.Empty(s.Endpoints));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("parallelism: 3,", 3)]
    [InlineData("parallelism: 3, completions: 2,", 2)]
    [InlineData("parallelism: 0,", 0)]
    [InlineData("parallelism: 3, suspend: true,", 0)]
    public void A_Job_has_as_many_pods_as_run_at_a_time(string spec, int pods) =>
        Assert.Equal(pods, Slices(Web + $$"""
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: { name: once, namespace: shop }
            spec: { {{spec}} template: { metadata: { labels: { app: web } }, spec: { restartPolicy: Never, containers: [{ name: c, image: c, ports: [{ name: http, containerPort: 80 }] }] } } }
            """).Sum(s => s.Endpoints.Count));

    [Fact]
    public void A_slice_holds_at_most_a_hundred_endpoints() =>
        Assert.Equal([100, 100, 50], Slices(Web + Deployment("web", 250, "[{ name: http, containerPort: 8080 }]")).Select(s => s.Endpoints.Count));

    [Theory]
    [InlineData("phase: Running, conditions: [{ type: Ready, status: 'True' }]", "", "", "True True False")]
    [InlineData("phase: Running, conditions: [{ type: Ready, status: 'False' }]", "", "", "False False False")]
    [InlineData("phase: Running, conditions: [{ type: Ready, status: 'False' }]", "", "publishNotReadyAddresses: true,", "True False False")]
    [InlineData("phase: Running, conditions: [{ type: Ready, status: 'True' }]", "deletionTimestamp: '2026-01-01T00:00:00Z',", "", "False True True")]
    [InlineData("phase: Running, conditions: [{ type: Ready, status: 'True' }]", "deletionTimestamp: '2026-01-01T00:00:00Z',", "publishNotReadyAddresses: true,", "True True True")]
    [InlineData("phase: Succeeded, conditions: [{ type: Ready, status: 'False' }]", "", "publishNotReadyAddresses: true,", null)]
    public void Conditions_come_from_the_running_pod(string status, string metadata, string spec, string? expected)
    {
        var slices = Slices(Web.Replace("selector:", spec + " selector:", StringComparison.Ordinal) + $$"""
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web-1, namespace: shop, {{metadata}} labels: { app: web } }
            spec: { containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }] }
            status: { {{status}}, podIP: 10.244.1.5 }
            """);
        Assert.Equal(expected, slices.SelectMany(s => s.Endpoints).Select(e => $"{e.Ready} {e.Serving} {e.Terminating}").SingleOrDefault());
    }

    [Fact]
    public void A_running_cluster_has_no_other_pods_than_its_own()
    {
        var slices = Slices(Web + Deployment("web", 3, "[{ name: http, containerPort: 8080 }]") + """
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: web-5f7d-x
              namespace: shop
              labels: { app: web, pod-template-hash: 5f7d }
              ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-5f7d, controller: true }]
            spec: { containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }] }
            status: { phase: Running, podIP: 10.244.1.5, conditions: [{ type: Ready, status: "True" }] }
            """);
        var endpoint = Assert.Single(slices.SelectMany(s => s.Endpoints));
        Assert.Equal(("Deployment/web", "web-5f7d-x", "10.244.1.5"), (endpoint.Owner, endpoint.Pod, Assert.Single(endpoint.Addresses!)));
    }

    [Fact]
    public void A_StatefulSet_numbers_its_pods_and_a_Service_may_select_one_of_them()
    {
        var slices = Slices("""
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: shop }
            spec: { selector: { app: db, statefulset.kubernetes.io/pod-name: db-6 }, ports: [{ port: 5432 }] }
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: db, namespace: shop }
            spec:
              serviceName: web
              replicas: 3
              ordinals: { start: 5 }
              selector: { matchLabels: { app: db } }
              template:
                metadata: { labels: { app: db } }
                spec: { containers: [{ name: db, image: db }] }
            """);
        var endpoint = Assert.Single(slices.SelectMany(s => s.Endpoints));
        Assert.Equal(("StatefulSet/db#db-6", "db-6", "db-6"), (endpoint.Owner, endpoint.Pod, endpoint.Hostname));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("endpointslice.kubernetes.io/skip-mirror: 'true'", 0)]
    public void Endpoints_made_by_hand_are_mirrored(string label, int slices)
    {
        var mirrored = Slices($$"""
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: shop }
            spec: { ports: [{ port: 80 }] }
            ---
            apiVersion: v1
            kind: Endpoints
            metadata: { name: web, namespace: shop, labels: { {{label}} } }
            subsets: [{ addresses: [{ ip: 192.0.2.1 }], notReadyAddresses: [{ ip: 192.0.2.2 }], ports: [{ port: 80 }] }]
            """);
        Assert.Equal(slices, mirrored.Count);
        Assert.All(mirrored, s => Assert.Equal("endpointslicemirroring-controller.k8s.io", s.ManagedBy));
        Assert.All(mirrored, s => Assert.Equal([true, false], s.Endpoints.Select(e => e.Ready)));
    }

    /// <summary>The API server's own slice is in every dump; only what the controller wrote shows that a Service without a slice has no endpoints.</summary>
    [Theory]
    [InlineData("", 1)]
    [InlineData(", endpointslice.kubernetes.io/managed-by: mesh.example", 1)]
    [InlineData(", endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io", 0)]
    public void A_slice_of_another_Service_tells_nothing_unless_the_controller_wrote_it(string label, int endpoints)
    {
        var slices = Slices(Web.Replace("spec: {", "spec: { clusterIP: 10.96.0.5, clusterIPs: [10.96.0.5], ipFamilies: [IPv4],", StringComparison.Ordinal) + $$"""
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: { name: kubernetes, namespace: default, labels: { kubernetes.io/service-name: kubernetes{{label}} } }
            addressType: IPv4
            endpoints: [{ addresses: [192.0.2.1] }]
            ports: [{ name: https, port: 6443 }]

            """ + Deployment("web", 1, "[{ name: http, containerPort: 8080 }]"));
        Assert.Equal(endpoints, slices.Where(s => s.Slice.Name!.StartsWith("web", StringComparison.Ordinal)).Sum(s => s.Endpoints.Count));
    }

    // Three zones of equal size; recorded for 3, 6 and 9 endpoints, and for 2, 4, 5, 8 and 11.
    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(8, false)]
    [InlineData(9, true)]
    [InlineData(11, false)]
    [InlineData(12, true)]
    public void Mode_Auto_gives_hints_where_every_zone_gets_its_share(int pods, bool hasHints)
    {
        var endpoints = Slices(Web.Replace("namespace: shop }", "namespace: shop, annotations: { service.kubernetes.io/topology-mode: Auto } }", StringComparison.Ordinal)
            + string.Concat(Enumerable.Range(0, 3).Select(i => Node(i, 8))) + string.Concat(Enumerable.Range(0, pods).Select(i => Pod(i, i % 3)))).SelectMany(s => s.Endpoints).ToArray();
        Assert.Equal(pods, endpoints.Length);
        Assert.All(endpoints, e => Assert.Equal(hasHints, e.ForZones.Count == 1));
    }

    [Theory]
    [InlineData(10, "4 2 4")]
    [InlineData(20, "7 5 8")]
    [InlineData(30, "10 7 13")]
    [InlineData(40, "14 9 17")]
    public void Mode_Auto_shares_by_the_CPU_of_the_zones(int pods, string expected)
    {
        var endpoints = Slices(Web.Replace("namespace: shop }", "namespace: shop, annotations: { service.kubernetes.io/topology-mode: Auto } }", StringComparison.Ordinal)
            + Node(0, 12) + Node(1, 8) + Node(2, 16) + string.Concat(Enumerable.Range(0, pods).Select(i => Pod(i, i % 3)))).SelectMany(s => s.Endpoints).ToArray();
        Assert.Equal(expected, string.Join(" ", Enumerable.Range(0, 3).Select(z => endpoints.Count(e => e.ForZones.Single() == $"zone-{z}"))));
    }

    [Theory]
    [InlineData("PreferSameZone", "zone-0 ")]
    [InlineData("PreferClose", "zone-0 ")]
    [InlineData("PreferSameNode", "zone-0 node-0")]
    public void Ready_endpoints_serve_their_zone_or_node(string distribution, string hints)
    {
        var endpoint = Assert.Single(Slices(Web.Replace("selector:", $"trafficDistribution: {distribution}, selector:", StringComparison.Ordinal) + Node(0, 8) + Pod(0, 0)).SelectMany(s => s.Endpoints));
        Assert.Equal(hints, $"{endpoint.ForZones.SingleOrDefault()} {endpoint.ForNodes.SingleOrDefault()}");
    }

    private static IReadOnlyList<ListedSlice> Slices(string yaml) =>
        Assert.Single(ClusterEndpoints.Of(Units.Of(yaml).Objects, KubernetesVersion.Newest)).Slices;

    private static string Deployment(string name, int replicas, string ports) => $$"""
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}}, namespace: shop }
        spec:
          replicas: {{replicas}}
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: web, image: web, ports: {{ports}} }] }

        """;

    private static string Node(int number, int cpu) => $$"""
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: node-{{number}}, labels: { topology.kubernetes.io/zone: zone-{{number}} } }
        status: { allocatable: { cpu: "{{cpu}}" }, conditions: [{ type: Ready, status: "True" }] }

        """;

    private static string Pod(int number, int node) => $$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web-{{number}}, namespace: shop, labels: { app: web } }
        spec: { nodeName: node-{{node}}, containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }] }
        status: { phase: Running, podIP: 10.244.{{node}}.{{number + 1}}, conditions: [{ type: Ready, status: "True" }] }

        """;
}
