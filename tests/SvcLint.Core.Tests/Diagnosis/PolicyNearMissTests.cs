using static SvcLint.Core.Tests.Diagnosis.Dumps;

namespace SvcLint.Core.Tests.Diagnosis;

/// <summary>A connection that policies deny: which rule was meant for it, and what it lacks.</summary>
public sealed class PolicyNearMissTests
{
    private const string Namespaces = """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop, labels: { team: shop } }
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: front, labels: { kubernetes.io/metadata.name: front } }

        """;

    private static string Policy(string from, string @namespace = "shop", string type = "Ingress", string peers = "from", string ports = "") => $$"""
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: clients, namespace: {{@namespace}} }
        spec:
          podSelector: { matchLabels: { app: {{(type == "Ingress" ? "web" : "front")}} } }
          policyTypes: [{{type}}]
          {{type.ToLowerInvariant()}}: [{ {{peers}}: [{{from}}]{{ports}} }{{(type == "Egress" ? ", { ports: [{ port: 53, protocol: UDP }] }" : "")}}]

        """;

    [Theory]
    [InlineData("{ namespaceSelector: { matchLabels: { team: web } } }", "policy clients admits namespaces labelled team=web, front has no label team")]
    [InlineData("{ namespaceSelector: { matchExpressions: [{ key: team, operator: In, values: [web, app] }] } }", "policy clients admits namespaces labelled team in (web, app), front has no label team")]
    [InlineData("{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: front } }, podSelector: { matchLabels: { app: edge } } }", "policy clients admits pods labelled app=edge, those of front carry app=front")]
    [InlineData("{ podSelector: { matchLabels: { app: front } } }", "policy clients admits pods of its own namespace shop alone, front is in front")]
    [InlineData("{ podSelector: {} }", "policy clients admits pods of its own namespace shop alone, front is in front")]
    [InlineData("{ ipBlock: { cidr: 203.0.113.0/24 } }", "policy clients admits addresses 203.0.113.0/24, which those of pods are not")]
    public void The_rule_that_was_meant_is_named(string from, string expected) =>
        Assert.Equal($"shop/web: front/front cannot reach web:80: {expected}", Assert.Single(Causes(Web + Namespaces + Client("http://web.shop:80", "front") + Policy(from))));

    [Fact]
    public void An_egress_rule_that_stays_in_its_namespace_is_named() =>
        Assert.Contains("policy clients admits pods of its own namespace front alone, web is in shop", Assert.Single(Causes(Web + Namespaces + Client("http://web.shop:80", "front") + Policy("{ podSelector: {} }", "front", "Egress", "to"))), StringComparison.Ordinal);

    // Policies apply after translation: the Service's port admits nothing.
    [Fact]
    public void Who_is_admitted_at_another_port_hears_of_the_port() =>
        Assert.Contains("policy clients admits web at port 80, not at 8080, which the pods listen on", Assert.Single(Causes(Web + Namespaces + Client("http://web.shop:80", "front")
            + Policy("{ namespaceSelector: {} }", "front", "Egress", "to", ", ports: [{ port: 80 }]"))), StringComparison.Ordinal);

    [Fact]
    public void An_ingress_controller_that_is_kept_out_is_named()
    {
        const string Ingress = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: { name: web, namespace: shop }
            spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }

            """;
        var controller = Deployment("controller", "app: ingress-nginx", 1, "front") + Pod(0, "controller", "app: ingress-nginx", @namespace: "front");
        Assert.Equal(
            "shop/web: front/controller cannot reach web:80: policy clients admits pods of its own namespace shop alone, controller is in front",
            Assert.Single(Causes(Web + Namespaces + controller + Ingress + Policy("{ podSelector: {} }"))));
        Assert.Empty(Causes(Web + Namespaces + controller + Ingress + Policy("{ namespaceSelector: {} }")));
    }
}
