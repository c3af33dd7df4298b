using SvcLint.Diagnosis;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Text;
using static SvcLint.Core.Tests.Diagnosis.Dumps;

namespace SvcLint.Core.Tests.Diagnosis;

public sealed class ClusterDiagnosisTests
{
    [Fact]
    public void A_healthy_cluster_has_no_cause() => Assert.Empty(Causes(Web + Client("http://web.shop:80")));

    [Fact]
    public void What_the_dump_lacks_is_named() =>
        Assert.Equal(["EndpointSlice", "NetworkPolicy", "Ingress", "ConfigMap", "Event", "Namespace"], Diagnose(Web).Missing);

    [Fact]
    public void A_selector_that_matches_nothing_names_the_pods_that_were_meant() =>
        Assert.Equal(["shop/web: no endpoints: the selector app=wbe matches no pod; pods of Deployment web carry app=web"], Causes(Nodes + Service(selector: "app: wbe") + Deployment() + Pod(0)));

    [Fact]
    public void Pods_of_another_namespace_are_not_selected() =>
        Assert.Contains("such pods run in namespace prod, and a Service selects its own namespace alone", Assert.Single(Causes(Nodes + Service() + Pod(0, @namespace: "prod"))), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "", "Deployment web is scaled to 0 replicas")]
    [InlineData(2, "exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10", "event FailedCreate says: pods web-1-x is forbidden: exceeded quota: compute")]
    [InlineData(2, "admission webhook \"policy.example.com\" denied the request", "event FailedCreate says: pods web-1-x is forbidden: admission webhook \"policy.example.com\" denied")]
    public void A_controller_without_pods_says_why(int replicas, string message, string expected) =>
        Assert.Contains(expected, Assert.Single(Causes(Nodes + Service() + Deployment(replicas: replicas) + Pod(0, "other", "app: other") + (message.Length > 0 ? Event("ReplicaSet", "web-1", "FailedCreate", "pods web-1-x is forbidden: " + message) : ""))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Succeeded", "have finished")]
    [InlineData("Failed, reason: Evicted", "have failed (Evicted)")]
    public void Finished_pods_are_no_endpoints(string phase, string expected) =>
        Assert.Contains(expected, Assert.Single(Causes(Nodes + Service() + Pod(0, status: $"phase: {phase}"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("phase: Pending, conditions: [{ type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/2 nodes are available: 2 Insufficient cpu.' }]", "is not scheduled: 0/2 nodes are available: 2 Insufficient cpu.")]
    [InlineData("phase: Pending, containerStatuses: [{ name: main, ready: false, state: { waiting: { reason: ImagePullBackOff, message: 'Back-off pulling image' } } }]", "container main cannot get its image registry.example/app:1 (ImagePullBackOff): Back-off pulling image")]
    [InlineData("phase: Running, containerStatuses: [{ name: main, ready: false, restartCount: 7, state: { waiting: { reason: CrashLoopBackOff } }, lastState: { terminated: { exitCode: 1, reason: Error } } }]", "container main crashes: exit code 1, 7 restarts (CrashLoopBackOff)")]
    [InlineData("phase: Running, containerStatuses: [{ name: main, ready: false, restartCount: 7, state: { waiting: { reason: CrashLoopBackOff } }, lastState: { terminated: { exitCode: 137, reason: OOMKilled } } }]", "killed for its memory limit (OOMKilled)")]
    [InlineData("phase: Pending, containerStatuses: [{ name: main, ready: false, state: { waiting: { reason: CreateContainerConfigError, message: 'secret \"db\" not found' } } }]", "does not start (CreateContainerConfigError): secret \"db\" not found")]
    [InlineData("phase: Pending, initContainerStatuses: [{ name: migrate, ready: false, restartCount: 3, state: { waiting: { reason: CrashLoopBackOff } }, lastState: { terminated: { exitCode: 2 } } }]", "init container migrate crashes: exit code 2")]
    [InlineData("phase: Running, conditions: [{ type: Ready, status: 'False' }, { type: example.com/lb, status: 'False', message: 'not registered' }]", "readiness gate example.com/lb is False: not registered")]
    public void Pods_that_are_not_ready_say_why(string status, string expected)
    {
        status = status.StartsWith("phase: Running, conditions", StringComparison.Ordinal) ? status : status.Replace("}] }", "} ] }", StringComparison.Ordinal);
        status = status.Contains("type: Ready", StringComparison.Ordinal) ? status
            : status.Contains("conditions: [", StringComparison.Ordinal) ? status.Replace("conditions: [", "conditions: [{ type: Ready, status: 'False' }, ", StringComparison.Ordinal)
            : status + ", conditions: [{ type: Ready, status: 'False' }]";
        Assert.Contains(expected, Assert.Single(Causes(Nodes + Service() + Deployment() + Pod(0, status: status) + Pod(1, status: status))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "readiness gate example.com/in was never set")]
    [InlineData(", { type: example.com/in, status: 'False', message: 'target is draining' }", "readiness gate example.com/in is False: target is draining")]
    public void A_gate_is_the_cause_where_the_containers_are_ready(string condition, string expected)
    {
        var status = $"phase: Running, conditions: [{{ type: Ready, status: 'False', reason: ReadinessGatesNotReady }}, {{ type: ContainersReady, status: 'True' }}{condition}]";
        var pods = string.Concat(Enumerable.Range(0, 2).Select(i => Pod(i, status: status, spec: "readinessGates: [{ conditionType: example.com/in }]", container: "ports: [{ name: http, containerPort: 8080 }], readinessProbe: { httpGet: { path: /, port: http } }")));
        Assert.Contains(expected, Assert.Single(Causes(Nodes + Service() + Deployment() + pods)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_probe_is_named_with_what_its_event_says() => Assert.Equal(
        ["shop/web: all 2 endpoints are not ready: readiness probe /ready on port http fails with status 503 (event Unhealthy); the pods run but the Service has no ready endpoint"],
        Causes(Nodes + Service() + Deployment() + Probed(0) + Probed(1) + Event("Pod", "web-1-0", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503")));

    [Fact]
    public void A_pod_that_has_just_been_started_is_no_cause_while_others_serve() =>
        Assert.Empty(Causes(Nodes + Service() + Deployment() + Pod(0) + Pod(1, status: "phase: Pending, conditions: [{ type: Ready, status: 'False' }]")));

    [Fact]
    public void A_crashing_pod_is_a_cause_while_others_serve() =>
        Assert.StartsWith("shop/web: 1 endpoint of 2 is not ready: container main crashes", Assert.Single(Causes(Nodes + Service() + Deployment() + Pod(0)
            + Pod(1, status: "phase: Running, conditions: [{ type: Ready, status: 'False' }], containerStatuses: [{ name: main, ready: false, restartCount: 5, state: { waiting: { reason: CrashLoopBackOff } } }]"))), StringComparison.Ordinal);

    [Fact]
    public void An_endpoint_of_a_pod_that_is_gone_is_named_beside_live_ones()
    {
        var service = Assert.Single(Diagnose(Half("web-1-9")).Services);
        Assert.Equal("1 ready endpoint of 2 in the EndpointSlices is of no pod in the dump: 10.244.19.99 (web-1-9); connections to it fail, unless the pod came or went while the dump was written", Assert.Single(service.Causes).Text);
        Assert.Equal(Severity.Warning, Assert.Single(service.Causes).Severity);
        Assert.Contains(service.Steps, s => s.Text == "1 of 2 pods ready, with no sign that the rest fails");
    }

    [Fact]
    public void An_endpoint_of_a_pod_that_is_there_is_none_of_a_gone_one() => Assert.Empty(Causes(Half("web-1-0")));

    private static string Half(string pod) => Nodes + Service() + Deployment() + Pod(0) + Pod(1, status: NotReady) + $$"""
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-x, namespace: shop, labels: { kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io } }
        addressType: IPv4
        ports: [{ name: http, port: 8080 }]
        endpoints:
          - { addresses: [10.244.19.1], conditions: { ready: true }, targetRef: { kind: Pod, namespace: shop, name: web-1-0 } }
          - { addresses: [10.244.19.2], conditions: { ready: false }, targetRef: { kind: Pod, namespace: shop, name: web-1-1 } }
          - { addresses: [10.244.19.99], conditions: { ready: true }, targetRef: { kind: Pod, namespace: shop, name: {{pod}} } }

        """;

    [Fact]
    public void A_dump_without_the_API_servers_own_Service_does_not_miss_it() => Assert.Empty(Causes(Web + Client("https://kubernetes.default.svc:443")));

    [Fact]
    public void A_container_that_waits_for_its_image_does_not_run() =>
        Assert.DoesNotContain("the pods run", Assert.Single(Causes(Nodes + Service() + Deployment() + Pod(0, status: "phase: Running, conditions: [{ type: Ready, status: 'False' }], containerStatuses: [{ name: main, ready: false, state: { waiting: { reason: ImagePullBackOff, message: 'Back-off' } } }]"))), StringComparison.Ordinal);

    [Fact]
    public void A_pod_held_by_a_finalizer_is_named() =>
        Assert.Equal(["shop/web: 1 endpoint of 2 is not ready: pod web-1-1 terminates and is held by finalizer example.com/detach"], Causes(Nodes + Service() + Deployment() + Pod(0)
            + Pod(1, status: NotReady, metadata: "deletionTimestamp: '2026-01-01T00:00:00Z'\n  finalizers: [example.com/detach]")));

    [Theory]
    [InlineData("node-a", "2026-01-01T00:00:00Z", "pod web-1-1 terminates, and its node node-a, which must end it, is not ready (Kubelet)")]
    [InlineData("node-b", "2026-01-01T00:00:00Z", "pod web-1-1 had to end at 2026-01-01T00:00:00Z and still terminates")]
    [InlineData("node-b", "2026-01-01T11:55:00Z", null)]
    public void A_pod_that_does_not_end_is_named(string node, string deleted, string? expected)
    {
        var causes = Causes(Node("node-a", "Unknown") + Node("node-b") + Service() + Deployment() + Pod(0, node: "node-b") + Pod(1, status: NotReady, metadata: $"deletionTimestamp: '{deleted}'", node: node)
            + Event("Pod", "other", "Killing", "x").Replace("count: 9", "lastTimestamp: '2026-01-01T12:00:00Z'", StringComparison.Ordinal));
        Assert.Equal(expected is null ? [] : ["shop/web: 1 endpoint of 2 is not ready: " + expected], causes.Select(c => expected is null ? c : c[..Math.Min(c.Length, expected.Length + "shop/web: 1 endpoint of 2 is not ready: ".Length)]));
    }

    [Fact]
    public void A_Service_whose_deletion_is_held_says_by_whom() =>
        Assert.StartsWith("shop/web: the Service is deleted, and finalizer service.kubernetes.io/load-balancer-cleanup holds it", Assert.Single(Causes(Web.Replace(
            "metadata: { name: web, namespace: shop }\nspec:\n  clusterIP", "metadata: { name: web, namespace: shop, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [service.kubernetes.io/load-balancer-cleanup] }\nspec:\n  clusterIP", StringComparison.Ordinal))), StringComparison.Ordinal);

    [Theory]
    [InlineData("phase: Pending, conditions: [{ type: PodScheduled, status: 'False', message: '0/2 nodes are available' }]", "pod web-1-0 is not scheduled: 0/2 nodes are available")]
    [InlineData("phase: Pending, initContainerStatuses: [{ name: wait, ready: false, state: { running: { startedAt: '2026-01-01T00:00:00Z' } } }]", "its init container wait has not finished")]
    [InlineData("phase: Running, conditions: [{ type: Ready, status: 'False', reason: ReadinessGatesNotReady, message: 'corresponding condition of pod readiness gate \"a/b\" does not exist.' }]", "a readiness gate is not met: corresponding condition of pod readiness gate")]
    public void Pods_that_have_not_got_so_far_say_how_far(string status, string expected) =>
        Assert.Contains(expected, Assert.Single(Causes(Nodes + Service() + Deployment() + Pod(0, status: status) + Pod(1, status: status))), StringComparison.Ordinal);

    [Fact]
    public void A_cluster_of_another_domain_has_no_names_below_cluster_local() =>
        Assert.Contains("the domain of this cluster is corp.example: the name does not resolve", Assert.Single(Causes(Web + Client("http://web.shop.svc.cluster.local:80")
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: coredns, namespace: kube-system }\ndata: { Corefile: \".:53 {\\n kubernetes corp.example in-addr.arpa {\\n pods insecure\\n }\\n}\\n\" }\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("application.yaml: \"api:\\n  url: http://web.ops.svc.cluster.local:80\\n\"")]
    [InlineData("app.properties: \"# \\u00e4\\\"x\\\"\\napi.url=http://web.ops.svc.cluster.local:80\\n\"")]
    public void Files_of_ConfigMaps_are_read_as_JSON_writes_them(string entry)
    {
        var dump = Web + Service("ops", @namespace: "ops", selector: "app: ops") + Deployment("ops", "app: ops", 1, "ops") + Pod(0, "ops", "app: ops", @namespace: "ops")
            + Service("front", selector: "app: front") + Pod(0, "front", "app: front", container: Http + ", volumeMounts: [{ name: c, mountPath: /c }]", spec: "volumes: [{ name: c, configMap: { name: cfg } }]")
            + $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: cfg, namespace: shop }}\ndata: {{ {entry} }}\n";
        var cause = Diagnose(dump).Services.SelectMany(s => s.Causes).Single();
        Assert.Contains("names web.ops.svc.cluster.local; no such Service in ops, web is in shop", cause.Text, StringComparison.Ordinal);
        var place = cause.Evidence[0].Span!.Value;
        Assert.Equal("web.ops.svc.cluster.local", place.Source.Content[place.Start..place.End]);
    }

    [Fact]
    public void Pods_of_a_lost_node_name_the_node() =>
        Assert.Contains("node node-a is not ready", Assert.Single(Causes(Node("node-a", "Unknown") + Node("node-b") + Service() + Deployment() + Pod(0, status: NotReady))), StringComparison.Ordinal);

    [Theory]
    [InlineData("ports: [{ port: 80, targetPort: 8081 }]", "targetPort 8081 is declared by no container of the selected pods; web listens on 8080 (port name http)")]
    [InlineData("ports: [{ port: 80, targetPort: web }]", "targetPort 'web' is the name of no TCP port of Deployment web, which has 8080 (port name http)")]
    [InlineData("ports: [{ port: 80, targetPort: http, protocol: UDP }]", "targetPort 'http' is the name of no UDP port of Deployment web, which has it for TCP")]
    [InlineData("ports: [{ port: 80, targetPort: 8080, protocol: UDP }]", "port 80 of the Service is UDP, and container port 8080 of Deployment web is TCP")]
    public void Ports_that_lead_nowhere_are_named(string ports, string expected) =>
        Assert.Contains(expected, Assert.Single(Causes(Nodes + Service(spec: ports) + Deployment() + Pod(0))), StringComparison.Ordinal);

    [Fact]
    public void A_selector_that_matches_another_workload_too_is_named() =>
        Assert.Contains("the selector also matches pods of Deployment db, which does not listen on 8080 but on 5432", Assert.Single(Causes(
            Nodes + Service(spec: "ports: [{ port: 80, targetPort: 8080 }]", selector: "part: shop") + Deployment("web", "part: shop") + Pod(0, label: "part: shop") + Deployment("db", "part: shop") + Pod(0, "db", "part: shop", container: "ports: [{ containerPort: 5432 }]"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://web.prod.svc.cluster.local:80", "there is no namespace prod, web is in shop")]
    [InlineData("http://web.ops.svc.cluster.local:80", "no such Service in ops, web is in shop")]
    [InlineData("http://fronnt:80", "no such Service in shop, did its author mean front?")]
    [InlineData("http://web.shop.scv.cluster.local", "where 'svc.cluster.local' must stand")]
    public void A_name_that_does_not_resolve_is_told_of_its_client(string url, string expected)
    {
        var cause = Assert.Single(Causes(Web + Client(url) + Service("other", selector: "app: other", @namespace: "ops").Replace("selector: { app: other }", "externalName: a.example.com\n  type: ExternalName", StringComparison.Ordinal)));
        Assert.StartsWith("shop/front: env API_URL of Deployment front names", cause, StringComparison.Ordinal);
        Assert.Contains(expected, cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_the_Service_lacks_is_named() =>
        Assert.Equal(["shop/web: env API_URL of Deployment front in shop uses port 8080; the Service has 80 (http)"], Causes(Web + Client("http://web:8080")));

    [Theory]
    [InlineData("web-0.web:80", "which does not resolve: no ready endpoint of Service shop/web is called web-0")]
    [InlineData("web-0.web.shop.svc.cluster.local:80", "which does not resolve: no ready endpoint of Service shop/web is called web-0")]
    public void A_pod_that_DNS_does_not_know_is_named(string host, string expected) =>
        Assert.Contains(expected, Assert.Single(Causes(Web + Client(host))), StringComparison.Ordinal);

    [Fact]
    public void A_headless_Service_translates_no_port() =>
        Assert.Equal(
            ["shop/web: headless Service: no translation from port 80 to 8080; client env API_URL of Deployment front in shop uses web.shop:80 and must use 8080"],
            Causes((Web + Client("web.shop:80")).Replace("clusterIP: 10.96.0.140", "clusterIP: None", StringComparison.Ordinal)));

    [Fact]
    public void A_Service_that_something_refers_to_and_that_is_missing_is_listed()
    {
        var causes = Causes(Web + """
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: { name: shop, namespace: shop }
            spec: { rules: [{ http: { paths: [{ path: /beta, pathType: Prefix, backend: { service: { name: beta, port: { number: 80 } } } }, { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 8080 } } } }] } }] }
            """);
        Assert.Equal(
            ["shop/beta: Service beta does not exist in namespace shop; Ingress shop/shop refers to it: it was never created, was refused, or was deleted", "shop/web: Ingress shop/shop uses port 8080; the Service has 80 (http)"],
            causes);
    }

    [Theory]
    [InlineData("gone.shop.svc.cluster.local", "is an ExternalName for gone.shop.svc.cluster.local, which does not exist: namespace shop has no Service gone")]
    [InlineData("10.1.2.3", "has the externalName '10.1.2.3', an address")]
    [InlineData("web", "externalName 'web' is taken as it is, never completed by a search list")]
    public void An_external_name_that_leads_nowhere_is_named(string target, string expected) =>
        Assert.Contains(expected, Assert.Single(Causes(Web + $$"""
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: ext, namespace: shop }
            spec: { type: ExternalName, externalName: {{target}} }
            """)), StringComparison.Ordinal);

    [Fact]
    public void A_pending_load_balancer_says_what_its_event_says() =>
        Assert.Equal(["shop/web: load balancer has no address; event SyncLoadBalancerFailed says: no free address"], Causes(
            (Nodes + Service(spec: "type: LoadBalancer\n  ports: [{ port: 80, targetPort: http }]") + Deployment() + Pod(0)).Replace("---\napiVersion: apps/v1\nkind: Deployment", "status: { loadBalancer: {} }\n---\napiVersion: apps/v1\nkind: Deployment", StringComparison.Ordinal)
            + Event("Service", "web", "SyncLoadBalancerFailed", "Error syncing load balancer: failed to ensure load balancer: no free address")));

    [Fact]
    public void A_node_port_with_Local_is_dropped_where_no_pod_is() =>
        Assert.Equal(["shop/web: externalTrafficPolicy Local with pods on one node: node port 30080 is dropped on every node but node-a"], Causes(
            Nodes + Service(spec: "type: NodePort\n  externalTrafficPolicy: Local\n  ports: [{ port: 80, targetPort: http, nodePort: 30080 }]") + Deployment() + Pod(0)));

    [Theory]
    [InlineData("{ policyTypes: [Ingress], podSelector: {} }", "", "no rule admits anybody: every connection is dropped")]
    [InlineData("{ policyTypes: [Ingress], podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }", "", "admit port 80, and the pods listen on 8080")]
    [InlineData("{ policyTypes: [Ingress], podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: a } } }] }] }", "http://web.shop:80", "policy p admits namespaces labelled team=a, ops has team=b")]
    public void Policies_that_keep_clients_out_are_named(string policy, string url, string expected)
    {
        var client = url.Length == 0 ? "" : Client(url, "ops") + "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ops, labels: { team: b } }\n";
        Assert.Contains(Causes(Web + client + $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p, namespace: shop }}\nspec: {policy}\n"), c => c.StartsWith("shop/web: ", StringComparison.Ordinal) && c.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "no selector, and no EndpointSlice or Endpoints belongs to it")]
    [InlineData("nodeName: node-z, targetRef: { kind: Pod, name: old, namespace: shop }", "pod old and node node-z: neither the pod nor the node exists")]
    public void Slices_made_by_hand_are_held_against_the_cluster(string endpoint, string expected) =>
        Assert.Contains(expected, Assert.Single(Causes(Web.Replace("selector: { app: web }\n  ports: [{ name: http", "ports: [{ name: http", StringComparison.Ordinal) + $$"""
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: { name: hand, namespace: {{(endpoint.Length > 0 ? "shop" : "ops")}}, labels: { kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: me } }
            addressType: IPv4
            ports: [{ name: http, port: 8080 }]
            endpoints: [{ addresses: [10.1.2.3], {{endpoint}} }]
            """)), StringComparison.Ordinal);

    [Fact]
    public void Data_of_Secrets_appears_nowhere()
    {
        var dump = ClusterDump.Read([new SourceText("dump.yaml", Web + "---\napiVersion: v1\nkind: Secret\nmetadata: { name: db, namespace: shop }\ndata: { password: aHVudGVyMg== }\n")]);
        Assert.DoesNotContain(dump.Objects, o => o.Kind.Value == "Secret");
    }

    [Theory]
    [InlineData("cluster-resources/services/shop.json", """[{ "metadata": { "name": "web", "namespace": "shop" }, "spec": { "selector": { "app": "web" } } }]""")]
    [InlineData("namespaces/shop/core/services.yaml", "apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: { name: web, namespace: shop }\n  spec: { selector: { app: web } }\n")]
    [InlineData("resources/services/namespaces/shop/web.json", """{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "web", "namespace": "shop" }, "spec": {} }""")]
    [InlineData("all.json", """{ "apiVersion": "v1", "kind": "List", "items": [{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "web", "namespace": "shop" }, "spec": {} }] }""")]
    public void Every_form_of_a_dump_is_read(string path, string text) =>
        Assert.Equal("shop/web", Assert.Single(ClusterDump.Read([new SourceText(path, text)]).Objects.Select(o => $"{o.Namespace}/{o.Name}")));

    [Theory]
    [InlineData("name: 'web; rm -rf ~'", "app: web")]
    [InlineData("name: web", "app: 'x$(id)'")]
    public void No_command_holds_what_a_shell_would_run(string name, string selector)
    {
        var report = Diagnose(Nodes + Service(selector: selector).Replace("name: web,", name + ",", StringComparison.Ordinal) + Pod(0));
        Assert.All(report.Services.SelectMany(s => s.Steps), step => Assert.DoesNotContain(step.Confirm ?? "", c => c is ';' or '&' or '`' or '$'));
    }

    // Whatever the bytes: no exception, and what is sound is judged.
    [Fact]
    public void Broken_dumps_are_read_as_far_as_they_are_sound()
    {
        var random = new Random(20260);
        var whole = Web + Client("http://web:8080") + Event("Pod", "web-1-0", "Unhealthy", "x");
        for (var run = 0; run < 150; run++)
        {
            var text = whole.ToCharArray();
            for (var i = 0; i < 1 + (run % 12); i++)
            {
                text[random.Next(text.Length)] = "{}[]:,-\n\t'\"&*#|x0 "[random.Next(18)];
            }

            var broken = new string(text, 0, run % 3 == 0 ? random.Next(text.Length) : text.Length);
            var report = ClusterDiagnosis.Of(ClusterDump.Read([new SourceText("dump.yaml", broken), new SourceText("services.json", "[1, null, \"x\", {\"metadata\": 3}, {\"metadata\": {\"name\": \"sound\", \"namespace\": \"ops\"}, \"spec\": {\"ports\": 5, \"selector\": [1]}}]")]), KubernetesVersion.Newest);
            Assert.Contains(report.Services, s => s.Name == "sound");
        }
    }

    // Of a dump without slices the endpoints are derived as the controller makes them.
    [Theory]
    [InlineData("fd00::5", "node-a", "no endpoints: the Service is IPv4 and its ready pods have no address of that family")]
    [InlineData("10.1.0.5", "node-z", "no endpoints: 1 ready pod is on node node-z, and no such Node exists")]
    [InlineData("10.1.0.5", "node-a", null)]
    public void Without_slices_the_derived_endpoints_decide(string address, string node, string? expected)
    {
        var causes = Causes(Nodes + Service() + Deployment(replicas: 1) + Pod(0, node: node).Replace("podIP: 10.244.19.1", $"podIP: '{address}', podIPs: [{{ ip: '{address}' }}]", StringComparison.Ordinal));
        Assert.Equal(expected is null ? 0 : 1, causes.Count);
        Assert.All(causes, c => Assert.StartsWith("shop/web: " + expected, c, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pod_whose_node_is_gone_is_published_all_the_same_where_the_Service_says_so() =>
        Assert.Empty(Causes(Nodes + Service(spec: "publishNotReadyAddresses: true\n  ports: [{ name: http, port: 80, targetPort: http }]") + Deployment(replicas: 1) + Pod(0, node: "node-z")));

    [Theory]
    [InlineData("http", 8081, "the EndpointSlices send port 80 to 8081, and targetPort http of the Service is 8080 in pod web-1-0: kube-controller-manager is behind")]
    [InlineData("8080", 8081, "the EndpointSlices send port 80 to 8081, and targetPort 8080 of the Service is 8080 in pod web-1-0: kube-controller-manager is behind")]
    [InlineData("http", 8080, null)]
    [InlineData("8080", 8080, null)]
    public void Ports_of_slices_are_held_against_those_of_the_pods(string target, int port, string? expected)
    {
        var dump = Nodes + Service(spec: $"ports: [{{ name: http, port: 80, targetPort: {target} }}]") + Deployment(replicas: 1) + Pod(0) + $$"""
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: { name: web-x, namespace: shop, labels: { kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io } }
            addressType: IPv4
            ports: [{ name: http, port: {{port}}, protocol: TCP }]
            endpoints: [{ addresses: [10.244.19.1], conditions: { ready: true }, targetRef: { kind: Pod, namespace: shop, name: web-1-0 } }]

            """;
        Assert.Equal(expected is null ? [] : ["shop/web: " + expected], Causes(dump));
    }

    [Theory]
    [InlineData("clusterIP: 10.96.0.140", Severity.Warning, "; until it ends, kube-proxy sends all connections to pod web-1-1, which terminates and still serves")]
    [InlineData("clusterIP: None", Severity.Error, "")]
    public void A_pod_that_ends_and_still_serves_keeps_a_Service_with_an_address_alive(string address, Severity severity, string expected)
    {
        var cause = Assert.Single(Diagnose(Node("node-a") + Node("node-b", "Unknown") + Service().Replace("clusterIP: 10.96.0.140", address, StringComparison.Ordinal) + Deployment()
            + Pod(0, status: NotReady) + Pod(1, metadata: "deletionTimestamp: '2026-01-01T00:00:00Z'", node: "node-a")).Services.Single().Causes);
        Assert.Equal(severity, cause.Severity);
        Assert.Equal(expected.Length > 0, cause.Text.EndsWith(expected, StringComparison.Ordinal) && cause.Text.Contains("until it ends", StringComparison.Ordinal));
    }

    private static string Probed(int number) => Pod(number, status: NotReady, container: Http + ", readinessProbe: { httpGet: { path: /ready, port: http } }");
}
