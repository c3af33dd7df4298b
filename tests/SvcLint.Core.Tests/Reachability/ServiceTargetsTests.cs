using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What stands behind Services for policies is what their EndpointSlices hold.</summary>
public sealed class ServiceTargetsTests
{
    private const string Two = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ name: a, port: 80, targetPort: http }, { name: b, port: 81, targetPort: 9000 }, { name: c, port: 82 }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: old, namespace: shop }
        spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web, track: old } }, spec: { containers: [{ name: a, image: a, ports: [{ name: http, containerPort: 8080 }] }] } } }
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: new, namespace: shop }
        spec: { serviceName: web, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web, track: new } }, spec: { containers: [{ name: a, image: a, ports: [{ name: http, containerPort: 9090 }] }] } } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: nameless, namespace: shop }
        spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web, track: none } }, spec: { containers: [{ name: a, image: a }] } } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: elsewhere, namespace: other }
        spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: a }] } } }

        """;

    [Fact]
    public void Names_of_ports_lead_to_each_pods_own_number()
    {
        Assert.Equal(["a new 9090", "a old 8080", "b nameless 9000", "b new 9000", "b old 9000", "c nameless 82", "c new 82", "c old 82"], Targets(Connectivity.Of(Units.Of(Two))).Select(t => t["shop/web:".Length..]));
        Assert.Equal(Targets(Connectivity.Of(Units.Of(Two))), Endpoints(Units.Of(Two)));
    }

    [Fact]
    public void Services_that_lead_to_the_same_share_it()
    {
        var cluster = Connectivity.Of(Units.Of(Two + "---\n" + Two[..Two.IndexOf("---", StringComparison.Ordinal)].Replace("name: web,", "name: web2,", StringComparison.Ordinal)));
        var (one, other) = (cluster.Targets.Find("shop", "web")!, cluster.Targets.Find("shop", "web2")!);

        Assert.Same(cluster.Targets.Behind(one), cluster.Targets.Behind(other));
        Assert.Same(cluster.Targets.Of(one, one.Spec!.Ports![0]), cluster.Targets.Of(other, other.Spec!.Ports![0]));
        Assert.NotSame(cluster.Targets.Of(one, one.Spec.Ports[0]), cluster.Targets.Of(one, one.Spec.Ports[1]));
    }

    [SkippableFact]
    public void Both_ways_to_endpoints_say_the_same_of_two_hundred_clusters()
    {
        var compared = 0;
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(SharedFolder.Require("reach"), "clusters")))
        {
            var unit = Units.Of(File.ReadAllText(Path.Combine(folder, "manifests.yaml")));
            var targets = Targets(Connectivity.Of(unit)).ToArray();
            Assert.Equal(targets, Endpoints(unit));
            compared += targets.Length;
        }

        Assert.True(compared > 500, $"{compared} only");
    }

    private const string Given = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { SELECTOR, ports: [{ name: a, port: 80, targetPort: 8080 }] }
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web } }
        addressType: IPv4
        ports: [{ name: a, port: 8080 }]
        endpoints: [ENDPOINT]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: client, namespace: shop, labels: { app: client } }
        spec: { containers: [{ name: a, image: a }] }
        status: { podIP: 10.1.0.9 }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: client, namespace: POLICY }
        spec: { podSelector: { matchLabels: { app: client } }, policyTypes: [DIRECTION] }

        """;

    /// <summary>Where the input has no pod of a Service, its slices say who the endpoints are.</summary>
    [Theory]
    [InlineData("selector: { app: web }", "{ addresses: [203.0.113.7] }", "other", "Ingress", ServiceState.Works)]
    [InlineData("type: ClusterIP", "{ addresses: [203.0.113.7] }", "other", "Ingress", ServiceState.Works)]
    [InlineData("type: ClusterIP", "{ addresses: [203.0.113.7] }", "shop", "Egress", ServiceState.Blocked)]
    [InlineData("type: ClusterIP", "{ addresses: [203.0.113.7], conditions: { ready: false } }", "other", "Ingress", ServiceState.NoEndpoints)]
    [InlineData("selector: { app: web }", "{ addresses: [10.1.0.5], targetRef: { kind: Pod, name: web-x } }", "other", "Ingress", ServiceState.Works)]
    [InlineData("selector: { app: web }", "{ addresses: [10.1.0.5], targetRef: { kind: Pod, name: web-x } }", "shop", "Ingress", ServiceState.Unknown)]
    [InlineData("selector: { app: web }", "{ addresses: [10.1.0.5], targetRef: { kind: Pod, name: web-x } }", "shop", "Egress", ServiceState.Blocked)]
    [InlineData("type: ClusterIP", "{ addresses: [10.1.0.9] }", "other", "Ingress", ServiceState.Works)]
    [InlineData("type: ClusterIP", "", "other", "Ingress", ServiceState.NoEndpoints)]
    public void Slices_of_the_input_say_who_the_endpoints_are(string selector, string endpoint, string ns, string direction, ServiceState expected)
    {
        var cluster = Connectivity.Of(Units.Of(Given.Replace("SELECTOR", selector, StringComparison.Ordinal).Replace("ENDPOINT", endpoint, StringComparison.Ordinal)
            .Replace("POLICY", ns, StringComparison.Ordinal).Replace("DIRECTION", direction, StringComparison.Ordinal)));
        var service = cluster.Targets.Find("shop", "web")!;
        Assert.Equal(expected, new ServiceReach(cluster).Of(service, service.Spec!.Ports![0])(cluster.Ends.Single(e => e.Name == "shop/client[Pod]")).State);
    }

    // Runs of a CronJob come and go; what it would be at work is policies' concern alone.
    private static IEnumerable<string> Targets(Connectivity cluster) => cluster.Targets.Services
        .SelectMany(s => (s.Spec?.Ports?.Items ?? []).SelectMany(p => cluster.Targets.Of(s, p).Where(t => t.Port is not null && !t.End.Name.EndsWith("[CronJob]", StringComparison.Ordinal))
            .Select(t => Text($"{s.Namespace ?? "default"}/{s.Name}:{p.Name?.Value} {t.End.Workload!.Name} {t.Port}"))))
        .Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Endpoints(DeploymentUnit unit) => ClusterEndpoints.Of(unit.Objects, KubernetesVersion.Newest).Where(s => s.Service.Spec?.Selector is { Count: > 0 })
        .SelectMany(s => s.Slices.SelectMany(slice => (slice.Slice.Ports?.Items ?? []).SelectMany(p => slice.Endpoints.Where(e => e.Owner?.StartsWith("CronJob/", StringComparison.Ordinal) != true)
            .Select(e => Text($"{s.Namespace}/{s.Name}:{p.Name?.Value} {(e.Owner ?? "").Split('/')[^1].Split('#')[0]} {p.Port?.Value}")))))
        .Distinct().Order(StringComparer.Ordinal);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
