namespace SvcLint.Cli.Tests.Commands;

/// <summary>What --from and --to choose of the ways from outside, and what --why says of a workload and itself.</summary>
public sealed class ReachSelectionTests
{
    private const string Exposed = """
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec:
          type: LoadBalancer
          allocateLoadBalancerNodePorts: false
          loadBalancerSourceRanges: [203.0.113.0/24]
          selector: { app: web }
          ports: [{ name: http, port: 80, targetPort: 8080 }, { name: tls, port: 443, targetPort: 8080 }]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: web }
        spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 443 } } } }] } }] }
        ---

        """;

    [Theory]
    [InlineData("203.0.113.7", "service/default/web:80", "by LoadBalancer, port 80: works from 203.0.113.7-203.0.113.7\n")]
    [InlineData("8.8.8.8", "service/default/web:443", "by Ingress web, port 443: works from 8.8.8.8-8.8.8.8\n")]
    [InlineData("8.8.8.8", "service/default/web:80", "")]
    [InlineData("internet", "service/default/web:443", "by LoadBalancer, port 443: works from 203.0.113.0-203.0.113.255\n", "by Ingress web, port 443: works from 0.0.0.0-255.255.255.255\n")]
    public void Ways_from_outside_are_those_of_the_addresses_and_the_port(string from, string to, params string[] ways)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Exposed + Manifests.Deployment("web", "http"));

        var output = scratch.Lint("reach", "--from", from, "--to", to).Output;

        var exposed = output.Contains("Exposed\n", StringComparison.Ordinal) ? output[(output.IndexOf("Exposed\n", StringComparison.Ordinal) + "Exposed\n".Length)..] : "";
        Assert.Equal(string.Concat(ways.Where(w => w.Length > 0).Select(w => "  default/web " + w)), exposed);
    }

    [Fact]
    public void A_route_through_a_Gateway_of_others_says_so()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "http", "http") + """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: { name: web }
            spec: { parentRefs: [{ name: edge, namespace: infra }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }

            """);

        Assert.Contains("by HTTPRoute web, port 80: works from 0.0.0.0-255.255.255.255 (through Gateway edge, which is not in the input)", scratch.Lint("reach").Output);
    }

    [Fact]
    public void Why_speaks_of_a_workload_and_itself()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "http", "http") + "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web }\nspec: { podSelector: {}, policyTypes: [Ingress] }\n");

        var output = scratch.Lint("reach", "--from", "default/web", "--to", "service/default/web:80", "--why").Output;

        Assert.StartsWith("default/web[Deployment] -> default/web[Deployment]\n", output);
        Assert.Contains("denied   TCP 8080\n", output);
        Assert.Contains("  this is between its pods: a single pod reaches itself, whatever NetworkPolicies say\n", output);
    }
}
