using SvcLint.Core.Tests.Reachability;
using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>What surprised in the slices of a running control plane of Kubernetes 1.37.</summary>
public sealed class MeasuredControllersTests
{
    private const string Given = """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io } }
        addressType: IPv4
        endpoints: [{ addresses: [10.244.0.1], conditions: { ready: true }, targetRef: { kind: Pod, name: web-0, namespace: shop } }]
        ports: [{ port: 8080 }]
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: { name: web, namespace: shop }
        subsets: [{ addresses: [{ ip: 10.244.0.1, targetRef: { kind: Pod, name: web-0, namespace: shop } }], ports: [{ port: 8080 }] }]

        """;

    // The controller leaves its slices, and the mirroring one copies what is left of the Endpoints.
    [Fact]
    public void After_the_selector_is_removed_the_slices_of_a_dump_stay() =>
        Assert.Contains(Slices(Service("ports: [{ port: 80 }]") + Given), s => s is { ManagedBy: "endpointslice-controller.k8s.io", Endpoints: [{ Addresses: ["10.244.0.1"] }] });

    [Fact]
    public void A_pod_without_the_named_port_stays_an_endpoint_of_a_slice_without_ports()
    {
        var slice = Assert.Single(Slices(Service("selector: { app: web }, ports: [{ port: 80, targetPort: none }]") + Node("node-a") + Pod(0, "node-a")));
        Assert.Null(slice.Slice.Ports);
        Assert.Equal([true], slice.Endpoints.Select(e => e.Ready));
    }

    [Fact]
    public void An_empty_selector_is_none_so_Endpoints_are_mirrored() => Assert.Equal(
        ["endpointslicemirroring-controller.k8s.io"],
        Slices(Service("selector: {}, ports: [{ port: 80 }]") + Given[Given.LastIndexOf("---", StringComparison.Ordinal)..]).Select(s => s.ManagedBy));

    [Theory]
    [InlineData("clusterIP: None,", "", "zone-a ")]
    [InlineData("internalTrafficPolicy: Local,", "", "zone-a ")]
    [InlineData("type: NodePort, externalTrafficPolicy: Local,", "", "zone-a ")]
    [InlineData("", "status: 'False'", " ")]
    public void Hints_of_trafficDistribution_are_written_for_ready_endpoints_whatever_the_Service(string spec, string ready, string hints)
    {
        var endpoint = Assert.Single(Slices(Service($"{spec} trafficDistribution: PreferSameZone, selector: {{ app: web }}, ports: [{{ port: 80, targetPort: 8080 }}]") + Node("node-a")
            + (ready.Length > 0 ? Pod(0, "node-a").Replace("status: 'True'", ready, StringComparison.Ordinal) : Pod(0, "node-a"))).SelectMany(s => s.Endpoints));
        Assert.Equal(hints, $"{endpoint.ForZones.SingleOrDefault()} {endpoint.ForNodes.SingleOrDefault()}");
    }

    [Fact]
    public void Of_a_node_without_zone_PreferSameNode_hints_the_node_alone()
    {
        var endpoint = Assert.Single(Slices(Service("trafficDistribution: PreferSameNode, selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }]") + Node("node-a", "") + Pod(0, "node-a")).SelectMany(s => s.Endpoints));
        Assert.Equal(("", "node-a"), (string.Join(",", endpoint.ForZones), endpoint.ForNodes.Single()));
    }

    // What the node's kubelet says of itself does not count; the condition of the pod does.
    [Fact]
    public void The_pods_of_a_node_that_reports_that_it_is_not_ready_stay_ready() =>
        Assert.Equal([true], Slices(Service("selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }]") + Node("node-a").Replace("status: 'True'", "status: 'False'", StringComparison.Ordinal) + Pod(0, "node-a")).SelectMany(s => s.Endpoints).Select(e => e.Ready));

    [Fact]
    public void A_node_that_loses_its_zone_takes_the_hints_of_mode_Auto_along()
    {
        var dump = Service("selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }]").Replace("namespace: shop }", "namespace: shop, annotations: { service.kubernetes.io/topology-mode: Auto } }", StringComparison.Ordinal)
            + Node("node-a") + Node("node-b", "topology.kubernetes.io/zone: zone-b") + string.Concat(Enumerable.Range(0, 6).Select(i => Pod(i, i % 2 == 0 ? "node-a" : "node-b")));
        Assert.All(Slices(dump).SelectMany(s => s.Endpoints), e => Assert.Single(e.ForZones));
        Assert.All(Slices(dump.Replace("topology.kubernetes.io/zone: zone-b", "", StringComparison.Ordinal)).SelectMany(s => s.Endpoints), e => Assert.Empty(e.ForZones));
    }

    private static IReadOnlyList<ListedSlice> Slices(string yaml) =>
        Assert.Single(ClusterEndpoints.Of(Units.Of(yaml).Objects, KubernetesVersion.Newest)).Slices;

    private static string Service(string spec) => $$"""
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { {{spec}} }

        """;

    private static string Node(string name, string labels = "topology.kubernetes.io/zone: zone-a") => $$"""
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: {{name}}, labels: { {{labels}} } }
        status: { allocatable: { cpu: "8" }, conditions: [{ type: Ready, status: 'True' }] }

        """;

    private static string Pod(int number, string node) => $$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web-{{number}}, namespace: shop, labels: { app: web } }
        spec: { nodeName: {{node}}, containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }] }
        status: { phase: Running, podIP: 10.244.0.{{number + 1}}, conditions: [{ type: Ready, status: 'True' }] }

        """;
}
