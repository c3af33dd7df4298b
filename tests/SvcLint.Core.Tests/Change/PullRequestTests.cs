using SvcLint.Change;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Change;

/// <summary>Changes as people send them in: what breaks is named with its line, what means the same is nothing.</summary>
public sealed class PullRequestTests
{
    private const string Store = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: store, labels: { team: red } }
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: edge, labels: { role: entry } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: controller, namespace: edge }
        spec: { selector: { matchLabels: { app: entry } }, template: { metadata: { labels: { app: entry } }, spec: { containers: [{ name: c, image: "registry.k8s.io/ingress-nginx/controller:v1.11.2" }] } } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: shelf, namespace: store }
        spec:
          replicas: 2
          selector: { matchLabels: { app: shelf } }
          template:
            metadata: { labels: { app: shelf } }
            spec:
              containers:
              - name: shelf
                image: example/shelf:1
                ports: [{ name: http, containerPort: 8080 }]
                env: [{ name: STOCK, value: "http://stock:7000/items" }]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: stock, namespace: store }
        spec:
          selector: { matchLabels: { app: stock } }
          template:
            metadata: { labels: { app: stock } }
            spec: { containers: [{ name: stock, image: "example/stock:1", ports: [{ name: api, containerPort: 7001 }] }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: shelf, namespace: store }
        spec:
          selector: { app: shelf }
          ports:
          - port: 80
            targetPort: http
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: stock, namespace: store }
        spec:
          selector: { app: stock }
          ports: [{ port: 7000, targetPort: api }]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: shelf, namespace: store }
        spec:
          rules:
          - host: store.example.org
            http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shelf, port: { number: 80 } } } }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: stock, namespace: store }
        spec:
          podSelector: { matchLabels: { app: stock } }
          policyTypes: [Ingress]
          ingress:
          - from:
            - podSelector: { matchLabels: { app: shelf } }
            ports:
            - port: 7001
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: shelf, namespace: store }
        spec:
          podSelector: { matchLabels: { app: shelf } }
          ingress:
          - from:
            - namespaceSelector: { matchLabels: { role: entry } }
            ports:
            - port: http

        """;

    private const string Last = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: shelf, namespace: store }
        """;

    private const string DefaultDeny = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: closed, namespace: store }
        spec: { podSelector: {}, policyTypes: [Ingress, Egress] }

        """;

    private const string Beside = """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: aside, namespace: store, labels: { owner: a } }
        spec: { selector: { matchLabels: { app: aside } }, template: { metadata: { labels: { app: aside, owner: a } }, spec: { containers: [{ name: a, image: other/image }] } } }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: aside, namespace: store }
        spec:
          podSelector: { matchLabels: { app: aside } }
          ingress:
          - from:
            - podSelector: { matchLabels: { app: shelf } }
            ports: [{ port: 1 }]

        """;

    /// <summary>The line of the change: where the replacing text begins.</summary>
    [Theory]
    [InlineData("{ name: http, containerPort: 8080 }", "{ name: web, containerPort: 8080 }", "~ store/shelf:80 for edge/controller[Deployment]: works -> wrong port")]
    [InlineData("targetPort: http", "targetPort: 9090", "~ store/shelf:80 for edge/controller[Deployment]: works -> wrong port")]
    [InlineData("- port: 80\n", "- port: 8080\n", "- store/shelf[Ingress]: store/shelf:80 port")]
    [InlineData("selector: { app: shelf }\n", "selector: { app: shelves }\n", "~ store/shelf:80 for edge/controller[Deployment]: works -> no endpoints")]
    [InlineData("replicas: 2", "replicas: 0", "~ store/shelf:80 for edge/controller[Deployment]: works -> no endpoints")]
    [InlineData("labels: { role: entry }", "labels: { purpose: entry }", "- edge/controller[Deployment] -> store/shelf[Deployment]: TCP 8080 -> none")]
    [InlineData("labels: { role: entry }", "labels: { purpose: entry }", "~ store/shelf:80 for edge/controller[Deployment]: works -> blocked")]
    [InlineData("policyTypes: [Ingress]", "policyTypes: [Ingress, Egress]", "- store/stock[Deployment] -> 0.0.0.0-255.255.255.255: all ports -> none")]
    [InlineData("- podSelector: { matchLabels: { app: shelf } }", "- podSelector: { matchLabels: { app: shlef } }", "- store/shelf[Deployment] -> store/stock[Deployment]: TCP 7001 -> none")]
    [InlineData("- port: 7001", "- port: 7000", "~ store/shelf[Deployment] -> store/stock[Deployment]: TCP 7001 -> TCP 7000")]
    [InlineData("- port: 7001", "- port: 7001\n      endPort: 7999", "~ store/shelf[Deployment] -> store/stock[Deployment]: TCP 7001 -> TCP 7001-7999")]
    [InlineData("- port: 7001", "- port: 7001\n    - protocol: TCP", "~ store/shelf[Deployment] -> store/stock[Deployment]: TCP 7001 -> TCP")]
    [InlineData("- port: 7001", "- { port: 7001, protocol: UDP }", "~ store/stock:7000 for store/shelf[Deployment]: works -> blocked")]
    [InlineData("matchLabels: { role: entry } }\n", "matchLabels: { role: entry } }\n    - podSelector: {}\n", "+ store/stock[Deployment] -> store/shelf[Deployment]: none -> TCP 8080")]
    [InlineData("  - from:\n    - podSelector: { matchLabels: { app: shelf } }\n    ports:", "  - ports:", "+ 0.0.0.0-255.255.255.255 -> store/stock[Deployment]: none -> TCP 7001")]
    [InlineData("metadata: { name: stock, namespace: store }\nspec:\n  selector: { app", "metadata: { name: store-stock, namespace: store }\nspec:\n  selector: { app", "- store/shelf[Deployment]: store/stock:7000 name")]
    [InlineData("metadata: { name: stock, namespace: store }\nspec:\n  selector: { app", "metadata: { name: stock, namespace: edge }\nspec:\n  selector: { app", "- store/shelf[Deployment]: store/stock:7000 name")]
    [InlineData("http://stock:7000/items", "http://inventory:7000/items", "- store/shelf[Deployment]: store/inventory:7000 name")]
    [InlineData("ports: [{ port: 7000,", "ports: [{ port: 7070,", "- store/shelf[Deployment]: store/stock:7000 port")]
    [InlineData("host: store.example.org", "host: shop.example.org", "- store/shelf by Ingress shelf store.example.org/")]
    [InlineData("selector: { app: shelf }\n  ports:", "selector: { app: shelf }\n  type: NodePort\n  ports:", "+ store/shelf by NodePort allocated for 80")]
    [InlineData("name: api, containerPort: 7001", "name: api, containerPort: 7002", "~ store/stock:7000: TCP 7000 -> api (7001) -> TCP 7000 -> api (7002)")]
    [InlineData("labels: { app: shelf } }\n", "labels: { app.kubernetes.io/name: shelf } }\n", "~ store/shelf:80 for edge/controller[Deployment]: works -> no endpoints")]
    [InlineData("service: { name: shelf, port: { number: 80 } }", "service: { name: stock, port: { number: 7000 } }", "+ store/stock by Ingress shelf 7000:  -> blocked")]
    [InlineData("spec:\n  rules:", "spec:\n  ingressClassName: nginx\n  rules:", "~ store/shelf by Ingress shelf 80: works from anywhere -> works from anywhere, class nginx")]
    [InlineData("kind: Ingress\nmetadata: { name: shelf,", "kind: Ingress\nmetadata: { annotations: { nginx.ingress.kubernetes.io/whitelist-source-range: 198.51.100.0/24 }, name: shelf,", "~ store/shelf by Ingress shelf 80: works from anywhere -> works from 198.51.100.0-198.51.100.255")]
    [InlineData("      containers:\n      - name: shelf", "      hostNetwork: true\n      containers:\n      - name: shelf", "~ store/stock:7000 for store/shelf[Deployment]: works -> unknown")]
    [InlineData("path: /,", "path: /buy,", "+ store/shelf by Ingress shelf store.example.org/buy")]
    [InlineData("  ingress:\n  - from:\n    - podSelector: { matchLabels: { app: shelf } }\n    ports:\n    - port: 7001\n", "  ingress: []\n", "- store/shelf[Deployment] -> store/stock[Deployment]: TCP 7001 -> none")]
    public void What_breaks_or_opens_is_named_with_its_line(string before, string after, string expected)
    {
        var changed = Replaced(before, after);
        var index = changed.Zip(Store).TakeWhile(p => p.First == p.Second).Count();
        var line = changed.Take(index).Count(c => c == '\n') + 1;

        // What else the same pull request changes has nothing to do with it.
        var found = Found(Store + Beside, changed + Beside.Replace("port: 1 ", "port: 2 ", StringComparison.Ordinal).Replace("other/image", "another/image", StringComparison.Ordinal).Replace("owner: a", "owner: b", StringComparison.Ordinal));
        var change = Assert.Single(found, f => f.Text.StartsWith(expected, StringComparison.Ordinal));
        Assert.NotEmpty(change.Because);
        foreach (var (text, because) in found.Where(f => !f.Text.Contains("aside", StringComparison.Ordinal)))
        {
            // Who misses a name is told after what became of it.
            Assert.All(text.EndsWith(" name", StringComparison.Ordinal) || text.EndsWith(" port", StringComparison.Ordinal) ? because.Take(1) : because, b => Assert.True(Math.Abs(b.Span.StartPosition.Line - line) <= 2, $"{text}: {b.Policy} at {b.Span.StartPosition.Line}, not {line}"));
        }
    }

    [Fact]
    public void A_new_policy_and_one_that_is_gone_are_named_at_their_own_lines()
    {
        var closed = Store + DefaultDeny;
        var lost = Found(Store, closed).Single(f => f.Text == "- store/shelf[Deployment] -> store/stock[Deployment]: TCP 7001 -> none");
        Assert.Contains(lost.Because, b => b.Policy == "NetworkPolicy store/closed");
        var opened = Found(Store, Store[..Store.IndexOf(Last, StringComparison.Ordinal)]).Single(f => f.Text == "+ store/stock[Deployment] -> store/shelf[Deployment]: none -> all ports");
        Assert.Contains(opened.Because, b => b.Policy == "NetworkPolicy store/shelf");
    }

    [Fact]
    public void Of_two_changes_each_is_named_where_it_counts()
    {
        const string Rules = "    ports:\n    - port: 7001\n  - from:\n    - ipBlock: { cidr: 198.51.100.0/24, except: [198.51.100.0/28] }\n";
        var before = Replaced("    ports:\n    - port: 7001\n", Rules);
        var found = Found(before, before.Replace("198.51.100.0/28", "198.51.100.128/28", StringComparison.Ordinal).Replace("targetPort: api", "targetPort: 9000", StringComparison.Ordinal));
        Assert.All(found.Single(f => f.Text == "~ store/stock:7000 for store/shelf[Deployment]: works -> wrong port").Because, b => Assert.Equal("Service store/stock", b.Policy));
        Assert.All(found.Where(f => f.Text.Contains("198.51.100", StringComparison.Ordinal)).SelectMany(f => f.Because), b => Assert.Equal("NetworkPolicy store/stock", b.Policy));

        // Of several peers the one that matches.
        const string Peers = "- podSelector: { matchLabels: { app: shelf } }\n    - podSelector: { matchLabels: { app: nobody } }";
        before = Replaced("- podSelector: { matchLabels: { app: shelf } }", Peers);
        var lost = Found(before, before.Replace("app: nobody", "app: none", StringComparison.Ordinal).Replace("- podSelector: { matchLabels: { app: shelf } }", "- podSelector: { matchLabels: { app: shlef } }", StringComparison.Ordinal));
        Assert.Single(lost.Single(f => f.Text == "- store/shelf[Deployment] -> store/stock[Deployment]: TCP 7001 -> none").Because);
    }

    [Fact]
    public void A_new_client_that_does_not_get_through_is_named_where_it_says_whom_it_wants()
    {
        var after = Store + """
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: { name: count, namespace: store }
            spec:
              template:
                metadata: { labels: { app: count } }
                spec:
                  containers: [{ name: a, image: a, env: [{ name: STOCK, value: "stock:7000" }] }]

            """;
        var blocked = Assert.Single(Found(Store, after), f => f.Text == "+ store/stock:7000 for store/count[Job]:  -> blocked");
        Assert.Equal(after.Split('\n').ToList().FindIndex(l => l.Contains("stock:7000\" }] }]", StringComparison.Ordinal)) + 1, blocked.Because[0].Span.StartPosition.Line);
    }

    [Fact]
    public void What_moved_to_another_namespace_is_named_there()
    {
        const string Before = "kind: Deployment\nmetadata: { name: stock, namespace: store }";
        var found = Found(Store, Replaced(Before, "kind: Deployment\nmetadata:\n  name: stock\n  namespace: edge"));
        var line = Store[..Store.IndexOf(Before, StringComparison.Ordinal)].Count(c => c == '\n') + 4;
        Assert.Equal(line, found.First(f => f.Text.StartsWith("+ edge/stock", StringComparison.Ordinal)).Because[0].Span.StartPosition.Line);
    }

    [Theory]
    [InlineData("- port: 7001", "- { protocol: TCP, port: 7001 } # what it was")]
    [InlineData("- port: 7001", "- port: api")]
    [InlineData("- port: http", "- port: 8080")]
    [InlineData("targetPort: http", "targetPort: 8080")]
    [InlineData("targetPort: http", "targetPort: http\n    protocol: TCP")]
    [InlineData("  selector: { app: shelf }\n", "  type: ClusterIP\n  sessionAffinity: None\n  internalTrafficPolicy: Cluster\n  selector: { app: shelf }\n")]
    [InlineData("podSelector: { matchLabels: { app: stock } }", "podSelector: { matchExpressions: [{ key: app, operator: In, values: [stock] }] }")]
    [InlineData("podSelector: { matchLabels: { app: shelf } }\n  ingress", "podSelector: { matchLabels: { app: shelf } }\n  policyTypes: [Ingress]\n  ingress")]
    [InlineData("- podSelector: { matchLabels: { app: shelf } }", "- podSelector: { matchLabels: { app: nobody } }\n    - podSelector: { matchLabels: { app: shelf } }")]
    [InlineData("labels: { team: red }", "labels: { kubernetes.io/metadata.name: store, team: red }")]
    [InlineData("image: example/shelf:1", "image: example/shelf:2")]
    [InlineData("metadata: { labels: { app: shelf } }", "metadata: { labels: { app: shelf, version: \"2\" } }")]
    [InlineData("kind: NetworkPolicy\nmetadata: { name: stock,", "kind: NetworkPolicy\nmetadata: { name: only-shelf,")]
    [InlineData("kind: Deployment\nmetadata: { name: stock,", "kind: Deployment\nmetadata: { name: warehouse,")]
    [InlineData("kind: Ingress\n", "kind: Ingress # the way in\n")]
    [InlineData("replicas: 2", "replicas: 2\n  minReadySeconds: 5")]
    public void What_means_the_same_is_nothing(string before, string after) => Assert.Empty(Found(Store, Replaced(before, after)));

    [Fact]
    public void Order_of_documents_further_policies_and_another_file_are_nothing()
    {
        var documents = Store.Split("---\n");
        Assert.Empty(Found(Store, string.Join("---\n", documents.Reverse())));
        Assert.Empty(Found(Store, Store + DefaultDeny.Replace("podSelector: {}, policyTypes: [Ingress, Egress]", "podSelector: { matchLabels: { app: stock } }, policyTypes: [Ingress]", StringComparison.Ordinal)));
        Assert.True(ClusterChange.Between(Unit([("a.yaml", Store)]), Unit([.. documents.Select((d, i) => ($"{i}.yaml", d))])).IsNothing);
    }

    [SkippableFact]
    public void Pull_requests_of_others_are_named_with_the_lines_that_experts_named()
    {
        var folder = SharedFolder.Require("field2");
        var read = 0;
        foreach (var row in File.ReadLines(Path.Combine(folder, "expected-pr.tsv")).Where(l => !l.StartsWith('#') && l.Length > 0).Select(l => l.Split('\t')))
        {
            var change = ClusterChange.Between(Files(Path.Combine(folder, row[0], "before")), Files(Path.Combine(folder, row[0], "after")));
            var places = row[7].Split(',').Select(l => (File: l.Contains(':') ? l.Split(':')[0] : row[6], Line: int.Parse(l.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture))).ToArray();
            var type = row[2] == "gained" ? "+~" : "-~";
            var because = All(change).Where(c => type.Contains(c.Text[0], StringComparison.Ordinal)).SelectMany(c => c.Because);
            Assert.True(because.Any(b => places.Any(p => p.File == b.Span.Source.Path && Math.Abs(p.Line - b.Span.StartPosition.Line) <= 1)), row[0]);
            read++;
        }

        Assert.True(read > 0);
    }

    private static DeploymentUnit Files(string folder) => Unit([.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllText(f)))]);

    private static string Replaced(string before, string after)
    {
        Assert.Contains(before, Store, StringComparison.Ordinal);
        var index = Store.IndexOf(before, StringComparison.Ordinal);
        return string.Concat(Store.AsSpan(0, index), after, Store.AsSpan(index + before.Length));
    }

    private static (string Text, IReadOnlyList<PolicyCause> Because)[] Found(string before, string after) =>
        [.. All(ClusterChange.Between(Unit([("store.yaml", before)]), Unit([("store.yaml", after)])))];

    private static IEnumerable<(string Text, IReadOnlyList<PolicyCause> Because)> All(ClusterChange change) =>
        change.Connections.Select(c => ($"{Sign(c.Type)} {c.Source} -> {c.Destination}: {c.Before} -> {c.After}", c.Because))
            .Concat(change.Services.Select(s => ($"{Sign(s.Type)} {s.Service}:{s.Port}{(s.Source is null ? "" : $" for {s.Source}")}: {s.Before} -> {s.After}", s.Because)))
            .Concat(change.Names.Select(n => ($"{Sign(n.Type)} {n.Source}: {n.Name}:{n.Port} {(n.IsPort ? "port" : "name")}", n.Because)))
            .Concat(change.Exposure.Select(e => ($"{Sign(e.Type)} {e.Service} by {e.Via} {e.Port}: {e.Before} -> {e.After}", e.Because)));

    private static char Sign(ChangeType type) => type switch { ChangeType.Added => '+', ChangeType.Removed => '-', _ => '~' };

    private static DeploymentUnit Unit((string Path, string Text)[] files) => new(
        "test", UnitKind.Named, new ClusterFacts(), [.. files.SelectMany(f => Linter.Parse(new SourceText(f.Path, f.Text)).Objects).Select(o => ApiDefaults.Apply(o, null))], [], [.. files.Select(f => f.Path)]);
}
