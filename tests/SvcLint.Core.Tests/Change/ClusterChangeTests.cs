using SvcLint.Change;
using SvcLint.Core.Tests.Reachability;

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

    private static ClusterChange Between(string before, string after)
    {
        Assert.Contains(before, Shop, StringComparison.Ordinal);
        return ClusterChange.Between(Units.Of(Shop), Units.Of(Shop.Replace(before, after, StringComparison.Ordinal)));
    }
}
