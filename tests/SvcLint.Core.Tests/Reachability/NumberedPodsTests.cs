using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>Policies that select pods of a StatefulSet by what its controller writes on each.</summary>
public sealed class NumberedPodsTests
{
    private const string Name = "statefulset.kubernetes.io/pod-name";
    private const string Index = "apps.kubernetes.io/pod-index";

    [Theory]
    [InlineData("replicas: 1", "matchLabels: { " + Name + ": db-0 }", "blocked")]
    [InlineData("replicas: 1", "matchLabels: { " + Name + ": db-1 }", "works")]
    [InlineData("replicas: 2", "matchLabels: { " + Name + ": db-0 }", "unknown")]
    [InlineData("replicas: 2", "matchLabels: { " + Name + ": db-2 }", "works")]
    [InlineData("replicas: 2", "matchLabels: { " + Name + ": other-0 }", "works")]
    [InlineData("replicas: 2", "matchLabels: { " + Name + ": db-00 }", "works")]
    [InlineData("replicas: 2, ordinals: { start: 5 }", "matchLabels: { " + Name + ": db-0 }", "works")]
    [InlineData("replicas: 1, ordinals: { start: 5 }", "matchLabels: { " + Name + ": db-5 }", "blocked")]
    [InlineData("replicas: 1", "matchLabels: { " + Index + ": '0' }", "blocked")]
    [InlineData("replicas: 3", "matchLabels: { " + Index + ": '3' }", "works")]
    [InlineData("replicas: 2", "matchExpressions: [{ key: " + Index + ", operator: In, values: ['0', '1'] }]", "blocked")]
    [InlineData("replicas: 2", "matchExpressions: [{ key: " + Index + ", operator: NotIn, values: ['5'] }]", "blocked")]
    [InlineData("replicas: 2", "matchExpressions: [{ key: " + Index + ", operator: NotIn, values: ['1'] }]", "unknown")]
    [InlineData("replicas: 2", "matchExpressions: [{ key: " + Index + ", operator: NotIn, values: ['0', '1'] }]", "works")]
    [InlineData("replicas: 2", "matchExpressions: [{ key: " + Name + ", operator: Exists }]", "blocked")]
    [InlineData("replicas: 2", "matchExpressions: [{ key: " + Name + ", operator: DoesNotExist }]", "works")]
    [InlineData("serviceName: db", "matchLabels: { " + Name + ": db-7 }", "unknown")]
    public void Replicas_and_ordinals_tell_which_pods_there_are(string spec, string selector, string expected)
    {
        var cluster = Connectivity.Of(Units.Of(Yaml(spec, selector)));
        var answer = Between(cluster);
        Assert.Equal(expected, !answer.Sure.IsEmpty ? "works" : answer.Unknown.IsEmpty ? "blocked" : "unknown");
    }

    [Fact]
    public void What_may_be_scaled_may_have_further_pods()
    {
        var answer = Between(Connectivity.Of(Units.Of(Yaml("replicas: 1", "matchLabels: { " + Name + ": db-1 }") + "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: db, namespace: s }\n")));
        Assert.False(answer.Unknown.IsEmpty);
    }

    [Fact]
    public void The_reason_is_the_label_of_the_pod_and_not_of_the_namespace()
    {
        var doubt = Assert.Single(Between(Connectivity.Of(Units.Of(Yaml("replicas: 2", "matchLabels: { " + Name + ": db-0 }")))).Doubts);
        Assert.Equal(DoubtKind.RunTimeLabels, doubt.Kind);
    }

    [Theory]
    [InlineData("db-0", "pod/s/db-0", ConnectionVerdict.Dropped)]
    [InlineData("db-0", "pod/s/db-1", ConnectionVerdict.Allowed)]
    public void A_connection_to_one_pod_is_decided(string selected, string to, ConnectionVerdict verdict)
    {
        var trace = ConnectionTracer.Trace(Units.Of(Yaml("replicas: 2", "matchLabels: { " + Name + ": " + selected + " }")), new ConnectionQuestion { From = "workload/s/c", To = to + ":80" });
        Assert.Equal(verdict, trace.Value?.Verdict);
    }

    private static ReachAnswer Between(Connectivity cluster) =>
        cluster.Between(cluster.Ends.Single(e => e.Name == "s/c[Pod]"), cluster.Ends.Single(e => e.Name == "s/db[StatefulSet]"));

    private static string Yaml(string spec, string selector) => Units.Pod("c", "s", "10.1.0.1", "a") + $$"""
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: db, namespace: s }
        spec: { {{spec}}, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: c, image: x, ports: [{ containerPort: 80 }] }] } } }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: deny, namespace: s }
        spec: { podSelector: { {{selector}} }, policyTypes: [Ingress] }

        """;
}
