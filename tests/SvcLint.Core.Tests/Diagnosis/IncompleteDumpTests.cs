using SvcLint.Diagnosis;
using SvcLint.Kubernetes;
using SvcLint.Text;
using static SvcLint.Core.Tests.Diagnosis.Dumps;

namespace SvcLint.Core.Tests.Diagnosis;

/// <summary>Dumps as shells put them together, and what is not there is evidence only where it would be.</summary>
public sealed class IncompleteDumpTests
{
    private const string Slices = """
        apiVersion: v1
        items:
        - { apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io } }, addressType: IPv4, endpoints: [{ addresses: [10.244.19.1], conditions: { ready: true } }], ports: [{ name: http, port: 8080 }] }
        kind: List

        """;

    private const string Web = """{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "web", "namespace": "shop" }, "spec": { "clusterIP": "10.96.0.9", "selector": { "app": "wbe" }, "ports": [{ "port": 80 }] } }""";

    private const string Pod = """{ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "web-0", "namespace": "shop", "labels": { "app": "web" } }, "spec": { "containers": [{ "name": "web" }] }, "status": { "phase": "Running", "podIP": "10.244.0.5", "conditions": [{ "type": "Ready", "status": "True" }] } }""";

    [Theory]
    [InlineData("$ kubectl get svc,pods -A -o json\n{ \"kind\": \"List\", \"items\": [" + Web + ",\n" + Pod + "] }\n")]
    [InlineData("Warning: v1 Endpoints is deprecated in v1.33+\n{ \"kind\": \"List\", \"items\": [" + Web + "] }\n{ \"kind\": \"List\", \"items\": [" + Pod + "] }\n")]
    [InlineData("apiVersion: v1\nitems:\n- " + Web + "\nkind: List\napiVersion: v1\nitems:\n- " + Pod + "\nkind: List\n")]
    [InlineData("+ kubectl get svc -o yaml\napiVersion: v1\nitems:\n- " + Web + "\nkind: List\nmetadata: {}\napiVersion: v1\nitems:\n- " + Pod + "\nkind: List\n")]
    public void Several_outputs_in_one_file_are_read(string text)
    {
        var dump = ClusterDump.Read([new SourceText("all.txt", text)]);
        Assert.Empty(dump.Problems);
        Assert.Equal(["web", "web-0"], dump.Objects.Select(o => o.Name));
        Assert.Equal(Array.FindIndex(text.Split('\n'), l => l.Contains("web-0", StringComparison.Ordinal)) + 1, dump.Objects[1].NameSpan.StartPosition.Line);
    }

    [Theory]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": { \"name\": \"bad\" }, \"spec\": { \"selector\": [\"app\"] } }", "Service bad: spec.selector must be a mapping, not a list")]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": { \"name\": \"bad\" }, \"spec\": { \"ports\": [{ \"port\": \"eighty\" }] } }", "Service bad: spec.ports[0].port must be a 32-bit integer, not a string")]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": { \"name\": \"bad\" }, \"spec\": { \"containers\": {} } }", "Pod bad: spec.containers must be a list, not a mapping")]
    [InlineData("5", "an item is no object")]
    [InlineData("\"web\"", "an item is no object")]
    public void What_has_the_wrong_type_is_named_and_the_rest_counts(string item, string problem)
    {
        var dump = ClusterDump.Read([new SourceText("all.json", "{ \"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + Web + ",\n" + item + ",\n" + Pod + "] }")]);
        Assert.Equal(("all.json:2", true), (Assert.Single(dump.Problems).Path, dump.Problems[0].Problem.StartsWith(problem, StringComparison.Ordinal)));
        Assert.Contains("web-0", dump.Objects.Select(o => o.Name));
    }

    [Fact]
    public void Items_that_are_no_list_are_named() =>
        Assert.Contains("items is no list", Assert.Single(ClusterDump.Read([new SourceText("all.json", "{ \"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": { \"a\": 1 } }")]).Problems).Problem);

    [Theory]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + Web + ", " + Pod + ", { \"kind\": \"Po")]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + Web + ", " + Pod + ", { \"a\": \"}]}")]
    [InlineData("apiVersion: v1\nitems:\n- " + Web + "\n- " + Pod + "\n")]
    public void Of_a_list_that_breaks_off_the_items_before_count_and_what_is_missing_is_unknown(string text)
    {
        var dump = ClusterDump.Read([new SourceText("all.json", text)]);
        Assert.Single(dump.Problems);
        Assert.Equal(["web", "web-0"], dump.Objects.Select(o => o.Name));
        var web = Assert.Single(ClusterDiagnosis.Of(dump, KubernetesVersion.Newest).Services);
        Assert.Empty(web.Causes);
        Assert.Contains(web.Unknown, s => s.Text.StartsWith("the dump does not hold all pods; in those that it holds: no endpoints: the selector app=wbe matches no pod", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Wherever_a_YAML_list_breaks_off_no_sound_Service_is_blamed(string indent)
    {
        var whole = $"apiVersion: v1\nitems:\n{indent}- apiVersion: v1\n{Lines(indent)}kind: List\nmetadata:\n  resourceVersion: \"\"\n";
        Assert.Empty(Causes(whole));
        var read = new HashSet<int>();
        for (var at = 1; at <= whole.Length; at++)
        {
            var dump = ClusterDump.Read([new SourceText("all.yaml", whole[..at])]);
            read.Add(dump.Objects.Count);
            Assert.All(ClusterDiagnosis.Of(dump, KubernetesVersion.Newest).Services, s => Assert.True(s.IsHealthy, $"{whole[..at]}\n: {string.Join("; ", s.Causes.Select(c => c.Text))}"));
        }

        // What is whole counts however little follows it.
        Assert.Equal([0, 1, 2, 3], read.Order());
    }

    private static string Lines(string indent)
    {
        const string Items = """
              kind: Pod
              metadata:
                labels:
                  app: p
                name: p
                namespace: s
              spec:
                containers:
                - image: "x"
                  name: c
                  ports:
                  - containerPort: 8080
                    name: http
                nodeName: n0
              status:
                conditions:
                - status: "True"
                  type: Ready
                phase: Running
                podIP: 10.1.0.1
                podIPs: [{ ip: 10.1.0.1 }]
            - apiVersion: v1
              kind: Service
              metadata:
                annotations:
                  note: |
                    - one
                    - two
                name: p
                namespace: s
              spec:
                clusterIP: 10.96.0.1
                clusterIPs:
                - 10.96.0.1
                ipFamilies:
                - IPv4
                ports:
                - port: 80
                  protocol: TCP
                  targetPort: 8080
                selector:
                  app: p
            - apiVersion: v1
              kind: Service
              metadata:
                name: named
                namespace: s
              spec:
                clusterIP: 10.96.0.2
                ports:
                - port: 80
                  targetPort: http
                selector: { app: p }
                type: ClusterIP

            """;
        return string.Concat(Items.Split('\n').Select(l => l.Length == 0 ? "" : indent + l + "\n"));
    }

    [Fact]
    public void A_broken_file_beside_the_objects_makes_nothing_unknown()
    {
        var dump = ClusterDump.Read([new SourceText("all.yaml", Nodes + Service(selector: "app: wbe") + Deployment() + Dumps.Pod(0)), new SourceText("audit.yaml", "a: b: c\n")]);
        Assert.Single(ClusterDiagnosis.Of(dump, KubernetesVersion.Newest).Services.Single().Causes);
    }

    [Fact]
    public void Services_alone_tell_nothing_of_endpoints() => Assert.Empty(Causes(Service() + Service("api", selector: "app: api")));

    [Fact]
    public void A_namespace_without_slices_had_none_written_down() =>
        Assert.Empty(Causes(Nodes + Service() + Deployment() + Dumps.Pod(0) + Service("api", selector: "app: api", @namespace: "pay") + Deployment("api", "app: api", 1, "pay") + Dumps.Pod(0, "api", "app: api", @namespace: "pay") + "---\n" + Slices));

    [Fact]
    public void Pods_of_another_namespace_are_not_missing_where_the_slices_show_them() =>
        Assert.Empty(Causes(Nodes + Service() + "---\n" + Slices + Service("api", selector: "app: api", @namespace: "pay") + Deployment("api", "app: api", 1, "pay") + Dumps.Pod(0, "api", "app: api", @namespace: "pay")));

    [Theory]
    [InlineData("", true)]
    [InlineData("{ ports: [{ port: 443 }] }", true)]
    [InlineData("{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: UDP }] }", false)]
    [InlineData("{ to: [{ namespaceSelector: { matchLabels: { name: kube-system } } }], ports: [{ port: 53, protocol: UDP }] }", true)]
    [InlineData("{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }], ports: [{ port: 53, protocol: UDP }] }", false)]
    public void Pods_that_may_ask_no_resolver_are_named_without_the_servers_in_the_dump(string rule, bool isCut)
    {
        var causes = Causes(Dumps.Web + $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: out, namespace: shop }
            spec: { podSelector: {}, policyTypes: [Egress], egress: [{{rule}}] }

            """);
        Assert.Equal(isCut ? ["shop/web: pods of web are egress isolated (out) and no policy allows port 53 to kube-dns: names do not resolve"] : [], causes);
    }

    [Fact]
    public void A_port_that_is_called_like_one_of_the_pods_and_leads_elsewhere_is_named()
    {
        const string Ports = "ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }]";
        string Dump(int target) => Nodes + Service(spec: $"ports: [{{ name: http, port: 80, targetPort: 8080 }}, {{ name: metrics, port: 90, targetPort: {target} }}]") + Deployment(replicas: 1) + Dumps.Pod(0, container: Ports);
        Assert.Equal(["shop/web: targetPort 9091 of port metrics is declared by no container of the selected pods; the port of that name of Deployment web is 9090"], Causes(Dump(9091)));
        Assert.Empty(Causes(Dump(9090)));
    }
}
