using SvcLint.Change;
using SvcLint.Core.Tests.Reachability;

namespace SvcLint.Core.Tests.Change;

/// <summary>Clients whose configuration names another host than before.</summary>
public sealed class NameChangesTests
{
    private const string Shop = """
        apiVersion: v1
        kind: Service
        metadata: { name: orders, namespace: shop }
        spec: { selector: { app: orders }, ports: [{ port: 80, targetPort: 8000 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: db, namespace: shop }
        spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: orders, namespace: shop }
        spec: { selector: { matchLabels: { app: orders } }, template: { metadata: { labels: { app: orders } }, spec: { containers: [{ name: a, image: a, ports: [{ containerPort: 8000 }] }] } } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: db, namespace: shop }
        spec: { selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: a, image: a, ports: [{ containerPort: 5432 }] }] } } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: web }
        spec: { selector: { app: web }, ports: [{ port: 80 }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: front, namespace: shop }
        spec:
          selector: { matchLabels: { app: front } }
          template:
            metadata: { labels: { app: front } }
            spec:
              containers:
                - name: a
                  image: a
                  env:
                    - { name: ORDERS, value: "http://orders:80" }
                    - { name: AGAIN, value: "http://orders:80" }
                    - { name: DB, value: "db:5432" }

        """;

    [Theory]
    [InlineData("name: AGAIN, value: \"http://orders:80\"", "name: AGAIN, value: \"http://order:80\"", "shop/order", "shop/orders", null)]
    [InlineData("name: AGAIN, value: \"http://orders:80\"", "name: AGAIN, value: \"http://orders.web.svc:80\"", "web/orders", "shop/orders", null)]
    [InlineData("- { name: DB, value: \"db:5432\" }", "- { name: DB, value: \"db:5432\" }\n            - { name: MORE, value: \"http://ordrs:80\" }", "shop/ordrs", null, "shop/orders")]
    public void A_name_that_no_Service_has_does_not_resolve(string before, string after, string name, string? was, string? near)
    {
        var change = Between(before, after);

        var found = Assert.Single(change.Names);
        Assert.Equal((ChangeType.Removed, name, was, near), (found.Type, found.Name, found.Was, found.Near));
        Assert.Contains(found.Because, b => Line(b).Contains(name.Split('/')[1], StringComparison.Ordinal));
        Assert.False(change.IsNothing);
    }

    [Fact]
    public void A_Service_of_a_namespace_that_the_input_does_not_have_is_undecided()
    {
        var change = Between("name: AGAIN, value: \"http://orders:80\"", "name: AGAIN, value: \"http://orders.depot.svc:80\"");

        var found = Assert.Single(change.Names);
        Assert.Equal(("depot/orders", "shop/orders", true), (found.Name, found.Was, found.IsUndecided));
        Assert.True(change is { IsNothing: true, IsPartlyUnknown: true });
    }

    [Theory]
    [InlineData("- { name: DB, value: \"db:5432\" }", "- { name: DB, value: \"db:5432\" }\n            - { name: MORE, value: \"http://payments:80\" }")]
    [InlineData("- { name: DB, value: \"db:5432\" }", "- { name: DB, value: \"db:5432\" }\n            - { name: MORE, value: \"https://api.example.com\" }")]
    [InlineData("            - { name: AGAIN, value: \"http://orders:80\" }\n", "")]
    public void Names_of_others_and_names_that_are_said_once_less_are_nothing(string before, string after) => Assert.Equal((true, false), (Between(before, after).IsNothing, Between(before, after).IsPartlyUnknown));

    [Fact]
    public void A_port_of_another_protocol_is_another_port()
    {
        var found = Assert.Single(Between("ports: [{ port: 80, targetPort: 8000 }]", "ports: [{ port: 80, targetPort: 8000, protocol: UDP }]").Names);

        Assert.Equal(("shop/orders", true), (found.Name, found.IsPort));
    }

    [Fact]
    public void Pods_behind_a_headless_Service_do_not_have_any_port()
    {
        var service = Assert.Single(Between("db:5432", "db:5433").Services);

        Assert.Equal(("shop/db", "5433", "shop/front[Deployment]", "wrong port"), (service.Service, service.Port, service.Source, service.After));
    }

    [Fact]
    public void What_moves_to_another_namespace_leaves_the_short_names_behind()
    {
        var found = Between("metadata: { name: front, namespace: shop }", "metadata: { name: front, namespace: web }").Names;

        Assert.Equal(["web/db", "web/orders"], found.Select(n => n.Name).OrderBy(n => n, StringComparer.Ordinal));
        Assert.All(found, n => Assert.Equal(("web/front[Deployment]", n.Name.Replace("web/", "shop/", StringComparison.Ordinal)), (n.Source, n.Was)));
    }

    [Theory]
    [InlineData("metadata: { name: front, namespace: shop }", "metadata: { name: front-v2, namespace: shop }")]
    [InlineData("kind: Deployment\nmetadata: { name: front, namespace: shop }", "kind: StatefulSet\nmetadata: { name: front, namespace: shop }")]
    [InlineData("metadata: { name: front, namespace: shop }", "metadata: { name: front, namespace: web }")]
    public void A_name_that_never_was_of_the_input_is_nobodys_place_after_a_move(string before, string after)
    {
        var unknown = Shop.Replace("- { name: DB, value: \"db:5432\" }", "- { name: DB, value: \"db:5432\" }\n            - { name: QUEUE, value: \"kafka:9092\" }", StringComparison.Ordinal);

        Assert.DoesNotContain(ClusterChange.Between(Units.Of(unknown), Units.Of(unknown.Replace(before, after, StringComparison.Ordinal))).Names, n => n.Name.EndsWith("/kafka", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("front", "blue-front")]
    [InlineData("front", "front-v2")]
    public void A_workload_is_followed_when_all_its_names_get_the_same_addition(string was, string now)
    {
        string With(string name) => Shop.Replace("metadata: { name: front,", $"metadata: {{ name: {name},", StringComparison.Ordinal)
            .Replace("          image: a\n          env:", $"          image: a\n          envFrom: [{{ configMapRef: {{ name: {name.Replace("front", "settings", StringComparison.Ordinal)} }} }}]\n          env:", StringComparison.Ordinal);
        Assert.NotEqual(Shop, With(was));

        Assert.Empty(ClusterChange.Between(Units.Of(With(was)), Units.Of(With(now))).Connections);
    }

    [Theory]
    [InlineData("StatefulSet")]
    [InlineData("ReplicaSet")]
    public void A_workload_of_another_kind_is_followed(string kind) =>
        Assert.Empty(Between("kind: Deployment\nmetadata: { name: front,", $"kind: {kind}\nmetadata: {{ name: front,").Connections);

    private static ClusterChange Between(string before, string after)
    {
        Assert.Contains(before, Shop, StringComparison.Ordinal);
        return ClusterChange.Between(Units.Of(Shop), Units.Of(Shop.Replace(before, after, StringComparison.Ordinal)));
    }

    private static string Line(SvcLint.Reachability.PolicyCause cause) => cause.Span.Source.Content.Split('\n')[cause.Span.StartPosition.Line - 1];

    [Theory]
    [InlineData("MODE", "production", false)]
    [InlineData("LOG_LEVEL", "debug", false)]
    [InlineData("DB_HOST", "database", true)]
    [InlineData("DB", "database:5432", true)]
    public void A_plain_word_is_no_name(string variable, string value, bool isName)
    {
        static string Env(string name, string value) => Units.Pod("web", "shop", "10.1.0.1", "a", $"env: [{{ name: {name}, value: \"{value}\" }}]");
        var service = "---\napiVersion: v1\nkind: Service\nmetadata: { name: db, namespace: shop }\nspec: { selector: { app: db }, ports: [{ port: 5432 }] }\n";
        Assert.Equal(isName, ClusterChange.Between(Units.Of(Env(variable, "db") + service), Units.Of(Env(variable, value) + service)).Names.Count > 0);
    }
}
