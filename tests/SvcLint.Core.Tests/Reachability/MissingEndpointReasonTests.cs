using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>Why a Service has no endpoint, where pods that it selects are there.</summary>
public sealed class MissingEndpointReasonTests
{
    private const string Running = "status: { phase: Running, podIP: 10.244.1.5, podIPs: [{ ip: 10.244.1.5 }], conditions: [{ type: Ready, status: 'True' }] }";

    [Theory]
    [InlineData("", Running, "node-a", "Allowed")]
    [InlineData("", Running, "node-z", "Pod web is on node node-z, and the input has no such Node")]
    [InlineData("", "status: { phase: Running, podIP: 'fd00::5', podIPs: [{ ip: 'fd00::5' }], conditions: [{ type: Ready, status: 'True' }] }", "node-a", "Pod web has no IPv4 address")]
    [InlineData("", "status: { phase: Pending }", "node-a", "Pod web has no address yet (Pending)")]
    [InlineData("", "status: { phase: Succeeded, podIP: 10.244.1.5 }", "node-a", "Pod web has finished")]
    [InlineData(Other, Running, "node-a", "no EndpointSlice of the input holds Pod web")]
    public void A_pod_of_a_dump_says_it_itself(string slice, string status, string node, string expected)
    {
        var trace = Trace(Units.Nodes + Service + Client + $$"""
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop, labels: { app: web } }
            spec: { nodeName: {{node}}, containers: [{ name: c, image: x, ports: [{ containerPort: 80 }] }] }
            {{status}}

            """ + slice, "pod/shop/client");
        Assert.Contains(expected == "Allowed" ? "it reaches port 80" : $"Service shop/web has no endpoint: {expected}", trace.Decisive.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("no pod of the input", trace.Decisive.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: tick, namespace: shop }\nspec: { schedule: '* * * * *', jobTemplate: { spec: { template: POD } } }\n", "CronJob tick runs such pods at times only")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { replicas: 0, selector: { matchLabels: { app: web } }, template: POD }\n", "Deployment web is scaled to 0 replicas")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { selector: { matchLabels: { app: wbe } }, template: POD }\n", "no pod of the input has app=web")]
    public void What_makes_the_pods_says_why_there_are_none(string workload, string expected)
    {
        var label = expected.StartsWith("no pod", StringComparison.Ordinal) ? "wbe" : "web";
        var trace = Trace(Service + Caller + "---\n" + workload.Replace("POD", $"{{ metadata: {{ labels: {{ app: {label} }} }}, spec: {{ restartPolicy: Never, containers: [{{ name: c, image: x }}] }} }}", StringComparison.Ordinal), "workload/shop/caller");
        Assert.Contains($"Service shop/web has no endpoint: {expected}", trace.Decisive.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_that_has_another_address_than_the_slice_says_is_declared_all_the_same()
    {
        var trace = Trace(Units.Nodes + Service + Client + $$"""
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop, labels: { app: web } }
            spec: { nodeName: node-a, containers: [{ name: c, image: x, ports: [{ containerPort: 80 }] }] }
            {{Running}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: p, namespace: shop }
            spec: { podSelector: {}, policyTypes: [Ingress] }

            """ + Slice("web", "10.244.1.250"), "pod/shop/client");
        Assert.Contains("the pod at 10.244.1.250 (pod shop/web, which the slice names, has 10.244.1.5)", trace.Decisive.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("does not declare pod shop/web", trace.Decisive.Why, StringComparison.Ordinal);
    }

    private const string Service = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { clusterIP: 10.96.0.5, clusterIPs: [10.96.0.5], ipFamilies: [IPv4], selector: { app: web }, ports: [{ port: 80, targetPort: 80 }] }

        """;

    private const string Caller = """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: caller, namespace: shop }
        spec: { selector: { matchLabels: { app: caller } }, template: { metadata: { labels: { app: caller } }, spec: { containers: [{ name: c, image: x }] } } }

        """;

    private const string Other = """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: other-1, namespace: shop, labels: { kubernetes.io/service-name: other, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io } }
        addressType: IPv4
        endpoints: [{ addresses: [10.244.1.9], conditions: { ready: true }, targetRef: { kind: Pod, namespace: shop, name: client } }]
        ports: [{ name: "", port: 80, protocol: TCP }]

        """;

    private static readonly string Client = Units.Pod("client", "shop", "10.244.1.9", "node-a", "ports: []");

    private static string Slice(string service, string address) => $$"""
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: {{service}}-1, namespace: shop, labels: { kubernetes.io/service-name: {{service}}, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io } }
        addressType: IPv4
        endpoints: [{ addresses: [{{address}}], nodeName: node-a, conditions: { ready: true }, targetRef: { kind: Pod, namespace: shop, name: web } }]
        ports: [{ name: "", port: 80, protocol: TCP }]

        """;

    private static ConnectionTrace Trace(string yaml, string from) =>
        ConnectionTracer.Trace(Units.Of(yaml), new ConnectionQuestion { From = from, To = "service/shop/web:80" }) is { Problem: null, Value: { } trace } ? trace : throw new InvalidOperationException();
}
