namespace SvcLint.Benchmarks.Growth;

/// <summary>Everything that may grow in an input, each by itself.</summary>
internal static class GrowthShapes
{
    private static readonly string[] Lint = ["lint", ".", "--fail-on", "never"];

    /// <summary>All of them, by command.</summary>
    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        new("Services x workloads", 2_000, Lint, n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")))),
        new("workloads behind one selector", 2_000, Lint, n => One(Service(0, "app: a") + Each(n, i => Deployment(i, $"app: a, x: x{i}")))),
        new("Services in front of the same workloads", 1_000, Lint, n => One(Each(n, i => Service(i, "app: a") + Deployment(i, $"app: a, x: x{i}")))),
        new("Services without selector x workloads", 2_000, Lint, n => One(Each(n, i => $"---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{i}}}\nspec: {{ports: [{{port: 80}}]}}\n" + Deployment(i, $"app: a{i}")))),
        new("policy peers x pods", 1_000, Lint, n => One(Service(0, "app: a") + Each(n, i => Policy(i, "app: a", "ingress: [{from: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 80}]}]") + Deployment(i, $"app: a, x: x{i}")))),
        new("policies, each with its pods", 1_000, Lint, n => One(Each(n, i => Policy(i, $"app: a{i}", $"ingress: [{{from: [{{podSelector: {{matchLabels: {{app: a{i + 1}}}}}}}], ports: [{{port: 80}}]}}]") + Deployment(i, $"app: a{i}") + Service(i, $"app: a{i}")))),
        new("egress x policies", 1_000, Lint, n => One(Each(n, i => Policy(i, $"app: a{i}", $"policyTypes: [Egress], egress: [{{to: [{{podSelector: {{matchLabels: {{app: a{i + 1}}}}}}}], ports: [{{port: 80}}]}}]") + Deployment(i, $"app: a{i}") + Service(i, $"app: a{i}")))),
        new("egress of the same pods x policies", 1_000, Lint, n => One(Service(0, "app: a") + Each(n, i => Policy(i, "app: a", "policyTypes: [Egress], egress: [{to: [{podSelector: {}}], ports: [{port: 80}]}]") + Deployment(i, $"app: a, x: x{i}")))),
        new("egress to address blocks x Services", 1_000, Lint, n => One(Each(n, i => Policy(i, $"app: a{i}", $"policyTypes: [Egress], egress: [{{to: [{{ipBlock: {{cidr: 10.{i / 250 % 250}.{i % 250}.0/24}}}}]}}]") + Deployment(i, $"app: a{i}") + Service(i, $"app: a{i}", $"clusterIP: 10.{i / 250 % 250}.{i % 250}.7, ")))),
        new("policies that select by expressions", 1_000, Lint, n => One(Each(n, i => Deployment(i, $"app: a{i}") + Policy(i, "x: y", "ingress: [{ports: [{port: 80}]}]").Replace("matchLabels: {x: y}", $"matchExpressions: [{{key: app, operator: In, values: [a{i}]}}]", StringComparison.Ordinal)))),
        new("namespaces", 2_000, Lint, n => One(Each(n, i => $"---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: n{i}, labels: {{team: t{i}}}}}\n" + Service(0, "app: a", "", $"n{i}") + Deployment(0, "app: a", $"n{i}")))),
        new("namespace selectors x namespaces", 1_000, Lint, n => One(Each(n, i => $"---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: n{i}, labels: {{team: t{i}}}}}\n" + Deployment(0, "app: a", $"n{i}") + Policy(0, "app: a", $"ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{team: t{i}}}}}}}], ports: [{{port: 80}}]}}]", $"n{i}")))),
        new("findings x documents", 2_000, Lint, n => One(Each(n, i => Wrong(i)))),
        new("findings x suppressions", 2_000, Lint, n => One(Each(n, i => Wrong(i).Replace("protocol", "# svclint:ignore SVC1105 -- a test\n    protocol", StringComparison.Ordinal)))),
        new("findings x suppressions of a file", 2_000, Lint, n => One(Each(n, i => $"# svclint:ignore-file SVC2001 -- a test {i}\n") + Each(n, i => Wrong(i)))),
        new("findings in one object", 2_000, Lint, n => One("---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  ports:\n" + Each(n, i => $"  - {{name: p{i}, port: {i + 1}, protocol: tcp}}\n"))),
        new("findings x suppressions of the configuration", 1_000, Lint, n => [("a.yaml", Each(n, i => Wrong(i))), ("svclint.yaml", "suppress:\n" + Each(n, i => $"- {{rule: SVC1105, object: Service/s{i}, reason: x}}\n"))]),
        new("suppressions of one line", 5_000, Lint, n => One(Service(0, "app: a") + Each(n, _ => "# svclint:ignore SVC2001 -- a test\n"))),
        new("comments", 20_000, Lint, n => One(Service(0, "app: a") + Each(n, _ => "# a word\n"))),
        new("annotations that suppress", 2_000, Lint, n => One(Each(n, i => Wrong(i).Replace("{name: s", "{annotations: {svclint/ignore: SVC1105}, name: s", StringComparison.Ordinal)))),
        new("comments on the keys of one mapping", 5_000, Lint, n => One("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + Each(n, i => $"  k{i}: v # svclint a word\n"))),
        new("routes x listeners of one Gateway", 500, Lint, n => One("---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: gw}\nspec: {gatewayClassName: c, listeners: [" + string.Join(", ", Enumerable.Range(0, n).Select(i => $"{{name: l{i}, port: 80, protocol: HTTP, hostname: h{i}.x.com}}")) + "]}\n" + Each(n, i => $"---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r{i}}}\nspec: {{parentRefs: [{{name: gw}}], hostnames: [g{i}.y.com], rules: [{{backendRefs: [{{name: s0, port: 80}}]}}]}}\n") + Service(0, "app: a"))),
        new("ports of a slice x its endpoints", 500, Lint, n => One("---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80}]}\n" + Slice(0, "s", n).Replace("[{name: '', port: 80, protocol: TCP}]", "[" + string.Join(", ", Enumerable.Range(0, n).Select(i => $"{{name: p{i}, port: {i + 1}}}")) + "]", StringComparison.Ordinal))),
        new("containers of a pod", 1_000, Lint, n => One(Service(0, "app: a") + Deployment(0, "app: a").Replace("containers: [", "containers: [" + string.Join("", Enumerable.Range(0, n).Select(i => $"{{name: k{i}, image: x, ports: [{{containerPort: {i + 100}, name: n{i}}}]}}, ")), StringComparison.Ordinal))),
        new("ports of one policy", 1_000, Lint, n => One(Service(0, "app: a") + Deployment(0, "app: a") + Policy(0, "app: a", "ingress: [{ports: [" + string.Join(", ", Enumerable.Range(0, n).Select(i => $"{{port: {i + 1000}}}")) + "]}]"))),
        new("Istio policies x pods", 1_000, Lint, n => One(Each(n, i => Deployment(i, $"app: a{i}") + $"---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {{name: c{i}}}\nspec: {{selector: {{matchLabels: {{app: z{i}}}}}}}\n"))),
        new("DestinationRules of one host x pods", 500, Lint, n => One(Service(0, "app: a") + Each(n, i => Deployment(i, $"app: a, x: x{i}") + $"---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: d{i}}}\nspec: {{host: s0, subsets: [{{name: v{i}, labels: {{v: '{i}'}}}}]}}\n"))),
        new("source ranges of one load balancer", 2_000, Lint, n => One(Service(0, "app: a", "type: LoadBalancer, loadBalancerSourceRanges: [" + string.Join(", ", Enumerable.Range(0, n).Select(i => $"10.{i / 256}.{i % 256}.0/24")) + "], "))),
        new("exceptions of address blocks", 2_000, Lint, n => One(Deployment(0, "app: a") + Policy(0, "app: a", "ingress: [{from: [" + string.Join(", ", Enumerable.Range(0, n).Select(i => $"{{ipBlock: {{cidr: 10.{i / 256}.{i % 256}.0/24, except: [10.{i / 256}.{i % 256}.0/28]}}}}")) + "]}]"))),
        new("variables that each hold the one before", 1_000, Lint, n => One(Deployment(0, "app: a", env: "{name: E0, value: x}, " + string.Join(", ", Enumerable.Range(1, n).Select(i => $"{{name: E{i}, value: '$(E{i - 1})x http://s{i}:80'}}"))) + Each(n, i => Service(i, "app: a")))),
        new("subsets of one Endpoints", 2_000, Lint, n => One("---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80}]}\n---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: s}\nsubsets: [" + string.Join(", ", Enumerable.Range(0, n).Select(i => $"{{addresses: [{{ip: 10.0.{i / 256}.{i % 256}}}], ports: [{{port: {i + 1}}}]}}")) + "]\n")),
        new("keys of one mapping", 10_000, Lint, n => One(Service(0, "app: a") + Each(n, i => $"k{i}: 1\n"))),
        new("labels", 1_000, Lint, n => One(Service(0, string.Join(", ", Enumerable.Range(0, n).Select(i => $"l{i}: v"))) + Deployment(0, string.Join(", ", Enumerable.Range(0, n).Select(i => $"l{i}: v"))))),
        new("one key again and again", 5_000, Lint, n => One(Service(0, "app: a") + Each(n, _ => "x: 1\n"))),
        new("merge keys", 10_000, Lint, n => One("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: &a\n" + Each(n, i => $"  k{i}: \"1\"\n") + "x:\n  <<: *a\n")),
        new("anchors and aliases", 10_000, Lint, n => One("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx:\n" + Each(n, i => $"- &a{i} {{k: {i}}}\n- *a{i}\n"))),
        new("items of a List", 2_000, Lint, n => One("apiVersion: v1\nkind: List\nitems:\n" + Each(n, i => $"- {{apiVersion: v1, kind: Service, metadata: {{name: s{i}}}, spec: {{ports: [{{port: 80, protocol: tcp}}]}}}}\n"))),
        new("objects of one name", 1_000, Lint, n => One(Each(n, _ => Service(0, "app: a")))),
        new("workloads of one name", 1_000, Lint, n => One(Service(0, "app: a") + Each(n, _ => Deployment(0, "app: a")))),
        new("objects of one name in files", 500, Lint, n => Enumerable.Range(0, n).Select(i => ($"f{i}.yaml", Service(0, "app: a")))),
        new("files", 500, Lint, n => Enumerable.Range(0, n).Select(i => ($"f{i}.yaml", Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")))),
        new("folders", 500, Lint, n => Enumerable.Range(0, n).Select(i => ($"d{i}/f.yaml", Service(0, "app: a") + Deployment(0, "app: a")))),
        new("one node port", 2_000, Lint, n => One(Each(n, i => Service(i, $"app: a{i}", "type: NodePort, clusterIP: 10.0.0.1, ").Replace("port: 80", "port: 80, nodePort: 30000", StringComparison.Ordinal)))),
        new("ports of one Service", 2_000, Lint, n => One("---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector: {app: a}\n  ports:\n" + Each(n, i => $"  - {{name: p{i}, port: {i + 1}}}\n") + Deployment(0, "app: a"))),
        new("ingresses x Services", 2_000, Lint, n => One(Each(n, i => Ingress(i, $"s{i}") + Service(i, $"app: a{i}")))),
        new("ingresses of one Service", 2_000, Lint, n => One(Service(0, "app: a") + Deployment(0, "app: a") + Each(n, i => Ingress(i, "s0")))),
        new("routes x Services", 2_000, Lint, n => One(Each(n, i => $"---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r{i}}}\nspec: {{parentRefs: [{{name: gw}}], hostnames: [h{i}.x.com], rules: [{{backendRefs: [{{name: s{i}, port: 80}}]}}]}}\n" + Service(i, $"app: a{i}")))),
        new("environment addresses x Services", 2_000, Lint, n => One(Deployment(0, "app: a", env: string.Join(", ", Enumerable.Range(0, n).Select(i => $"{{name: E{i}, value: 'http://s{i}.default.svc:81'}}"))) + Each(n, i => Service(i, "app: a")))),
        new("variables of variables", 2_000, Lint, n => One(Deployment(0, "app: a", env: "{name: E0, value: x}, " + string.Join(", ", Enumerable.Range(1, n).Select(i => $"{{name: E{i}, value: 'http://$(E{i - 1})'}}"))) + Service(0, "app: a"))),
        new("monitors x Services", 2_000, Lint, n => One(Each(n, i => $"---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {{name: m{i}}}\nspec: {{selector: {{matchLabels: {{app: a{i}}}}}, endpoints: [{{port: http}}]}}\n" + Service(i, $"app: a{i}")))),
        new("load balancers sharing an address", 1_000, Lint, n => One(Each(n, i => Service(i, $"app: a{i}", "type: LoadBalancer, loadBalancerIP: 192.0.2.1, ")))),
        new("external addresses", 1_000, Lint, n => One(Each(n, i => Service(i, $"app: a{i}", $"externalIPs: [192.0.2.1, 198.51.{i / 250 % 250}.{i % 250}], ")))),
        new("endpoints of one Service", 5_000, Lint, n => One("---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80}]}\n" + Each(n / 500, i => Slice(i, "s", 500)))),
        new("host network pods", 1_000, Lint, n => One(Each(n, i => Deployment(i, $"app: a{i}").Replace("spec: {containers", "spec: {hostNetwork: true, containers", StringComparison.Ordinal)))),
        new("applications of Argo CD", 300, Lint, n => Enumerable.Range(0, n).SelectMany(i => new[] { ($"argo/a{i}.yaml", Application(i)), ($"apps/a{i}/f.yaml", Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")) })),
        new("Kustomizations that wait for one another", 300, Lint, n => Enumerable.Range(0, n).SelectMany(i => new[] { ($"clusters/one/a{i}.yaml", Kustomization(i)), ($"apps/a{i}/f.yaml", Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")) }).Append(("clusters/one/source.yaml", GitRepository))),
        new("applications made by one ApplicationSet", 300, Lint, n => Enumerable.Range(0, n).Select(i => ($"apps/a{i}/f.yaml", Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}"))).Append(("argo/set.yaml", ApplicationSet))),
        new("resources of a kustomization", 1_000, Lint, n => Enumerable.Range(0, n).Select(i => ($"f{i}.yaml", Service(i, $"app: a{i}"))).Append(("kustomization.yaml", "resources:\n" + Each(n, i => $"- f{i}.yaml\n")))),
        new("patches of a kustomization", 500, Lint, n => [("all.yaml", Each(n, i => Service(i, $"app: a{i}"))), ("kustomization.yaml", "resources: [all.yaml]\npatches:\n" + Each(n, i => $"- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {{name: s{i}}}\n    spec: {{sessionAffinity: ClientIP}}\n"))]),
        new("replacements of a kustomization", 500, Lint, n => [("all.yaml", Each(n, i => Service(i, $"app: a{i}"))), ("kustomization.yaml", "resources: [all.yaml]\nreplacements:\n" + Each(n, i => $"- source: {{kind: Service, name: s{i}, fieldPath: metadata.name}}\n  targets: [{{select: {{kind: Service, name: s{i}}}, fieldPaths: [spec.selector.app]}}]\n"))]),
        new("images and labels of a kustomization", 1_000, Lint, n => [("all.yaml", Each(n, i => Deployment(i, $"app: a{i}").Replace("image: x", $"image: x{i}", StringComparison.Ordinal))), ("kustomization.yaml", "resources: [all.yaml]\nnamePrefix: p-\ncommonLabels: {team: a}\nimages:\n" + Each(n, i => $"- {{name: x{i}, newTag: v1}}\n"))]),
        new("patches of a kustomization by target", 500, Lint, n => [("all.yaml", Each(n, i => Service(i, $"app: a{i}"))), ("kustomization.yaml", "resources: [all.yaml]\npatches:\n" + Each(n, i => $"- target: {{kind: Service, name: s{i}}}\n  patch: '[{{op: add, path: /spec/sessionAffinity, value: ClientIP}}]'\n"))]),
        new("strategic patches of one list", 250, Lint, n => [("all.yaml", Deployment(0, "app: a")), ("kustomization.yaml", "resources: [all.yaml]\npatches:\n" + Each(n, i => $"- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {{name: d0}}\n    spec: {{template: {{spec: {{containers: [{{name: c, env: [{{name: E{i}, value: x}}]}}]}}}}}}\n"))]),
        new("replicas of a kustomization", 500, Lint, n => [("all.yaml", Each(n, i => Deployment(i, $"app: a{i}"))), ("kustomization.yaml", "resources: [all.yaml]\nreplicas:\n" + Each(n, i => $"- {{name: d{i}, count: 2}}\n"))]),
        new("generators of a kustomization and who refers to them", 500, Lint, n => [("all.yaml", Each(n, i => Deployment(i, $"app: a{i}").Replace("image: x", $"image: x, envFrom: [{{configMapRef: {{name: c{i}}}}}]", StringComparison.Ordinal))), ("kustomization.yaml", "resources: [all.yaml]\nconfigMapGenerator:\n" + Each(n, i => $"- {{name: c{i}, literals: [a=b]}}\n"))]),
        new("documents of a chart", 500, Lint, n => Chart(n)),
        new("pragmas", 5_000, Lint, n => [("A.cs", Each(n, _ => "#pragma warning disable SVC9030\n") + "class A { string b = \"http://web:81\"; }\n"), ("a.yaml", Service(0, "app: a")), ("web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>")]),
        new("addresses in code", 2_000, Lint, n => [("A.cs", "class A {\n" + Each(n, i => $"string b{i} = \"http://s{i}:81\";\n") + "}\n"), ("a.yaml", Each(n, i => Service(i, "app: a"))), ("web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>")]),
        new("settings", 2_000, Lint, n => [("appsettings.json", "{" + string.Join(",", Enumerable.Range(0, n).Select(i => $"\"k{i}\": \"http://s{i}:81\"")) + "}"), ("a.yaml", Each(n, i => Service(i, "app: a"))), ("web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>")]),
        new("lines of a Dockerfile", 5_000, Lint, n => [("Dockerfile", "FROM x\n" + Each(n, i => $"ENV A{i}=$A{i - 1}x\nEXPOSE {i % 60000 + 1}\n")), ("a.yaml", Service(0, "app: a"))]),
        new("diagnosis of healthy Services", 2_500, ["diagnose", "."], n => One(RunningCluster.Yaml(n, namespaces: 50))),
        new("diagnosis of Services whose selector matches nothing", 1_000, ["diagnose", "."], n => One(RunningCluster.Yaml(n, namespaces: 1).Replace("selector: { app: a", "selector: { app: wrong-a", StringComparison.Ordinal))),
        new("endpoints of a dump", 2_500, ["endpoints", "."], n => One(RunningCluster.Yaml(n, namespaces: 50))),
        new("endpoints of manifests", 2_000, ["endpoints", "."], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")))),
        .. Formats().Select(f => new GrowthShape("findings as " + f, 2_000, [.. Lint, "--format", f], n => One(Each(n, i => Wrong(i))))),
        new("dump: lint", 500, Lint, ClusterOf),
        new("dump: emulate, iptables", 500, ["emulate", ".", "--node", "node-a", "--mode", "iptables"], ClusterOf),
        new("dump: emulate, nftables", 500, ["emulate", ".", "--node", "node-a", "--mode", "nftables"], ClusterOf),
        new("dump: emulate, ipvs", 500, ["emulate", ".", "--node", "node-a", "--mode", "ipvs"], ClusterOf),
        new("dump: emulate as JSON", 500, ["emulate", ".", "--node", "node-a", "--format", "json"], ClusterOf),
        new("dump: trace", 500, ["trace", ".", "--from", "node/node-a", "--to", "service/ns-3/svc-3:80"], ClusterOf),
        new("dump: endpoints", 500, ["endpoints", "."], ClusterOf),
        new("dump: resolve", 500, ["resolve", "svc-3.ns-3.svc.cluster.local", "."], ClusterOf),
        new("dump: diagnose", 500, ["diagnose", "."], ClusterOf),
        new("dump: units", 500, ["units", "."], ClusterOf),
        new("emulate: headless Services x pods", 1_000, ["emulate", "."], n => One(Each(n, i => Service(i, "app: a", "clusterIP: None, ") + Deployment(i, $"app: a, x: x{i}")))),
        new("emulate: Services x workloads", 1_000, ["emulate", "."], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")))),
        new("trace: policies x workloads", 1_000, ["trace", ".", "--from", "workload/default/d0", "--to", "service/default/s1:80"], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}") + Policy(i, $"app: a{i}", "ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]")))),
        new("endpoints: Services x workloads", 1_000, ["endpoints", "."], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")))),
        new("resolve: Services x workloads", 1_000, ["resolve", "s3.default.svc.cluster.local", "."], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")))),
        new("resolve: headless Services x pods", 300, ["resolve", "s3.default.svc.cluster.local", "."], n => One(Each(n, i => Service(i, "app: a", "clusterIP: None, ") + Deployment(i, $"app: a, x: x{i}")))),
        new("resolve: Services in front of the same pods", 500, ["resolve", "s3.default.svc.cluster.local", "."], n => One(Same(n))),
        new("diagnose: Services in front of the same pods", 500, ["diagnose", "."], n => One(Same(n))),
        new("reach: Services in front of the same pods", 500, ["reach", "."], n => One(Same(n))),
        new("reach: a policy for each workload", 500, ["reach", "."], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}") + Policy(i, $"app: a{i}", $"ingress: [{{from: [{{podSelector: {{matchLabels: {{app: a{i + 1}}}}}}}], ports: [{{port: 80}}]}}]")))),
        new("reach: a policy for each namespace", 500, ["reach", "."], n => One(Each(n, i => $"---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: n{i}}}\n" + Service(0, "app: a", "", $"n{i}") + Deployment(0, "app: a", $"n{i}") + Policy(0, "app: a", "ingress: [{from: [{podSelector: {}}]}]", $"n{i}")))),
        new("reach: policies that select namespaces by expressions", 250, ["reach", "."], n => One(Each(n, i => $"---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: n{i}, labels: {{team: t{i}}}}}\n" + Deployment(0, "app: a", $"n{i}") + Policy(0, "app: a", $"ingress: [{{from: [{{namespaceSelector: {{matchExpressions: [{{key: team, operator: In, values: [t{i + 1}, t{i + 2}]}}]}}}}], ports: [{{port: 80}}]}}]", $"n{i}")))),
        new("reach: policies that leave out a namespace", 250, ["reach", "."], n => One(Each(n, i => $"---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: n{i}, labels: {{team: t{i}}}}}\n" + Deployment(0, "app: a", $"n{i}") + Policy(0, "app: a", $"ingress: [{{from: [{{namespaceSelector: {{matchExpressions: [{{key: team, operator: NotIn, values: [t{i + 1}]}}]}}}}], ports: [{{port: 80}}]}}]", $"n{i}")))),
        new("reach of one workload", 1_000, ["reach", ".", "--from", "default/d0"], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}") + Policy(i, $"app: a{i}", $"ingress: [{{from: [{{podSelector: {{matchLabels: {{app: a{i + 1}}}}}}}], ports: [{{port: 80}}]}}]")))),
        new("reach: Services x workloads", 1_000, ["reach", "."], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")))),
        new("reach as a page: Services x workloads", 1_000, ["reach", ".", "--format", "html"], n => One(Each(n, i => Service(i, $"app: a{i}") + Deployment(i, $"app: a{i}")))),
        new("diff of two folders", 500, ["diff", "before", "after", "--format", "json"], n => [("before/a.yaml", Each(n, i => Service(i, $"app: a{i}"))), ("after/a.yaml", Each(n, i => Service(i, $"app: b{i}")))]),
        new("diff: every Service breaks for everybody", 1_000, ["diff", "before", "after"], n => Changed(Apps(n), Apps(n, "targetPort: nope"))),
        new("diff: a policy closes every workload", 1_000, ["diff", "before", "after"], n => Changed(Apps(n), Apps(n) + Closed)),
        new("diff: everything is new", 1_000, ["diff", "before", "after"], n => Changed(Apps(1), Apps(n))),
        new("diff: every workload is in another namespace", 1_000, ["diff", "before", "after"], n => Changed(Apps(n), Apps(n, ns: "other"))),
        new("render", 500, ["render", "chart"], n => Chart(n, "chart/")),
    ];

    private static string[] Formats() => ["text", "msbuild", "json", "sarif", "github", "gitlab", "junit", "rdjsonl", "html"];

    private const string Closed = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: closed}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n";

    private static string Apps(int n, string target = "targetPort: 80", string? ns = null) => Each(n, i => Service(i, $"app: a{i}", ns: ns).Replace("targetPort: 80", target, StringComparison.Ordinal) + Deployment(i, $"app: a{i}", ns));

    private static string Same(int n) => Each(n, i => Service(i, "app: a") + Deployment(i, $"app: a, x: x{i}"));

    private static IEnumerable<(string Name, string Text)> Changed(string before, string after) => [("before/a.yaml", before), ("after/a.yaml", after)];

    private static IEnumerable<(string Name, string Text)> One(string text) => [("a.yaml", text)];

    private static string Each(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    private static string Service(int number, string selector, string more = "", string? ns = null) =>
        $"---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{number}{(ns is null ? "" : ", namespace: " + ns)}}}\nspec: {{{more}selector: {{{selector}}}, ports: [{{port: 80, targetPort: 80}}]}}\n";

    private static string Deployment(int number, string labels, string? ns = null, string? env = null) =>
        $"---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d{number}{(ns is null ? "" : ", namespace: " + ns)}}}\nspec: {{selector: {{matchLabels: {{{labels}}}}}, template: {{metadata: {{labels: {{{labels}}}}}, spec: {{containers: [{{name: c, image: x, "
        + (env is null ? "" : $"env: [{env}], ") + "ports: [{containerPort: 80}]}]}}}\n";

    private static string Policy(int number, string selector, string spec, string? ns = null) =>
        $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: n{number}{(ns is null ? "" : ", namespace: " + ns)}}}\nspec: {{podSelector: {{matchLabels: {{{selector}}}}}, {spec}}}\n";

    private static string Ingress(int number, string service) =>
        $"---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: g{number}}}\nspec: {{rules: [{{host: h{number}.example.com, http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: {service}, port: {{number: 80}}}}}}}}]}}}}]}}\n";

    private static string Slice(int number, string service, int endpoints) =>
        $"---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: e{number}, labels: {{kubernetes.io/service-name: {service}}}}}\naddressType: IPv4\nports: [{{name: '', port: 80, protocol: TCP}}]\nendpoints:\n"
        + Each(endpoints, j => $"- addresses: [10.{number / 250 % 250}.{number % 250}.{j % 250}]\n  nodeName: n{j}\n");

    private static string Wrong(int number) =>
        $"---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{number}}}\nspec:\n  selector: {{app: a{number}}}\n  ports:\n  - port: 80\n    protocol: tcp\n";

    private static IEnumerable<(string Name, string Text)> Chart(int documents, string folder = "") =>
    [
        (folder + "Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
        (folder + "values.yaml", "services:\n" + Each(documents, i => $"- name: s{i}\n  port: 80\n")),
        (folder + "templates/all.yaml", "{{- range .Values.services }}\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .name }}\nspec:\n  selector:\n    app: {{ .name | quote }}\n  ports:\n  - port: {{ .port }}\n{{- end }}\n"),
    ];

    private static IEnumerable<(string Name, string Text)> ClusterOf(int services) => [("cluster.yaml", ClusterDump.Yaml(services, 10))];

    private static string Application(int i) => $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: a{i}}}\nspec:\n  source: {{repoURL: https://git.example.com/a/b, path: apps/a{i}}}\n  destination: {{server: https://kubernetes.default.svc, namespace: n{i}}}\n";

    private static string Kustomization(int i) => $"apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {{name: a{i}, namespace: flux-system}}\nspec:\n  path: ./apps/a{i}\n  targetNamespace: n{i}\n  sourceRef: {{kind: GitRepository, name: flux-system}}\n  dependsOn: [{{name: a{i + 1}}}]\n  postBuild: {{substitute: {{x: y}}}}\n";

    private const string GitRepository = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: flux-system, namespace: flux-system}\nspec: {url: https://git.example.com/a/b}\n";

    private const string ApplicationSet = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\nspec:\n  generators:\n  - git: {repoURL: https://git.example.com/a/b, directories: [{path: apps/*}]}\n  template:\n    metadata: {name: '{{path.basename}}'}\n    spec:\n      source: {repoURL: https://git.example.com/a/b, path: '{{path}}'}\n      destination: {server: https://kubernetes.default.svc, namespace: '{{path.basename}}'}\n";
}
