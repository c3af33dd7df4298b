namespace SvcLint.Cli.Tests.Commands;

/// <summary>Connections by way of an ingress controller.</summary>
public sealed class TraceRouteTests
{
    private const string Shop = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: controller, namespace: ingress }
        spec:
          selector: { matchLabels: { app.kubernetes.io/name: ingress-nginx } }
          template:
            metadata: { labels: { app.kubernetes.io/name: ingress-nginx } }
            spec: { containers: [{ name: controller, image: "registry.example/ingress:1", ports: [{ name: http, containerPort: 80 }] }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: controller, namespace: ingress }
        spec: { type: LoadBalancer, selector: { app.kubernetes.io/name: ingress-nginx }, ports: [{ name: http, port: 80, targetPort: http }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec:
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: web, image: "registry.example/web:1", ports: [{ name: http, containerPort: 8080 }] }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: web, namespace: shop }
        spec: { rules: [{ host: shop.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { name: http } } } }] } }] }

        """;

    private const string Deny = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: inside, namespace: shop }
        spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }] }] }

        """;

    [Theory]
    [InlineData("ingress/shop/web", "", 0, 2)]
    [InlineData("shop.example.com", "", 0, 2)]
    [InlineData("ingress/shop/web", Deny, 1, 2)]
    public void The_way_leads_through_the_controller(string to, string policy, int status, int hops)
    {
        using var scratch = new Scratch().Write("shop.yaml", Shop + policy);
        var run = scratch.Lint("trace", "--from", "203.0.113.9", "--to", to, "shop.yaml", "--format", "json");
        Assert.Equal((status, ""), (run.Status, run.Error));
        Assert.Equal(hops, run.Json.GetProperty("hops").GetArrayLength());
    }

    private const string Routes = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: api, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 8080 }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: paths, namespace: shop }
        spec: { rules: [{ host: "*.apps.example.com", http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }, { path: /api, pathType: Prefix, backend: { service: { name: api, port: { number: 8080 } } } }] } }] }
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: { name: edge, namespace: shop }
        spec: { gatewayClassName: any, listeners: [{ name: http, port: 80, protocol: HTTP }] }
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: edge, namespace: shop }
        spec: { parentRefs: [{ name: edge }], hostnames: [edge.example.com], rules: [{ backendRefs: [{ name: web, port: 80 }] }, { matches: [{ path: { value: /api } }], backendRefs: [{ name: api, port: 8080 }] }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: edge, namespace: shop }
        spec:
          selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: edge } }
          template:
            metadata: { labels: { gateway.networking.k8s.io/gateway-name: edge } }
            spec: { containers: [{ name: proxy, image: "registry.example/proxy:1", ports: [{ containerPort: 10080 }] }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: edge, namespace: shop }
        spec: { type: LoadBalancer, selector: { gateway.networking.k8s.io/gateway-name: edge }, ports: [{ port: 80, targetPort: 10080 }] }
        ---
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: { name: open, namespace: shop }
        spec: { host: open.example.com, to: { kind: Service, name: web }, port: { targetPort: http } }

        """;

    [Theory]
    [InlineData("http://a.apps.example.com/api/v1?x=1", "service/ingress/controller:80/TCP", "service/shop/api:8080/TCP")]
    [InlineData("http://a.apps.example.com/apis", "service/ingress/controller:80/TCP", "service/shop/web:80/TCP")]
    [InlineData("a.apps.example.com", "service/ingress/controller:80/TCP", "service/shop/web:80/TCP", "service/shop/api:8080/TCP")]
    [InlineData("https://edge.example.com/api", "service/shop/edge:80/TCP", "service/shop/api:8080/TCP")]
    [InlineData("edge.example.com", "service/shop/edge:80/TCP", "service/shop/web:80/TCP", "service/shop/api:8080/TCP")]
    [InlineData("gateway/shop/edge", "service/shop/edge:80/TCP", "service/shop/web:80/TCP", "service/shop/api:8080/TCP")]
    [InlineData("http://open.example.com/", "service/ingress/controller:80/TCP", "service/shop/web:80/TCP")]
    public void A_host_and_a_path_choose_the_backends(string to, params string[] hops)
    {
        using var scratch = new Scratch().Write("shop.yaml", Shop + Routes);
        var run = scratch.Lint("trace", "--from", "203.0.113.9", "--to", to, "shop.yaml", "--format", "json");
        Assert.Equal("", run.Error);
        Assert.Equal(hops, run.Json.GetProperty("hops").EnumerateArray().Select(h => h.GetProperty("to").GetString()));
    }

    [Fact]
    public void A_URL_of_a_Service_is_taken_without_scheme_and_path()
    {
        using var scratch = new Scratch().Write("shop.yaml", Shop);
        var run = scratch.Lint("trace", "--from", "ingress", "--to", "http://web.shop/health", "shop.yaml");
        Assert.Equal(0, run.Status);
        Assert.Contains("web.shop is Service shop/web", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_may_start_at_the_controller()
    {
        using var scratch = new Scratch().Write("shop.yaml", Shop + Deny);
        var page = scratch.Lint("trace", "--from", "ingress", "--to", "web.shop:80", "shop.yaml", "--format", "html").Output;
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Contains("<b class=\"state blocked\">DROPPED</b>", page, StringComparison.Ordinal);
        var run = scratch.Lint("trace", "--from", "ingress", "--to", "web.shop:80", "shop.yaml");
        Assert.Equal(1, run.Status);
        Assert.Contains("DROPPED: NetworkPolicy inside", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void From_outside_a_name_of_the_cluster_is_known_to_its_own_DNS_alone()
    {
        using var scratch = new Scratch().Write("shop.yaml", Shop);
        Assert.Contains("is Service ingress/controller, to whoever asks the cluster's DNS", scratch.Lint("trace", "--from", "203.0.113.9", "--to", "controller.ingress.svc.cluster.local:80", "shop.yaml").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_the_input_lacks_leaves_the_others_followed()
    {
        using var scratch = new Scratch().Write("shop.yaml", Shop + Routes.Replace("name: api, port", "name: gone, port", StringComparison.Ordinal));
        var run = scratch.Lint("trace", "--from", "203.0.113.9", "--to", "a.apps.example.com", "shop.yaml", "--format", "json");
        Assert.Equal((4, ""), (run.Status, run.Error));
        Assert.Equal(["ALLOWED", "ALLOWED", "UNKNOWN"], run.Json.GetProperty("hops").EnumerateArray().Select(h => h.GetProperty("verdict").GetString()));
        Assert.Contains("the input has no Service shop/gone", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "UNKNOWN: the input has no pods of an ingress controller")]
    [InlineData("json", "\"verdict\": \"UNKNOWN\"")]
    public void Without_the_controller_in_the_input_the_way_is_unknown(string format, string expected)
    {
        using var scratch = new Scratch().Write("shop.yaml", Shop[Shop.IndexOf("kind: Deployment\nmetadata: { name: web", StringComparison.Ordinal)..].Insert(0, "apiVersion: apps/v1\n"));
        var run = scratch.Lint("trace", "--from", "203.0.113.9", "--to", "shop.example.com", "shop.yaml", "--format", format);
        Assert.Equal((4, ""), (run.Status, run.Error));
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ingress/shop/wbe")]
    [InlineData("gateway/shop/web")]
    public void What_is_not_there_is_said(string to)
    {
        using var scratch = new Scratch().Write("shop.yaml", Shop);
        Assert.Equal(2, scratch.Lint("trace", "--from", "203.0.113.9", "--to", to, "shop.yaml").Status);
    }
}
