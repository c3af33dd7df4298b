using SvcLint.Emulation;
using SvcLint.Emulation.Derivation;
using SvcLint.Emulation.Iptables;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

public sealed class EmulatorTests
{
    private const string Repository = """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          namespace: shop
        spec:
          type: LoadBalancer
          externalTrafficPolicy: Local
          selector:
            app: web
          ports:
          - name: http
            port: 80
            targetPort: http
          - name: admin
            port: 81
            targetPort: nowhere
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          replicas: 3
          selector:
            matchLabels:
              app: web
          template:
            metadata:
              labels:
                app: web
            spec:
              initContainers:
              - name: proxy
                restartPolicy: Always
                ports:
                - name: http
                  containerPort: 8443
              containers:
              - name: web
                image: web
        """;

    private const string TwoNodes = """
        apiVersion: v1
        kind: Node
        metadata:
          name: a
        ---
        apiVersion: v1
        kind: Node
        metadata:
          name: b
        """;

    [Fact]
    public void Derives_what_a_repository_lacks_and_says_so()
    {
        var result = Emulator.Emulate(Manifests.Parse(Repository), new EmulationOptions());
        var ports = result.State!.ServicePorts;
        Assert.Equal(["shop/web:admin", "shop/web:http"], ports.Select(p => p.NameText));
        Assert.Equal(3, ports[1].Choice.Local.Count);
        Assert.All(ports[1].Choice.Local, e => Assert.Equal(8443, e.Port));
        Assert.Empty(ports[0].Endpoints);
        Assert.Equal(
            [DerivedValueKind.Node, DerivedValueKind.Node, DerivedValueKind.ClusterIP, DerivedValueKind.NodePort, DerivedValueKind.NodePort,
                DerivedValueKind.HealthCheckNodePort, DerivedValueKind.LoadBalancerIP, DerivedValueKind.Pod, DerivedValueKind.Pod, DerivedValueKind.Pod],
            result.DerivedValues.Select(p => p.Kind));
        Assert.True(ports[1].ClusterIP.Cause.IsDerived);
        Assert.True(ports[1].NodePortCause!.IsDerived);
    }

    [Fact]
    public void The_other_synthetic_node_holds_no_endpoint()
    {
        var options = new EmulationOptions { Node = NodeSelection.WithoutEndpoints };
        var port = Emulator.Emulate(Manifests.Parse(Repository), options).State!.ServicePorts[1];
        Assert.Empty(port.Choice.Local);
        Assert.Equal(3, port.Choice.Cluster.Count);
    }

    [Fact]
    public void Several_nodes_ask_for_a_choice()
    {
        var objects = Manifests.Parse(TwoNodes);
        var undecided = Emulator.Emulate(objects, new EmulationOptions());
        Assert.Equal(EmulationProblem.SeveralNodes, undecided.Problem);
        Assert.Equal(["a", "b"], undecided.Choices);
        Assert.Equal(EmulationProblem.UnknownNode, Emulator.Emulate(objects, new EmulationOptions { Node = "c" }).Problem);
        Assert.Equal("b", Emulator.Emulate(objects, new EmulationOptions { Node = "b" }).State!.Node.Name);
    }

    [Fact]
    public void A_service_from_a_cluster_gets_nothing_that_it_lacks()
    {
        var objects = Manifests.Parse(Repository.Replace("type: LoadBalancer", "type: LoadBalancer\n  clusterIP: 10.96.0.10", StringComparison.Ordinal));
        var port = Emulator.Emulate(objects, new EmulationOptions()).State!.ServicePorts[1];
        Assert.Equal("10.96.0.10", port.ClusterIP.IP);
        Assert.Equal(3, port.Endpoints.Count);
        Assert.Equal(0, port.NodePort);
        Assert.Empty(port.LoadBalancerVIPs);
    }

    [Fact]
    public void Hand_written_Endpoints_are_mirrored()
    {
        var objects = Manifests.Parse("""
            apiVersion: v1
            kind: Service
            metadata: { name: db, namespace: shop }
            spec:
              clusterIP: 10.96.0.9
              ports: [{ port: 5432 }]
            ---
            apiVersion: v1
            kind: Endpoints
            metadata: { name: db, namespace: shop }
            subsets:
            - addresses: [{ ip: 192.168.1.4 }]
              notReadyAddresses: [{ ip: 192.168.1.5 }]
              ports: [{ port: 5432 }]
            """);
        var port = Assert.Single(Emulator.Emulate(objects, new EmulationOptions()).State!.ServicePorts);
        Assert.Equal(["192.168.1.4:5432", "192.168.1.5:5432"], port.Endpoints.Select(e => e.Address));
        Assert.Equal(["192.168.1.4:5432"], port.Choice.Cluster.Select(e => e.Address));
    }

    [Theory]
    [InlineData(ProxyMode.Iptables)]
    [InlineData(ProxyMode.Ipvs)]
    [InlineData(ProxyMode.Nftables)]
    public void Explained_text_is_the_text_with_lines_that_name_yaml(ProxyMode mode)
    {
        var rules = Emulator.Emulate(Manifests.Parse(Repository), new EmulationOptions { Mode = mode, Version = new KubernetesVersion(34) }).Rules!;
        string[] sections = ["# sysctl", "# kube-ipvs0", "# ipvsadm", "# ipset", "# jumps", "# iptables-restore"];
        var explained = rules.ToText(explain: true).Split('\n');
        var without = explained.Where(line => !line.StartsWith('#') || sections.Contains(line));
        Assert.Equal(rules.ToText().Split('\n'), without);
        Assert.Contains(explained, line => line == "# test.yaml:11 (placeholder)" || line.StartsWith("# test.yaml:1", StringComparison.Ordinal));
        Assert.Contains(explained, line => line.EndsWith("(placeholder)", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_of_a_service_carries_the_yaml_behind_it()
    {
        var objects = Manifests.Parse(Repository + "\n---\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n");
        var rules = Assert.IsType<IptablesRuleSet>(Emulator.Emulate(objects, new EmulationOptions()).Rules);
        Assert.All(rules.Tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules), rule => Assert.NotNull(rule.Cause));
        Assert.All(rules.Jumps, jump => Assert.NotNull(jump.Rule.Cause));
        var dnat = rules.Tables[1].Chains.SelectMany(c => c.Rules).First(r => r.Target is DnatTarget);
        Assert.Equal("template", dnat.Cause!.Span.Text);
    }
}
