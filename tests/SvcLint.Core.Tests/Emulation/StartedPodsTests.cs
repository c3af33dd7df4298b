using SvcLint.Core.Tests.Reachability;
using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>Which pods become endpoints at all: those that controllers make, the API server admits and the scheduler places.</summary>
public sealed class StartedPodsTests
{
    private const string Web = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 80 }] }

        """;

    private const string Nodes = """
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: cp, labels: { topology.kubernetes.io/zone: a, node-role.kubernetes.io/control-plane: "" } }
        spec: { taints: [{ key: node-role.kubernetes.io/control-plane, effect: NoSchedule }] }
        status: { allocatable: { cpu: "2", memory: 4Gi } }
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: k1, labels: { topology.kubernetes.io/zone: a, disk: ssd, size: "4" } }
        status: { allocatable: { cpu: "2", memory: 4Gi } }
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: k2, labels: { topology.kubernetes.io/zone: b } }
        status: { allocatable: { cpu: 3500m, memory: 2Gi } }

        """;

    [Theory]
    [InlineData("", "k1 k2")]
    [InlineData("tolerations: [{ operator: Exists }],", "cp k1 k2")]
    [InlineData("tolerations: [{ key: node-role.kubernetes.io/control-plane, operator: Exists, effect: NoSchedule }],", "cp k1 k2")]
    [InlineData("tolerations: [{ key: node-role.kubernetes.io/control-plane, operator: Exists, effect: NoExecute }],", "k1 k2")]
    [InlineData("tolerations: [{ key: node-role.kubernetes.io/control-plane, value: other }],", "k1 k2")]
    [InlineData("nodeSelector: { disk: ssd },", "k1")]
    [InlineData("nodeSelector: { kubernetes.io/hostname: k2 },", "k2")]
    [InlineData("affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: topology.kubernetes.io/zone, operator: In, values: [b] }] }] } } },", "k2")]
    [InlineData("affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: disk, operator: DoesNotExist }] }] } } },", "k2")]
    [InlineData("affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: size, operator: Gt, values: ['3'] }] }] } } },", "k1")]
    [InlineData("affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: metadata.name, operator: In, values: [k2] }] }] } } },", "k2")]
    [InlineData("affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] } } },", "")]
    [InlineData("affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [{ key: disk, operator: Exists }] } }] } },", "k1 k2")]
    public void A_DaemonSet_runs_on_the_nodes_that_take_its_pods(string spec, string nodes) =>
        Assert.Equal(nodes, string.Join(" ", Endpoints(Web + Nodes + Workload("DaemonSet", "", spec)).Select(e => e.NodeName)));

    [Theory]
    [InlineData("", 3)]
    [InlineData("nodeSelector: { disk: hdd },", 0)]
    [InlineData("nodeName: k9,", 0)]
    [InlineData("nodeName: k2,", 3)]
    [InlineData("schedulingGates: [{ name: example.com/wait }],", 0)]
    [InlineData("affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } } }] } },", 2)]
    [InlineData("affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: other } } }] } },", 3)]
    public void Pods_that_no_node_takes_are_no_endpoints(string spec, int pods) =>
        Assert.Equal(pods, Endpoints(Web + Nodes + Workload("Deployment", "replicas: 3,", spec)).Count());

    [Theory]
    [InlineData("resources: { requests: { cpu: '1.5' } }", 3)]
    [InlineData("resources: { requests: { cpu: 2500m } }", 1)]
    [InlineData("resources: { limits: { memory: 3Gi } }", 1)]
    [InlineData("resources: { requests: { cpu: '4' } }", 0)]
    [InlineData("ports: [{ containerPort: 80, hostPort: 80 }]", 2)]
    public void Nodes_have_room_for_so_many(string container, int pods) =>
        Assert.Equal(pods, Endpoints(Web + Nodes + Workload("Deployment", "replicas: 3,", "", container)).Count());

    [Theory]
    [InlineData("pods: '2'", "", 2)]
    [InlineData("count/pods: '0'", "", 0)]
    [InlineData("requests.cpu: '1'", "", 0)]
    [InlineData("requests.cpu: '1'", "resources: { requests: { cpu: 500m } }", 2)]
    [InlineData("limits.memory: 1Gi", "resources: { limits: { memory: 300Mi } }", 3)]
    [InlineData("services: '5'", "", 3)]
    public void A_quota_leaves_room_for_so_many(string hard, string container, int pods)
    {
        var service = Assert.Single(Of(Web + Workload("Deployment", "replicas: 3,", "", container) + $$"""
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: { name: small, namespace: shop }
            spec: { hard: { {{hard}} } }
            """));
        Assert.Equal(pods, service.Slices.Sum(s => s.Endpoints.Count));
        Assert.Equal(pods < 3, service.MissingPods.Any(m => m.StartsWith("Deployment web: ResourceQuota small leaves room for ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("type: Container, max: { cpu: '1' }", "resources: { limits: { cpu: '2' } }", 0)]
    [InlineData("type: Container, max: { cpu: '1' }", "", 3)]
    [InlineData("type: Container, min: { memory: 1Gi }", "resources: { requests: { memory: 100Mi } }", 0)]
    [InlineData("type: Pod, max: { memory: 1Gi }", "resources: { limits: { memory: 2Gi } }", 0)]
    [InlineData("type: Pod, max: { memory: 1Gi }", "resources: { limits: { memory: 512Mi } }", 3)]
    public void A_LimitRange_refuses_pods(string limit, string container, int pods) =>
        Assert.Equal(pods, Endpoints(Web + Workload("Deployment", "replicas: 3,", "", container) + $$"""
            ---
            apiVersion: v1
            kind: LimitRange
            metadata: { name: small, namespace: shop }
            spec: { limits: [{ {{limit}} }] }
            """).Count());

    [Theory]
    [InlineData("baseline", "", "", 3)]
    [InlineData("baseline", "hostNetwork: true,", "", 0)]
    [InlineData("privileged", "hostNetwork: true,", "", 3)]
    [InlineData("baseline", "volumes: [{ name: v, hostPath: { path: / } }],", "", 0)]
    [InlineData("baseline", "", "securityContext: { privileged: true }", 0)]
    [InlineData("baseline", "", "securityContext: { capabilities: { add: [NET_ADMIN] } }", 0)]
    [InlineData("baseline", "", "securityContext: { capabilities: { add: [CHOWN] } }", 3)]
    [InlineData("baseline", "", "ports: [{ containerPort: 80, hostPort: 80 }]", 0)]
    [InlineData("restricted", "", "", 0)]
    [InlineData("restricted", "securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } },", "securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }", 3)]
    [InlineData("restricted", "securityContext: { runAsNonRoot: true, runAsUser: 0, seccompProfile: { type: RuntimeDefault } },", "securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }", 0)]
    public void PodSecurity_refuses_pods(string level, string spec, string container, int pods) =>
        Assert.Equal(pods, Endpoints(Web + Workload("Deployment", "replicas: 3,", spec, container) + $$"""
            ---
            apiVersion: v1
            kind: Namespace
            metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: {{level}} } }
            """).Count());

    [Theory]
    [InlineData("Deployment", "replicas: 1,", "minReplicas: 3, maxReplicas: 5", 3)]
    [InlineData("Deployment", "", "minReplicas: 2, maxReplicas: 5", 2)]
    [InlineData("Deployment", "replicas: 9,", "maxReplicas: 5", 5)]
    [InlineData("Deployment", "replicas: 0,", "minReplicas: 2, maxReplicas: 5", 0)]
    [InlineData("StatefulSet", "replicas: 1, serviceName: web,", "minReplicas: 3, maxReplicas: 5", 3)]
    [InlineData("ReplicaSet", "replicas: 2,", "minReplicas: 1, maxReplicas: 5", 2)]
    public void An_autoscaler_keeps_replicas_within_its_bounds(string kind, string spec, string bounds, int pods) =>
        Assert.Equal(pods, Endpoints(Web + Workload(kind, spec, "") + $$"""
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: { name: web, namespace: shop }
            spec: { scaleTargetRef: { apiVersion: apps/v1, kind: {{kind}}, name: web }, {{bounds}} }
            """).Count());

    [Fact]
    public void A_Deployment_paused_from_the_start_has_no_pods() =>
        Assert.Empty(Endpoints(Web + Workload("Deployment", "paused: true, replicas: 2,", "")));

    [Theory]
    [InlineData("Deployment", "statefulset.kubernetes.io/pod-name: web-0", 0)]
    [InlineData("StatefulSet", "statefulset.kubernetes.io/pod-name: web-0", 1)]
    [InlineData("StatefulSet", "apps.kubernetes.io/pod-index: '2'", 1)]
    [InlineData("StatefulSet", "pod-template-hash: 5d4f8c7b9", 0)]
    [InlineData("Deployment", "pod-template-hash: 5d4f8c7b9", 3)]
    [InlineData("Deployment", "controller-revision-hash: 5d4f8c7b9", 0)]
    public void Labels_of_controllers_are_on_the_pods_of_their_kind(string kind, string label, int pods) =>
        Assert.Equal(pods, Endpoints(Web.Replace("app: web", label, StringComparison.Ordinal) + Workload(kind, "replicas: 3,", "")).Count());

    [Fact]
    public void Pods_of_an_Indexed_Job_have_the_index_in_label_and_host_name()
    {
        const string Headless = """
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: shop }
            spec: { clusterIP: None, selector: { SELECTOR }, ports: [{ port: 80 }] }

            """;
        var job = Workload("Job", "completionMode: Indexed, completions: 3, parallelism: 3,", "subdomain: web, restartPolicy: Never,");
        Assert.Equal(["web-0", "web-1", "web-2"], Endpoints(Headless.Replace("SELECTOR", "job-name: web", StringComparison.Ordinal) + job).Select(e => e.Hostname));
        Assert.Equal(["web-1"], Endpoints(Headless.Replace("SELECTOR", "batch.kubernetes.io/job-completion-index: '1'", StringComparison.Ordinal) + job).Select(e => e.Hostname));
        Assert.Empty(Endpoints(Headless.Replace("SELECTOR", "batch.kubernetes.io/job-completion-index: '1'", StringComparison.Ordinal) + job.Replace("completionMode: Indexed,", "", StringComparison.Ordinal)));
    }

    private static string Workload(string kind, string spec, string podSpec, string container = "") => $$"""
        ---
        apiVersion: {{(kind == "Job" ? "batch/v1" : "apps/v1")}}
        kind: {{kind}}
        metadata: { name: web, namespace: shop }
        spec: { {{spec}} template: { metadata: { labels: { app: web } }, spec: { {{podSpec}} containers: [{ name: c, image: c, {{container}} }] } } }

        """;

    private static IReadOnlyList<ListedService> Of(string manifests) => ClusterEndpoints.Of(Units.Of(manifests).Objects, KubernetesVersion.Newest);

    private static IEnumerable<ListedEndpoint> Endpoints(string manifests) => Of(manifests).SelectMany(s => s.Slices).SelectMany(s => s.Endpoints);
}
