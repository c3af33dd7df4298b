using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>YAML as one unit, with the API's defaults, as hosts hand it on.</summary>
internal static class Units
{
    public static DeploymentUnit Of(string yaml, ClusterFacts? facts = null) => new(
        "test",
        UnitKind.Named,
        facts ?? new ClusterFacts(),
        [.. Linter.Parse(new SourceText("test.yaml", yaml)).Objects.Select(o => ApiDefaults.Apply(o, null))],
        [],
        ["test.yaml"]);

    /// <summary>A Pod in block style, one line for each thing that matters.</summary>
    public static string Pod(string name, string @namespace, string address, string node, string container = "ports: [{ name: http, containerPort: 8080 }]", string spec = "") => $$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: {{name}}, namespace: {{@namespace}}, labels: { app: {{name}} } }
        spec:
          nodeName: {{node}}
          {{spec}}
          containers: [{ name: main, image: main, {{container}} }]
        status: { podIP: {{address}} }

        """;

    public const string Nodes = """
        apiVersion: v1
        kind: Node
        metadata: { name: node-a }
        spec: { podCIDR: 10.244.1.0/24 }
        status: { addresses: [{ type: InternalIP, address: 192.168.10.11 }] }
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: node-b }
        spec: { podCIDR: 10.244.2.0/24 }
        status: { addresses: [{ type: InternalIP, address: 192.168.10.12 }] }
        ---
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        clusterCIDR: 10.244.0.0/16

        """;
}
