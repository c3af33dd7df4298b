using SvcLint.Diagnosis;
using static SvcLint.Core.Tests.Diagnosis.Dumps;

namespace SvcLint.Core.Tests.Diagnosis;

/// <summary>kube-proxy that does not run, clients at ports and names that nobody has, and policies that let nobody in.</summary>
public sealed class NodeAndNameStepsTests
{
    private const string Crashes = "phase: Running, conditions: [{ type: Ready, status: 'False' }], containerStatuses: [{ name: main, ready: false, restartCount: 9, state: { waiting: { reason: CrashLoopBackOff } }, lastState: { terminated: { exitCode: 2 } } }]";

    private static readonly string Peers = Nodes + Service("db", "clusterIP: None\n  ports: [{ name: pg, port: 5432 }]", "app: db").Replace("clusterIP: 10.", "x: 10.", StringComparison.Ordinal)
        + Pod(0, "db", "app: db", container: "ports: [{ name: pg, containerPort: 5432 }]");

    [Fact]
    public void A_kube_proxy_that_crashes_is_told_of_its_node_and_of_no_Service()
    {
        var report = Diagnose(Web + Proxy("node-a") + Proxy("node-b", Crashes));
        Assert.Equal("kube-proxy does not run on node node-b: container main crashes: exit code 2, 9 restarts (CrashLoopBackOff); Services that changed since fail from there", Assert.Single(report.OfNodes).Text);
        Assert.All(report.Services, s => Assert.True(s.IsHealthy));
        Assert.Contains(report.Services[0].Steps, s => s is { Question: "does kube-proxy run on the nodes", Verdict: StepVerdict.Fault, IsAside: true });
    }

    [Fact]
    public void A_kube_proxy_that_runs_is_no_cause() => Assert.Empty(Diagnose(Web + Proxy("node-a") + Proxy("node-b")).OfNodes);

    [Theory]
    [InlineData("other", 1)]
    [InlineData("web", 0)]
    public void A_Service_left_to_another_proxy_has_one(string proxy, int causes) => Assert.Equal(causes, Causes(
        Web.Replace("kind: Service\nmetadata: { name: web, namespace: shop }", $"kind: Service\nmetadata: {{ name: web, namespace: shop, labels: {{ service.kubernetes.io/service-proxy-name: {proxy} }} }}", StringComparison.Ordinal) + Proxy("node-a")).Count);

    [Theory]
    [InlineData("db.shop:5433", "shop/db: env API_URL of Deployment front in shop uses port 5433; the Service is headless, and its pods have 5432")]
    [InlineData("db.shop:5432", null)]
    [InlineData("web-0.db.shop:5432", "shop/db: env API_URL of Deployment front uses web-0.db.shop, which does not resolve: no ready endpoint of Service shop/db is called web-0; there is 10-244-14-1")]
    [InlineData("web-0.db.dev:5432", null)]
    public void Clients_of_a_headless_Service_use_its_ports_and_names(string peer, string? cause) =>
        Assert.Equal(cause is null ? [] : [cause], Causes(Peers + Client(peer)));

    [Theory]
    [InlineData("192.0.2.0/24", true)]
    [InlineData("10.0.0.0/8", false)]
    public void A_policy_that_admits_a_range_without_pods_lets_nobody_in(string range, bool isClosed)
    {
        var causes = Causes(Web + Proxy("node-a") + $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: office, namespace: shop }
            spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ ipBlock: { cidr: {{range}} } }] }] }

            """).ToArray();
        Assert.Equal(isClosed ? [$"shop/web: pods of web are ingress isolated (office), and {range}, which alone is admitted, holds no pod and no node: every connection is dropped"] : [], causes);
    }

    [Fact]
    public void In_a_large_namespace_the_pods_that_were_meant_are_found_all_the_same()
    {
        var others = string.Concat(Enumerable.Range(0, 1100).Select(i => Pod(i % 200, $"other{i}", $"app: other{i}")));
        Assert.Contains("shop/web: no endpoints: the selector app=payment matches no pod; pods of Deployment pay carry app=payments", Causes(Nodes + Service(selector: "app: payment") + Deployment("pay", "app: payments") + Pod(0, "pay", "app: payments") + others));
    }

    [Fact]
    public void Pods_whose_labels_were_changed_are_named() => Assert.Equal(
        ["shop/web: no endpoints: the selector app=web matches no pod; pods of Deployment web carry app=web-old"],
        Causes(Nodes + Service() + Deployment() + Pod(0, label: "app: web-old")));

    [Theory]
    [InlineData("wbe", "billing", true)]
    [InlineData("wbe", "dev", false)]
    public void A_Service_that_is_missing_in_a_namespace_of_the_dump_is_named(string name, string @namespace, bool isNamed) =>
        Assert.Equal(isNamed, Causes(Web + Client($"{name}.{@namespace}:80") + Service("other", "x: y", "app: other", @namespace) + Pod(0, "other", "app: other", @namespace: @namespace)).Any(c => c.Contains("Service wbe does not exist", StringComparison.Ordinal)));

    private static string Proxy(string node, string? status = null) =>
        Pod(node[^1], "kube-proxy-" + node, "k8s-app: kube-proxy", status ?? Ready, node: node, @namespace: "kube-system");
}
