namespace SvcLint.Cli.Tests.Commands;

public sealed class EmulateTests
{
    private const string Nodes = "apiVersion: v1\nkind: Node\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: b}\n---\n";

    [Theory]
    [InlineData("iptables", "*filter")]
    [InlineData("nftables", "add table ip kube-proxy")]
    [InlineData("ipvs", "# ipvsadm")]
    public void The_text_of_each_mode_goes_to_standard_output_alone(string mode, string line)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "http", "http"));

        var run = scratch.Lint("emulate", "--mode", mode, "web.yaml");

        Assert.Equal(0, run.Status);
        Assert.Contains(run.Output.Split('\n'), l => l.StartsWith(line, StringComparison.Ordinal));
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("1.35", "iptables", null)]
    [InlineData("1.36", "iptables", "kube.yaml:4: kube-proxy 1.36 does not start with this configuration (featureGates: Kubernetes 1.36 has no feature gate TopologyAwareHints)")]
    public void It_says_when_kube_proxy_would_not_start(string version, string mode, string? words)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "http", "http"));
        scratch.Write("kube.yaml", "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nfeatureGates:\n  TopologyAwareHints: true\n");

        var run = scratch.Lint("emulate", "--kubernetes-version", version, "--mode", mode);

        Assert.Equal(0, run.Status);
        Assert.Contains("*filter", run.Output, StringComparison.Ordinal);
        Assert.Equal(words is not null, words is not null && run.Error.Contains(words, StringComparison.Ordinal));
        Assert.Equal(words is null, run.Error.Length == 0);
    }

    [Fact]
    public void Each_rule_can_name_the_line_behind_it()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Manifests.Both("web", "http", "http"));

        Assert.Contains(scratch.Lint("emulate", "--explain").Output.Split('\n'), l => l.StartsWith('#') && l.Contains("k8s/web.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public void A_choice_that_is_left_gives_2_with_the_names()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Nodes + Manifests.Both("web", "http", "http"));

        var several = scratch.Lint("emulate");
        Assert.Equal(2, several.Status);
        Assert.Contains("--node: the input has several Nodes; choose one: a, b", several.Error);
        Assert.Equal(2, scratch.Lint("emulate", "--node", "c").Status);
        Assert.Equal(0, scratch.Lint("emulate", "--node", "b").Status);
    }

    [Fact]
    public void Units_that_declare_the_same_objects_must_be_chosen_from()
    {
        using var scratch = new Scratch();
        scratch.Write("blue/web.yaml", Manifests.Both("web", "http", "http")).Write("green/web.yaml", Manifests.Both("web", "http", "http"));

        var run = scratch.Lint("emulate");
        Assert.Equal(2, run.Status);
        Assert.Contains("blue/web.yaml, green/web.yaml", run.Error);
        Assert.Contains("default/web", scratch.Lint("emulate", "--unit", "green/web.yaml").Output);
        Assert.Contains("did you mean blue/web.yaml?", scratch.Lint("emulate", "--unit", "blu/web.yaml").Error);
    }

    [Fact]
    public void Objects_that_no_rule_comes_from_may_be_declared_in_several_units()
    {
        using var scratch = new Scratch();
        const string Namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
        scratch.Write("blue/web.yaml", Manifests.Both("blue", "http", "http") + Namespace).Write("green/web.yaml", Manifests.Both("green", "http", "http") + Namespace);

        var run = scratch.Lint("emulate");
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("default/blue", run.Output);
        Assert.Contains("default/green", run.Output);
    }

    private const string Node = """
        apiVersion: v1
        kind: Node
        metadata: { name: a }
        spec: { podCIDR: 10.244.7.0/24 }
        status: { addresses: [{ type: InternalIP, address: 192.168.10.11 }] }
        ---

        """;

    private const string Exposed = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { type: NodePort, clusterIP: 10.96.0.10, ports: [{ port: 80, nodePort: 30080 }] }
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-1, namespace: shop, labels: { kubernetes.io/service-name: web } }
        addressType: IPv4
        ports: [{ port: 8080 }]
        endpoints: [{ addresses: [10.244.7.5], nodeName: a }]
        ---

        """;

    [Theory]
    [InlineData("mode: nftables", "add table ip kube-proxy")]
    [InlineData("mode: nftables\nnftables: { masqueradeAll: true }", "comment \"masquerade all clusterIP traffic\"")]
    [InlineData("mode: nftables\nnodePortAddresses: [192.168.10.0/24]", "add element ip kube-proxy nodeport-ips { 192.168.10.11 }")]
    [InlineData("mode: ipvs\nipvs: { scheduler: lc, strictARP: true }", "net.ipv4.conf.all.arp_ignore=1")]
    [InlineData("mode: ipvs\nipvs: { scheduler: lc }", "-A -t 10.96.0.10:80 -s lc")]
    [InlineData("iptables: { masqueradeAll: true }", "-d 10.96.0.10 --dport 80 -j KUBE-MARK-MASQ")]
    [InlineData("iptables: { masqueradeBit: 10 }", "MARK --or-mark 0x00000400")]
    [InlineData("nodePortAddresses: [192.168.10.0/24]", "-d 192.168.10.11 -j KUBE-NODEPORTS")]
    [InlineData("clusterCIDR: 10.244.0.0/16", "--dport 80 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ")]
    [InlineData("detectLocalMode: NodeCIDR", "--dport 80 ! -s 10.244.7.0/24 -j KUBE-MARK-MASQ")]
    [InlineData("detectLocalMode: BridgeInterface\ndetectLocal: { bridgeInterface: cni0 }", "--dport 80 ! -i cni0 -j KUBE-MARK-MASQ")]
    [InlineData("iptables: { localhostNodePorts: false }", "! -d 127.0.0.0/8")]
    public void The_configuration_counts_wherever_it_stands(string settings, string expected)
    {
        var configuration = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n" + settings + "\n";
        using var scratch = new Scratch();
        scratch.Write("cluster.yaml", Node + Exposed);

        scratch.Write("kube-proxy.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kube-proxy, namespace: kube-system }\ndata:\n  config.conf: |-\n    " + configuration.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal) + "\n  kubeconfig.conf: |-\n    apiVersion: v1\n    kind: Config\n");
        var inConfigMap = scratch.Lint("emulate");
        Assert.Contains(expected, inConfigMap.Output);

        scratch.Write("kube-proxy.yaml", "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nnetworking: { podSubnet: 10.244.0.0/16 }\n---\n" + configuration);
        Assert.Equal(inConfigMap.Output, scratch.Lint("emulate").Output);
    }

    [Fact]
    public void The_option_is_stronger_than_the_configuration_and_that_than_the_declared_data_plane()
    {
        using var scratch = new Scratch();
        scratch.Write("cluster.yaml", Node + Exposed).Write("svclint.yaml", "cluster: { dataPlane: nftables }\n");
        Assert.Contains("add table ip kube-proxy", scratch.Lint("emulate").Output);

        scratch.Write("kube-proxy.yaml", "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: ipvs\n");
        Assert.Contains("# ipvsadm", scratch.Lint("emulate").Output);
        Assert.Contains("*filter", scratch.Lint("emulate", "--mode", "iptables").Output);

        scratch.Write("other.yaml", "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n");
        var several = scratch.Lint("emulate");
        Assert.Equal(2, several.Status);
        Assert.Contains("several KubeProxyConfigurations: kube-proxy.yaml, other.yaml", several.Error);
    }

    [Fact]
    public void Another_version_s_rules_are_shown_as_a_diff()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  type: LoadBalancer\n  clusterIP: 10.96.0.10\n  loadBalancerSourceRanges: [0.0.0.0/0]\n  ports: [{port: 80, nodePort: 30080}]\nstatus: {loadBalancer: {ingress: [{ip: 198.51.100.7}]}}\n");

        var differs = scratch.Lint("emulate", "--mode", "nftables", "--kubernetes-version", "1.33", "--diff-to", "1.34", "web.yaml");
        var equal = scratch.Lint("emulate", "--mode", "iptables", "--kubernetes-version", "1.34", "--diff-to", "1.35", "web.yaml");

        Assert.Equal(0, differs.Status);
        Assert.Equal(["--- 1.33/node-with-endpoints", "+++ 1.34/node-with-endpoints"], differs.Output.Split('\n').Take(2).Select(l => l.Trim()));
        Assert.Contains(differs.Output.Split('\n'), l => l.StartsWith("-add element ip kube-proxy firewall-ips", StringComparison.Ordinal));
        Assert.Equal(0, equal.Status);
        Assert.Empty(equal.Output);
        Assert.Contains("kube-proxy 1.35 writes the same rules", equal.Error, StringComparison.Ordinal);
        Assert.Equal(2, scratch.Lint("emulate", "--diff-to", "1.44", "web.yaml").Status);
        Assert.Contains("--format json does not go with it", scratch.Lint("emulate", "--mode", "iptables", "--format", "json", "--diff-to", "1.35", "web.yaml").Error, StringComparison.Ordinal);
        Assert.Contains("ask one after the other", scratch.Lint("emulate", "--against", "web.yaml", "--diff-to", "1.35", "web.yaml").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mode_that_the_version_does_not_have_is_an_error()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "http", "http"));

        var run = scratch.Lint("emulate", "--mode", "nftables", "--kubernetes-version", "1.28", "web.yaml");

        Assert.Equal(2, run.Status);
        Assert.Contains("has no nftables mode", run.Error, StringComparison.Ordinal);
    }
}
