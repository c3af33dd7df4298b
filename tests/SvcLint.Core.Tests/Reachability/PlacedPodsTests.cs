using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>Pods of a dump say on which nodes they run, and how many they are.</summary>
public sealed class PlacedPodsTests
{
    private const string Closed = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: all, namespace: shop }
        spec: { podSelector: {}, policyTypes: [Ingress] }

        """;

    [Theory]
    [InlineData("node-a", "node-a", "node/node-a", true, false)]
    [InlineData("node-a", "node-a", "node/node-b", false, false)]
    [InlineData("node-a", "node-b", "node/node-b", false, true)]
    [InlineData("node-a", "\"\"", "node/node-b", false, true)]
    public void A_pod_lets_in_the_node_on_which_it_runs(string one, string other, string node, bool isSure, bool isUnknown)
    {
        var cluster = Connectivity.Of(Units.Of(Units.Nodes + Pod("web-1", one) + Pod("web-2", other) + Closed));

        var answer = cluster.Between(cluster.Ends.Single(e => e.Name == node), cluster.Ends.Single(e => e.Name == "shop/web[ReplicaSet]"));

        Assert.Equal((isSure, isUnknown), (answer.Sure.IsAll, !answer.Unknown.IsEmpty));
    }

    [Fact]
    public void A_controller_with_more_pods_than_the_input_has_may_run_anywhere()
    {
        var cluster = Connectivity.Of(Units.Of(Units.Nodes + Pod("web-1", "node-a") + Closed + """
            ---
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: { name: web, namespace: shop }
            spec: { replicas: 2, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: a }] } } }

            """));

        Assert.False(cluster.Between(cluster.Ends.Single(e => e.Name == "node/node-b"), cluster.Ends.Single(e => e.Name == "shop/web[ReplicaSet]")).Unknown.IsEmpty);
    }

    [Theory]
    [InlineData(1, ServiceState.Works)]
    [InlineData(2, ServiceState.SomeEndpoints)]
    public void Pods_without_their_controller_have_siblings_too(int count, ServiceState state)
    {
        var cluster = Connectivity.Of(Units.Of(Units.Nodes + string.Concat(Enumerable.Range(1, count).Select(i => Pod($"web-{i}", "node-a"))) + Closed + """
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: shop }
            spec: { selector: { app: web }, ports: [{ port: 80 }] }

            """));

        Assert.Equal(state, Assert.Single(new ServiceReach(cluster).Rows(_ => true, (_, _) => true)).State);
    }

    private static string Pod(string name, string node) => Units.Pod(name, "shop", "10.244.1.5", node, "ports: [{ containerPort: 80 }]")
        .Replace($"labels: {{ app: {name} }} }}", "labels: { app: web }, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: x, controller: true }] }", StringComparison.Ordinal);
}
