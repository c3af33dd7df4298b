using SvcLint.Diagnosis;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Diagnosis;

/// <summary>A small running cluster, healthy as it stands; tests break one thing of it.</summary>
internal static class Dumps
{
    public static readonly string Nodes = Node("node-a") + Node("node-b");

    public static string Node(string name, string ready = "True") => $$"""
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: {{name}}, labels: { topology.kubernetes.io/zone: z1 } }
        status: { allocatable: { cpu: "4" }, conditions: [{ type: Ready, status: "{{ready}}", reason: Kubelet }] }

        """;

    public static string Service(string name = "web", string spec = "ports: [{ name: http, port: 80, targetPort: http }]", string selector = "app: web", string @namespace = "shop") => $$"""
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        spec:
          clusterIP: 10.96.0.{{(name.Length * 7) + name[0]}}
          ipFamilies: [IPv4]
          selector: { {{selector}} }
          {{spec}}

        """;

    public static string Deployment(string name = "web", string label = "app: web", int replicas = 2, string @namespace = "shop") => $$"""
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        spec:
          replicas: {{replicas}}
          selector: { matchLabels: { {{label}} } }
          template:
            metadata: { labels: { {{label}} } }
            spec: { containers: [{ name: main, image: registry.example/app:1, ports: [{ name: http, containerPort: 8080 }] }] }
        ---
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: { name: {{name}}-1, namespace: {{@namespace}}, ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: {{name}}, controller: true }] }
        spec: { replicas: {{replicas}}, selector: { matchLabels: { {{label}} } }, template: { metadata: { labels: { {{label}} } } } }

        """;

    public static string Pod(
        int number, string owner = "web", string label = "app: web", string status = Ready, string container = Http, string metadata = "", string node = "node-a", string @namespace = "shop", string spec = "") => $$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{owner}}-1-{{number}}
          namespace: {{@namespace}}
          labels: { {{label}} }
          ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: {{owner}}-1, controller: true }]
          {{metadata}}
        spec:
          nodeName: {{node}}
          {{spec}}
          containers: [{ name: main, image: registry.example/app:1, {{container}} }]
        status: { podIP: 10.244.{{(owner.Length * 5) + @namespace.Length}}.{{number + 1}}, {{status}} }

        """;

    public const string Http = "ports: [{ name: http, containerPort: 8080 }]";

    public const string Ready = "phase: Running, conditions: [{ type: Ready, status: \"True\" }]";

    public const string NotReady = "phase: Running, conditions: [{ type: Ready, status: \"False\", message: 'containers with unready status: [main]' }], containerStatuses: [{ name: main, ready: false, restartCount: 0 }]";

    public static string Event(string kind, string name, string reason, string message, string @namespace = "shop", int count = 9) => $$"""
        ---
        apiVersion: v1
        kind: Event
        metadata: { name: {{name}}.{{reason.ToLowerInvariant()}}, namespace: {{@namespace}} }
        involvedObject: { kind: {{kind}}, name: {{name}}, namespace: {{@namespace}} }
        type: Warning
        count: {{count}}
        reason: {{reason}}
        message: '{{message}}'

        """;

    public static readonly string Web = Nodes + Service() + Deployment() + Pod(0) + Pod(1, node: "node-b");

    /// <summary>A client with a Service of its own.</summary>
    public static string Client(string url, string @namespace = "shop") =>
        Service("front", selector: "app: front", @namespace: @namespace) + Deployment("front", "app: front", 1, @namespace)
        + Pod(0, "front", "app: front", container: $"{Http}, env: [{{ name: API_URL, value: '{url}' }}]", @namespace: @namespace);

    public static DiagnosisReport Diagnose(string yaml) => ClusterDiagnosis.Of(ClusterDump.Read([new SourceText("dump.yaml", yaml)]), KubernetesVersion.Newest);

    /// <summary>"shop/web: text" of every cause.</summary>
    public static IReadOnlyList<string> Causes(string yaml) =>
        [.. Diagnose(yaml).Services.SelectMany(s => s.Causes.Select(c => $"{s.Namespace}/{s.Name}: {c.Text}"))];
}
