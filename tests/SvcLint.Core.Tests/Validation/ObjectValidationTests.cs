using SvcLint.Core.Tests.Model;
using SvcLint.Kubernetes;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Validation;

/// <summary>Verdicts that no measured case reaches; each test names the server's function that it follows.</summary>
public sealed class ObjectValidationTests
{
    // ValidateIPBlock compares the lengths of masks, and that of an IPv4-mapped range counts 128 bits.
    [Theory]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.0/104", "")]
    [InlineData("10.0.0.0/8", "::ffff:11.0.0.0/104", "except[0] Invalid")]
    [InlineData("::ffff:10.0.0.0/104", "10.1.0.0/16", "except[0] Invalid")]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.1.0.0/112", "")]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.0.0.0/104", "except[0] Invalid")]
    public void An_exception_has_a_longer_mask(string cidr, string except, string expected) =>
        Assert.Equal(
            expected,
            Errors($"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: a}}\nspec: {{podSelector: {{}}, ingress: [{{from: [{{ipBlock: {{cidr: '{cidr}', except: ['{except}']}}}}]}}]}}", 34)
                .Replace("spec.ingress[0].from[0].ipBlock.", "", StringComparison.Ordinal));

    // getWarningsForIP read with a parser that takes zones; GetWarningsForIP does not, and says nothing of what it cannot read.
    [Theory]
    [InlineData("fe80::1%eth0", 31, "")]
    [InlineData("FE80::1%eth0", 31, "spec.loadBalancerIP NonCanonicalIPv6")]
    [InlineData("fe80::1%", 31, "spec.loadBalancerIP NonStandardIP")]
    [InlineData("10.0.0.1%eth0", 31, "spec.loadBalancerIP NonStandardIP")]
    [InlineData("%eth0", 31, "spec.loadBalancerIP NonStandardIP")]
    [InlineData("FE80::1%eth0", 33, "")]
    public void Zones_were_read_once(string address, int minor, string expected)
    {
        var service = Manifests.Objects($"apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec: {{loadBalancerIP: '{address}', ports: [{{port: 80}}]}}")[0];

        Assert.Equal(expected, string.Join(", ", ApiValidation.Warnings(service, new KubernetesVersion(minor)).Select(w => $"{w.Field} {w.Code}")));
    }

    // dropDisabledFieldsOnCreate of EndpointSlices.
    [Theory]
    [InlineData(33, "")]
    [InlineData(34, "endpoints[0].hints.forNodes[0].name Invalid")]
    public void Hints_by_node_were_dropped_before_their_gate_came_on(int minor, string expected) =>
        Assert.Equal(expected, Errors("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a}\naddressType: IPv4\nendpoints: [{addresses: [10.0.0.1], hints: {forNodes: [{name: A b}]}}]", minor));

    // The family is checked for the whole list since addresses are parsed first; 1.37 takes one spelling alone.
    [Theory]
    [InlineData(32, "IPv4", "fd00::1", "endpoints[0].addresses[0] Invalid")]
    [InlineData(33, "IPv4", "fd00::1", "endpoints[0].addresses Invalid")]
    [InlineData(33, "IPv6", "10.0.0.1", "endpoints[0].addresses Invalid")]
    [InlineData(33, "IPv4", "nowhere", "endpoints[0].addresses[0] Invalid")]
    [InlineData(36, "IPv6", "FD00::1", "")]
    [InlineData(37, "IPv6", "FD00::1", "endpoints[0].addresses[0] Invalid")]
    [InlineData(37, "IPv6", "fd00::1", "")]
    public void Addresses_of_slices_have_one_family_and_one_spelling(int minor, string type, string address, string expected) =>
        Assert.Equal(expected, Errors($"apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: a}}\naddressType: {type}\nendpoints: [{{addresses: ['{address}']}}]", minor));

    // Strategies that set the generation before validation.
    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a, generation: -1}\nspec: {ports: [{port: 80}]}", "metadata.generation Invalid")]
    [InlineData("apiVersion: v1\nkind: Endpoints\nmetadata: {name: a, generation: -1}", "metadata.generation Invalid")]
    [InlineData("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a, generation: -1}\naddressType: IPv4", "")]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, generation: -1}", "")]
    public void A_generation_that_the_server_counts_is_not_looked_at(string yaml, string expected) => Assert.Equal(expected, Errors(yaml, 34));

    // validateHostPort, after AppendPortIfNeeded.
    [Theory]
    [InlineData("healthzBindAddress: '::1'", "")]
    [InlineData("healthzBindAddress: '::ffff:10.0.0.1'", "healthzBindAddress Invalid")]
    [InlineData("metricsBindAddress: '[::ffff:10.0.0.1]:80'", "")]
    [InlineData("metricsBindAddress: '10.0.0.1:+80'", "")]
    [InlineData("metricsBindAddress: '10.0.0.1:-80'", "metricsBindAddress Invalid")]
    [InlineData("metricsBindAddress: '10.0.0.1:'", "metricsBindAddress Invalid")]
    public void Addresses_of_kube_proxy(string field, string expected) => Assert.Equal(expected, ProxyErrors(field, 30));

    // ParsePortRange.
    [Theory]
    [InlineData("", "")]
    [InlineData(" 30000-32767 ", "")]
    [InlineData("65535", "")]
    [InlineData("65536", "portRange Invalid")]
    [InlineData("5-4", "portRange Invalid")]
    [InlineData("5-65536", "portRange Invalid")]
    [InlineData("5-", "portRange Invalid")]
    [InlineData("-5", "portRange Invalid")]
    [InlineData("5--4", "portRange Invalid")]
    [InlineData("60000+5535", "")]
    [InlineData("60000+5536", "portRange Invalid")]
    [InlineData("+5", "portRange Invalid")]
    [InlineData("5++4", "")]
    [InlineData("5+-4", "portRange Invalid")]
    [InlineData("a", "portRange Invalid")]
    public void A_port_range_of_kube_proxy(string range, string expected) => Assert.Equal(expected, ProxyErrors($"portRange: '{range}'", 30));

    [Theory]
    [InlineData("portRange: a", 31, "")]
    [InlineData("logging: {flushFrequency: -5s}", 34, "")]
    [InlineData("logging: {flushFrequency: -5s}", 35, "logging.flushFrequency Invalid")]
    [InlineData("logging: {flushFrequency: -1}", 37, "logging.flushFrequency Invalid")]
    [InlineData("logging: {flushFrequency: 0s}", 37, "")]
    [InlineData("logging: {flushFrequency: 5}", 37, "")]
    [InlineData("logging: {options: {text: {splitStream: true}}}", 37, "")]
    [InlineData("logging: {options: {text: {infoBufferSize: 1Mi}}}", 37, "logging.options.text.infoBufferSize Forbidden")]
    [InlineData("logging: {options: {json: {splitStream: true}}}", 30, "logging.options.json.splitStream Forbidden")]
    public void What_kube_proxy_refuses_in_some_versions(string field, int minor, string expected) => Assert.Equal(expected, ProxyErrors(field, minor));

    // validateKubeProxyNodePortAddress looks at nothing behind "primary".
    [Theory]
    [InlineData("primary", 30, "nodePortAddresses[0] Invalid")]
    [InlineData("primary", 31, "")]
    [InlineData("primary, x", 31, "nodePortAddresses[0] Invalid")]
    [InlineData("x, primary, y", 31, "nodePortAddresses[0] Invalid, nodePortAddresses[1] Invalid")]
    public void Primary_stands_alone(string addresses, int minor, string expected) => Assert.Equal(expected, ProxyErrors($"nodePortAddresses: [{addresses}]", minor));

    // The internal configuration has one pair of periods, which the conversion fills from the section of the mode.
    [Theory]
    [InlineData("mode: ipvs\niptables: {syncPeriod: -1s}", 30, "iptables.syncPeriod Invalid")]
    [InlineData("mode: ipvs\niptables: {syncPeriod: -1s}", 31, "")]
    [InlineData("mode: nftables\niptables: {minSyncPeriod: 1h}", 31, "")]
    [InlineData("mode: nftables\nnftables: {minSyncPeriod: 1h}", 31, "nftables.syncPeriod Invalid")]
    [InlineData("mode: ipvs\niptables: {masqueradeBit: 32}", 31, "iptables.masqueradeBit Invalid")]
    [InlineData("iptables: {syncPeriod: -1s}", 31, "iptables.syncPeriod Invalid")]
    [InlineData("mode: iptables\niptables: {syncPeriod: -1s}", 31, "iptables.syncPeriod Invalid")]
    public void Periods_of_the_mode(string fields, int minor, string expected) => Assert.Equal(expected, ProxyErrors(fields, minor));

    // ValidateShowHiddenMetricsVersion.
    [Theory]
    [InlineData("''", "")]
    [InlineData("'1.29'", "")]
    [InlineData("'1.30'", "showHiddenMetricsForVersion Invalid")]
    [InlineData("v1.29", "showHiddenMetricsForVersion Invalid")]
    public void Hidden_metrics_are_those_of_the_version_before(string value, string expected) =>
        Assert.Equal(expected, ProxyErrors($"showHiddenMetricsForVersion: {value}", 30));

    // A null in a map of booleans decodes as false.
    [Theory]
    [InlineData("ProxyTerminatingEndpoints", "featureGates FeatureGate")]
    [InlineData("TopologyAwareHints", "")]
    public void A_gate_without_a_value_is_set_to_false(string gate, string expected) => Assert.Equal(expected, ProxyErrors($"featureGates: {{{gate}: }}", 29));

    // The lists of gates of 1.29, 1.30 and 1.31.
    [Theory]
    [InlineData("CloudDualStackNodeIPs: false", 29, "")]
    [InlineData("CloudDualStackNodeIPs: false", 30, "featureGates FeatureGate")]
    [InlineData("MinDomainsInPodTopologySpread: false", 30, "featureGates FeatureGate")]
    [InlineData("ValidatingAdmissionPolicy: false", 29, "")]
    [InlineData("ValidatingAdmissionPolicy: false", 30, "featureGates FeatureGate")]
    [InlineData("AppArmorFields: false", 30, "")]
    [InlineData("AppArmorFields: false", 31, "featureGates FeatureGate")]
    [InlineData("SecurityContextDeny: true", 29, "")]
    [InlineData("SecurityContextDeny: true", 30, "featureGates FeatureGate")]
    [InlineData("KubeProxyDrainingTerminatingNodes: false", 30, "")]
    [InlineData("KubeProxyDrainingTerminatingNodes: false", 31, "featureGates FeatureGate")]
    public void Gates_have_their_own_history(string gate, int minor, string expected) => Assert.Equal(expected, ProxyErrors($"featureGates: {{{gate}}}", minor));

    // Validate of component-base's logs.
    [Theory]
    [InlineData("{format: json}", 30, "")]
    [InlineData("{format: ''}", 30, "")]
    [InlineData("{format: xml}", 27, "")]
    [InlineData("{format: xml}", 28, "logging.format Invalid")]
    [InlineData("{verbosity: 2147483647}", 30, "")]
    [InlineData("{verbosity: 2147483648}", 30, "logging.verbosity Invalid")]
    [InlineData("{vmodule: [{filePattern: a, verbosity: 2}]}", 30, "")]
    [InlineData("{vmodule: [{verbosity: 2147483648}]}", 30, "logging.vmodule[0] Required, logging.vmodule[0] Invalid")]
    [InlineData("{vmodule: [{filePattern: 'a=b'}]}", 30, "logging.vmodule[0] Invalid")]
    [InlineData("{format: text, vmodule: [{filePattern: a}]}", 30, "")]
    [InlineData("{format: json, vmodule: [{filePattern: a}]}", 30, "logging.vmodule Forbidden")]
    [InlineData("{options: {json: {splitStream: true}, text: {splitStream: true}}}", 27, "")]
    [InlineData("{options: {json: {splitStream: true}, text: {splitStream: true}}}", 29, "logging.options.json.splitStream Forbidden")]
    [InlineData("{options: {json: {splitStream: true}, text: {splitStream: true}}}", 30, "logging.options.json.splitStream Forbidden")]
    [InlineData("{options: {json: {splitStream: false, infoBufferSize: 0.0Ki}, text: {infoBufferSize: }}}", 30, "")]
    [InlineData("{options: {json: {infoBufferSize: 64Ki}, text: {infoBufferSize: 1}}}", 30, "logging.options.json.infoBufferSize Forbidden, logging.options.text.infoBufferSize Forbidden")]
    [InlineData("{options: {json: {splitStream: true}}}\nfeatureGates: {LoggingAlphaOptions: true}", 30, "")]
    [InlineData("{options: {json: {splitStream: true}}}\nfeatureGates: {AllAlpha: true}", 30, "")]
    public void The_log_of_kube_proxy(string logging, int minor, string expected) => Assert.Equal(expected, ProxyErrors($"logging: {logging}", minor));

    // VerbosityLevel and TimeOrMetaDuration.
    [Theory]
    [InlineData("{verbosity: -1}", "WrongType logging.verbosity")]
    [InlineData("{verbosity: 4294967295}", "")]
    [InlineData("{verbosity: 4294967296}", "WrongType logging.verbosity")]
    [InlineData("{verbosity: 1.5}", "WrongType logging.verbosity")]
    [InlineData("{verbosity: '1'}", "WrongType logging.verbosity")]
    [InlineData("{flushFrequency: 5s}", "")]
    [InlineData("{flushFrequency: 5000000000}", "")]
    [InlineData("{flushFrequency: }", "")]
    [InlineData("{flushFrequency: '5'}", "Unreadable logging.flushFrequency")]
    [InlineData("{flushFrequency: 0.5}", "WrongType logging.flushFrequency")]
    [InlineData("{flushFrequency: true}", "WrongType logging.flushFrequency")]
    [InlineData("{options: {json: {splitStream: true, infoBufferSize: 64Ki}}}", "")]
    [InlineData("{options: {text: {}}}", "UnknownField logging.options.text")]
    [InlineData("{vmodule: [{file: a}]}", "UnknownField logging.vmodule[0].file")]
    public void The_log_of_kube_proxy_decodes(string logging, string expected)
    {
        var root = (YamlMapping)Manifests.Objects(Proxy($"logging: {logging}"))[0].Node!;

        Assert.Equal(expected, string.Join(", ", StrictDecoder.Decode(root, FieldTables.KubeProxyGroupVersion, "KubeProxyConfiguration", new KubernetesVersion(29)).Select(e => $"{e.Kind} {e.Field}")));
    }

    // yamlToJSONTarget marshals what it has read.
    [Theory]
    [InlineData("5.5", "")]
    [InlineData("1e400", "WrongType clientConnection.qps")]
    public void A_number_fits_its_field(string number, string expected)
    {
        var root = (YamlMapping)Manifests.Objects(Proxy($"clientConnection: {{qps: {number}}}"))[0].Node!;

        Assert.Equal(expected, string.Join(", ", StrictDecoder.Decode(root, FieldTables.KubeProxyGroupVersion, "KubeProxyConfiguration", new KubernetesVersion(29)).Select(e => $"{e.Kind} {e.Field}")));
    }

    [Theory]
    [InlineData(".inf")]
    [InlineData("-.inf")]
    [InlineData(".nan")]
    public void JSON_has_no_infinity(string number)
    {
        var problem = Assert.Single(Linter.Parse(new SourceText("proxy.yaml", Proxy($"clientConnection: {{qps: {number}}}"))).Problems);
        Assert.StartsWith($"'{number}' does not exist in JSON", problem.Message, StringComparison.Ordinal);
    }

    private static string ProxyErrors(string field, int minor) => Errors(Proxy(field), minor);

    private static string Proxy(string field) => $"apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n{field}";

    // ValidateIngressCreate; what is empty is set as well.
    [Theory]
    [InlineData(26, "nginx", "nginx", "annotations.kubernetes.io/ingress.class Invalid")]
    [InlineData(27, "nginx", "nginx", "")]
    [InlineData(27, "nginx", "traefik", "annotations.kubernetes.io/ingress.class Invalid")]
    [InlineData(37, "", "nginx", "annotations.kubernetes.io/ingress.class Invalid")]
    [InlineData(37, "", "", "spec.ingressClassName Invalid")]
    [InlineData(37, "A_b", "A_b", "spec.ingressClassName Invalid")]
    public void An_Ingress_has_one_class(int minor, string annotation, string field, string expected) =>
        Assert.Equal(
            expected,
            Errors($"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: a, annotations: {{kubernetes.io/ingress.class: '{annotation}'}}}}\nspec: {{ingressClassName: '{field}', defaultBackend: {{service: {{name: web, port: {{number: 80}}}}}}}}", minor));

    private static string Errors(string yaml, int minor) =>
        string.Join(", ", ApiValidation.Validate(Manifests.Objects(yaml)[0], new KubernetesVersion(minor)).Select(e => $"{e.Field} {e.Type}"));
}
