using SvcLint.Config;
using SvcLint.Reachability;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What svclint writes holds when it is read back, whatever the names are.</summary>
public sealed class WrittenAssertionsTests
{
    private const int Clusters = 300;

    private static readonly string[] Odd = ["\"", "'", "\\", "#", " #", ": ", ",", "->", "[", "]", "/", "=", "*", "\t", "\u0085", "é", " ", "a", "web", "-", ".", "internet", "service/", "10.0.0.0/8", "&x", "%"];
    private static readonly string[] Namespaces = ["service", "workload", "namespace", "node", "internet", "shop"];

    [Fact]
    public void Written_assertions_hold_when_they_are_read_back_whatever_the_names()
    {
        for (var seed = 0; seed < Clusters; seed++)
        {
            var random = new Random(seed);
            var cluster = Connectivity.Of(Units.Of(Yaml(random)));
            var unit = Name(random);
            var text = "connections:\n" + AssertionWriter.Of(cluster, unit);

            foreach (var assertions in new[] { OfFile(text), OfConfiguration(text), OfFile(text["connections:\n".Length..]) })
            {
                Assert.Equal(text.Split("\n  - ").Length - 1, assertions.Count);
                Assert.All(assertions, a => Assert.Equal(unit, a.Unit));
                Assert.All(assertions, a => Assert.True(AssertionCheck.Of(a, cluster).State == AssertionState.Holds, $"seed {seed}: {AssertionCheck.Of(a, cluster).Message}\n{text}"));
            }
        }
    }

    /// <summary>Policies that keep out one, or that open a port of its own to each: the lock grows with the workloads, not with their pairs.</summary>
    [Theory]
    [InlineData("podSelector: { matchLabels: { app: w# } }, ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [w@] }] } }] }]")]
    [InlineData("podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: w# } } }], ports: [{ port: 10# }] }]")]
    public void A_lock_is_as_long_as_the_cluster(string spec)
    {
        string Text(int count) => string.Concat(Enumerable.Range(0, count).Select(i => Units.Pod($"w{i}", "shop", $"10.1.0.{i + 1}", "a")
            + $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {"{"} name: p{i}, namespace: shop {"}"}\nspec: {"{"} {spec.Replace("#", $"{i}", StringComparison.Ordinal).Replace("@", $"{(i + 1) % count}", StringComparison.Ordinal)} {"}"}\n"));
        var (small, large) = (Connectivity.Of(Units.Of(Text(20))), Connectivity.Of(Units.Of(Text(60))));
        var (few, many) = (AssertionWriter.Of(small), AssertionWriter.Of(large));

        Assert.InRange(many.Length, few.Length, few.Length * 4);
        Assert.All(OfFile(many), a => Assert.Equal(AssertionState.Holds, AssertionCheck.Of(a, large).State));
        Assert.Contains("!shop/w", many, StringComparison.Ordinal);
    }

    /// <summary>Who is taken from the others is neither asked for nor let through.</summary>
    [Theory]
    [InlineData("allow: shop/*, !shop/c -> shop/a", AssertionState.Holds)]
    [InlineData("allow: shop/* -> shop/a", AssertionState.Violated)]
    [InlineData("only: shop/*, !shop/b -> shop/a", AssertionState.Violated)]
    [InlineData("only: shop/*, !shop/c -> shop/a", AssertionState.Holds)]
    [InlineData("deny: shop/c -> shop/*, !shop/b, !shop/c", AssertionState.Holds)]
    public void An_end_may_be_taken_from_the_others(string line, AssertionState state)
    {
        var cluster = Connectivity.Of(Units.Of(Units.Pod("a", "shop", "10.1.0.1", "a") + Units.Pod("b", "shop", "10.1.0.2", "a") + Units.Pod("c", "shop", "10.1.0.3", "a")
            + "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p, namespace: shop }\nspec: { podSelector: { matchLabels: { app: a } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: b } } }] }] }\n"));
        Assert.Equal(state, AssertionCheck.Of(Assert.Single(OfFile(line)), cluster).State);
    }

    /// <summary>A port that TCP and UDP share, a headless Service and one that sends to other ports than its own.</summary>
    [Theory]
    [InlineData("ports: [{ name: t, port: 53 }, { name: u, port: 53, protocol: UDP }]", 53, "53/TCP")]
    [InlineData("ports: [{ port: 53, protocol: UDP }]", 53, "53/UDP")]
    [InlineData("ports: [{ port: 80, targetPort: 53 }]", 80, "80")]
    [InlineData("clusterIP: None, ports: [{ port: 80, targetPort: 53 }]", 53, null)]
    [InlineData("clusterIP: None, ports: [{ port: 53 }]", 53, "53")]
    [InlineData("clusterIP: None, ports: [{ port: 80, targetPort: 53 }]", 80, null)]
    public void Who_uses_a_Service_keeps_reaching_it_at_the_port_that_it_asks_for(string spec, int asked, string? written)
    {
        var cluster = Connectivity.Of(Units.Of(
            Units.Pod("web", "shop", "10.1.0.1", "a", $"env: [{{ name: DNS, value: \"http://dns:{asked}\" }}]")
            + Units.Pod("dns", "shop", "10.1.0.2", "a", "ports: [{ containerPort: 53 }, { containerPort: 53, protocol: UDP }]") + $$"""
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: dns, namespace: shop }
            spec: { selector: { app: dns }, {{spec}} }
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: dns, namespace: shop }
            spec: { podSelector: { matchLabels: { app: dns } }, ingress: [{ ports: [{ port: 53 }, { port: 53, protocol: UDP }] }] }

            """));

        var lines = OfFile("connections:\n" + AssertionWriter.Of(cluster)).Where(a => a.Destinations[0].StartsWith("service/", StringComparison.Ordinal)).ToArray();

        Assert.Equal(written is null ? [] : [$"service/shop/dns:{written}"], lines.SelectMany(l => l.Destinations));
        Assert.All(lines, a => Assert.Equal(AssertionState.Holds, AssertionCheck.Of(a, cluster).State));
    }

    private static IReadOnlyList<ConnectionAssertion> OfFile(string text)
    {
        var problems = new List<ConfigurationProblem>();
        var assertions = AssertionFile.Read(new SourceText("a.yaml", text), problems);
        Assert.True(problems.Count == 0, $"{problems.FirstOrDefault()?.Message}\n{text}");
        return assertions;
    }

    private static IReadOnlyList<ConnectionAssertion> OfConfiguration(string text)
    {
        var read = ConfigurationReader.Read(new SourceText("svclint.yaml", text), [], _ => null);
        Assert.True(read.Problems.Count == 0, text);
        return read.Configuration.Connections;
    }

    private static string Yaml(Random random)
    {
        var pods = Enumerable.Range(0, 5).Select(i => (Name: random.Next(2) == 0 ? $"p{i}" : $"p{i}" + Name(random), Namespace: random.Next(8) == 0 ? Name(random) : Namespaces[random.Next(Namespaces.Length)])).ToArray();
        return string.Concat(pods.Select((p, i) => $$"""
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: {{YamlEdit.Quoted(p.Name)}}, namespace: {{YamlEdit.Quoted(p.Namespace)}}, labels: { app: p{{i}} } }
            spec: { containers: [{ name: a, image: a, ports: [{ containerPort: 80 }], env: [{ name: PEER, value: "http://s{{(i + 1) % 5}}:80" }] }] }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: s{{i}}, namespace: {{YamlEdit.Quoted(p.Namespace)}} }
            spec: { selector: { app: p{{i}} }, ports: [{ port: 80 }] }

            """)) + $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: a, namespace: {{YamlEdit.Quoted(pods[0].Namespace)}} }
            spec: { podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ from: [{ podSelector: {} }, { podSelector: { matchLabels: { app: p1 } }, namespaceSelector: {} }], ports: [{ port: {{random.Next(79, 82)}} }] }] }
            ---
            apiVersion: v1
            kind: Namespace
            metadata: { name: {{YamlEdit.Quoted(pods[0].Namespace)}} }

            """;
    }

    private static string Name(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Odd[random.Next(Odd.Length)])).Trim() is { Length: > 0 } name ? name : "x";
}
