using SvcLint.Change;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What outside reaches, where policies admit ranges of addresses.</summary>
public sealed class ExposuresTests
{
    private static readonly string Web = Units.Pod("web", "shop", "10.1.0.1", "a", "ports: [{ containerPort: 8080 }]");

    private const string Ingress = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: web, namespace: shop }
        spec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }

        """;

    private const string Node = """
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: one }
        status: { addresses: [{ type: InternalIP, address: 198.51.100.7 }] }

        """;

    [Theory]
    [InlineData("", ServiceState.Blocked)]
    [InlineData("{ podSelector: {} }", ServiceState.Blocked)]
    [InlineData("{ ipBlock: { cidr: 130.211.0.0/22 } }, { ipBlock: { cidr: 35.191.0.0/16 } }", ServiceState.Unknown)]
    [InlineData("{ ipBlock: { cidr: 10.0.0.0/16 } }", ServiceState.Unknown)]
    [InlineData("{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }", ServiceState.Unknown)]
    [InlineData("{ namespaceSelector: {} }", ServiceState.Works)]
    public void A_controller_that_is_not_in_the_input_is_blocked_only_where_policies_admit_no_address(string peers, ServiceState expected)
    {
        var rule = peers.Length == 0 ? "" : $"{{ from: [{peers}] }}";
        foreach (var nodes in new[] { "", Node })
        {
            Assert.Equal(expected, Assert.Single(Ways(Web + Ingress + nodes + Policy($"[{rule}]"))).State);
        }
    }

    [Theory]
    [InlineData("198.51.100.0/24", "198.51.100.0/25, 198.51.100.128/25")]
    [InlineData("198.51.100.0/24", "198.51.100.128/25, 198.51.100.0/25, 198.51.100.7/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/1, 128.0.0.0/1")]
    public void Ranges_that_hold_the_same_addresses_are_the_same(string one, string other)
    {
        Assert.Equal(Ways(Balanced(one, "198.51.0.0/16")).Select(Words), Ways(Balanced(other, "198.51.0.0/16")).Select(Words));
        Assert.Equal(Ways(Balanced("198.51.0.0/16", one)).Select(Words), Ways(Balanced("198.51.0.0/16", other)).Select(Words));
        Assert.True(ClusterChange.Between(Units.Of(Balanced(one, "198.51.0.0/16")), Units.Of(Balanced(other, "198.51.0.0/16"))).Exposure.Count == 0);
    }

    [Fact]
    public void With_the_policy_Local_clients_are_those_whom_both_admit()
    {
        Assert.Equal("Works 198.51.100.0-198.51.100.127", Words(Ways(Balanced("198.51.100.0/25", "198.51.100.0/24")).First(w => w.Via == "LoadBalancer")));
        Assert.Equal("Blocked 203.0.113.0-203.0.113.255", Words(Ways(Balanced("198.51.100.0/25", "203.0.113.0/24")).First(w => w.Via == "LoadBalancer")));
    }

    private static readonly string Controllers = """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: nginx, namespace: edge }
        spec: { template: { metadata: { labels: { app: nginx } }, spec: { containers: [{ name: c, image: "registry.k8s.io/ingress-nginx/controller:v1.11.2" }] } } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: traefik, namespace: edge }
        spec: { template: { metadata: { labels: { app: traefik } }, spec: { containers: [{ name: c, image: "traefik:3.1" }] } } }
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: { name: public }
        spec: { controller: k8s.io/ingress-nginx }
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: { name: balanced }
        spec: { controller: ingress.k8s.aws/alb }

        """;

    [Theory]
    [InlineData("", "edge/nginx[Deployment], edge/traefik[Deployment]")]
    [InlineData("nginx", "edge/nginx[Deployment]")]
    [InlineData("traefik-internal", "edge/traefik[Deployment]")]
    [InlineData("public", "edge/nginx[Deployment]")]
    [InlineData("balanced", ReachEnds.IngressControllerName)]
    [InlineData("gce", ReachEnds.IngressControllerName)]
    [InlineData("gce-internal", ReachEnds.IngressControllerName)]
    [InlineData("alb", ReachEnds.IngressControllerName)]
    [InlineData("azure/application-gateway", ReachEnds.IngressControllerName)]
    [InlineData("kong", ReachEnds.IngressControllerName)]
    [InlineData("our-own", "edge/nginx[Deployment], edge/traefik[Deployment]")]
    public void The_controller_of_a_class_sends_for_it(string name, string expected)
    {
        foreach (var yaml in name.Length == 0 ? [Ingress] : new[] { Ingress.Replace("spec: { defaultBackend", $"spec: {{ ingressClassName: {name}, defaultBackend", StringComparison.Ordinal), Ingress.Replace("metadata: { name: web, namespace: shop }\nspec: { defaultBackend", $"metadata: {{ name: web, namespace: shop, annotations: {{ kubernetes.io/ingress.class: {name} }} }}\nspec: {{ defaultBackend", StringComparison.Ordinal) })
        {
            Assert.Equal(expected, string.Join(", ", Connectivity.Of(Units.Of(Web + yaml + Controllers)).Entries.All.Select(e => e.From.Name)));
        }
    }

    [Theory]
    [InlineData("gateway: made", "parentRefs: [{ name: made }]", "shop/made[Pod]")]
    [InlineData("gatewayClassName: traefik", "parentRefs: [{ name: entry }]", "edge/traefik[Deployment]")]
    [InlineData("gatewayClassName: gke-l7-global-external-managed", "parentRefs: [{ name: entry }]", ReachEnds.IngressControllerName)]
    [InlineData("gatewayClassName: traefik", "parentRefs: [{ name: web, kind: Service, group: \"\" }]", "")]
    public void The_Gateway_of_a_route_sends_for_it(string gateway, string parents, string expected)
    {
        var made = Units.Pod("made", "shop", "10.1.0.9", "a").Replace("labels: { app: made }", "labels: { gateway.networking.k8s.io/gateway-name: made }", StringComparison.Ordinal);
        var cluster = Connectivity.Of(Units.Of(Web + Ingress[..Ingress.IndexOf("---\napiVersion: networking", StringComparison.Ordinal)] + Controllers + made + $$"""
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: { name: entry, namespace: shop }
            spec: { {{(gateway.StartsWith("gatewayClassName", StringComparison.Ordinal) ? gateway : "gatewayClassName: x")}} }
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: { name: web, namespace: shop }
            spec: { {{parents}}, rules: [{ backendRefs: [{ name: web, port: 80 }] }] }

            """));
        Assert.Equal(expected, string.Join(", ", cluster.Entries.All.Select(e => e.From.Name)));
    }

    private const string Service = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }

        """;

    // What carries no traffic exposes nothing; a Gateway that is not in the input may be anywhere.
    [Theory]
    [InlineData("parentRefs: [{ name: entry }]", "name: web, port: 80", true)]
    [InlineData("parentRefs: [{ name: elsewhere }]", "name: web, port: 80", true)]
    [InlineData("parentRefs: [{ name: entry, sectionName: http }]", "name: web, port: 80, weight: 1", true)]
    [InlineData("parentRefs: [{ name: entry, sectionName: htpp }]", "name: web, port: 80", false)]
    [InlineData("parentRefs: [{ name: entry, port: 8443 }]", "name: web, port: 80", false)]
    [InlineData("parentRefs: [{ name: entry, sectionName: htpp }, { name: entry }]", "name: web, port: 80", true)]
    [InlineData("parentRefs: [{ name: entry }], hostnames: [web.example.org]", "name: web, port: 80", false)]
    [InlineData("parentRefs: [{ name: entry }], hostnames: [web.example.com]", "name: web, port: 80", true)]
    [InlineData("parentRefs: [{ name: closed, namespace: edge }]", "name: web, port: 80", false)]
    [InlineData("parentRefs: [{ name: entry }]", "name: web, port: 80, weight: 0", false)]
    [InlineData("parentRefs: [{ name: entry }]", "name: web", false)]
    [InlineData("parentRefs: [{ name: entry }]", "name: far, namespace: granted, port: 80", true)]
    [InlineData("parentRefs: [{ name: entry }]", "name: far, namespace: alien, port: 80", false)]
    public void A_route_exposes_the_Services_to_which_it_brings_requests(string spec, string backend, bool isExposed)
    {
        var far = Service.Replace("name: web", "name: far", StringComparison.Ordinal);
        var ways = Ways(Web + Service + far.Replace("shop", "granted", StringComparison.Ordinal) + far.Replace("shop", "alien", StringComparison.Ordinal) + $$"""
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: { name: entry, namespace: shop }
            spec: { gatewayClassName: x, listeners: [{ name: http, port: 80, protocol: HTTP, hostname: "*.example.com" }] }
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: { name: closed, namespace: edge }
            spec: { gatewayClassName: x, listeners: [{ name: http, port: 80, protocol: HTTP }] }
            ---
            apiVersion: gateway.networking.k8s.io/v1beta1
            kind: ReferenceGrant
            metadata: { name: routes, namespace: granted }
            spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }], to: [{ group: "", kind: Service }] }
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: { name: web, namespace: shop }
            spec: { {{spec}}, rules: [{ backendRefs: [{ {{backend}} }] }] }

            """);
        Assert.Equal(isExposed ? ["HTTPRoute"] : [], ways.Select(w => w.Via));
    }

    [Theory]
    [InlineData("envoy", ReachEnds.IngressControllerName)]
    [InlineData("nginx", "edge/nginx[Deployment]")]
    [InlineData("our-traefik", "edge/traefik[Deployment]")]
    public void A_controller_of_Ingresses_serves_a_Gateway_only_where_its_class_says_so(string name, string expected)
    {
        var cluster = Connectivity.Of(Units.Of(Web + Service + Controllers + $$"""
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: { name: entry, namespace: shop }
            spec: { gatewayClassName: {{name}}, listeners: [{ name: http, port: 80, protocol: HTTP }] }
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: { name: web, namespace: shop }
            spec: { parentRefs: [{ name: entry }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }

            """));
        Assert.Equal(expected, Assert.Single(cluster.Entries.All).From.Name);
    }

    [Theory]
    [InlineData("", "", "0.0.0.0-255.255.255.255")]
    [InlineData("198.51.100.0/24", "", "198.51.100.0-198.51.100.255")]
    [InlineData("198.51.100.0/24, 203.0.113.7/32", "", "198.51.100.0-198.51.100.255,203.0.113.7-203.0.113.7")]
    [InlineData("198.51.100.0/24", "203.0.113.0/24", "203.0.113.0-203.0.113.255")]
    public void The_annotation_of_source_ranges_counts_where_the_field_is_empty(string annotation, string field, string expected)
    {
        var service = Service.Replace("namespace: shop }", $"namespace: shop, annotations: {{ service.beta.kubernetes.io/load-balancer-source-ranges: \"{annotation}\" }} }}", StringComparison.Ordinal)
            .Replace("spec: { selector", $"spec: {{ type: LoadBalancer, loadBalancerSourceRanges: [{field}], selector", StringComparison.Ordinal);
        Assert.Equal(expected, Ways(Web + service).Single(w => w.Via == "LoadBalancer").SourceName);
    }

    private static string Words(Exposure way) => $"{way.State} {way.SourceName}";

    private static Exposure[] Ways(string yaml) => [.. new Exposures(Connectivity.Of(Units.Of(yaml))).All(_ => true)];

    private static string Balanced(string admitted, string ranges) => Web + $$"""
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { type: LoadBalancer, externalTrafficPolicy: Local, selector: { app: web }, loadBalancerSourceRanges: [{{ranges}}], ports: [{ port: 80, targetPort: 8080 }] }

        """ + Policy($"[{{ from: [{string.Join(", ", admitted.Split(", ").Select(r => $"{{ ipBlock: {{ cidr: {r} }} }}"))}] }}]");

    private static string Policy(string ingress) => $$"""
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: web, namespace: shop }
        spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress], ingress: {{ingress}} }

        """;
}
