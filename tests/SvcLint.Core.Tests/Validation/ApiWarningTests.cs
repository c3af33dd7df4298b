using SvcLint.Core.Tests.Model;
using SvcLint.Kubernetes;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Validation;

/// <summary>Warnings of other kinds than Services; each test names the server's function that it follows.</summary>
public sealed class ApiWarningTests
{
    // The lifecycle of v1 Endpoints, and endpointsWarnings.
    [Theory]
    [InlineData(32, "")]
    [InlineData(33, " Other, subsets[0].addresses[0].ip NonStandardIP, subsets[0].notReadyAddresses[0].ip NonCanonicalIPv6")]
    public void Endpoints(int minor, string expected) =>
        Assert.Equal(expected, Ask("apiVersion: v1\nkind: Endpoints\nmetadata: {name: a}\nsubsets: [{addresses: [{ip: 010.0.0.1}], notReadyAddresses: [{ip: 'FD00::1'}]}]", minor));

    // warnOnDeprecatedAddressType, warnOnBadIPs.
    [Theory]
    [InlineData(32, "FQDN", "a.example.com", "")]
    [InlineData(33, "FQDN", "a.example.com", "spec.addressType Other")]
    [InlineData(32, "IPv4", "010.0.0.1", "")]
    [InlineData(33, "IPv4", "010.0.0.1", "endpoints[0].addresses[0] NonStandardIP")]
    [InlineData(36, "IPv6", "FD00::1", "endpoints[0].addresses[0] NonCanonicalIPv6")]
    [InlineData(37, "IPv6", "FD00::1", "")]
    public void Slices(int minor, string type, string address, string expected) =>
        Assert.Equal(expected, Ask($"apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: a}}\naddressType: {type}\nendpoints: [{{addresses: ['{address}']}}]", minor));

    // networkPolicyWarnings.
    [Theory]
    [InlineData(32, "")]
    [InlineData(34, "spec.egress[0].to[0].ipBlock.except[0] NonStandardCIDR, spec.ingress[0].from[0].ipBlock.cidr AmbiguousCIDR")]
    public void Policies(int minor, string expected) =>
        Assert.Equal(expected, Ask("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/8}}]}], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/016]}}]}]}", minor));

    // warningsForPodSpecAndMeta.
    [Theory]
    [InlineData("Pod", "nodeSelector: {beta.kubernetes.io/os: linux, a: b}", 26, "spec.nodeSelector[beta.kubernetes.io/os] Other")]
    [InlineData("Pod", "nodeSelector: {node-role.kubernetes.io/master: ''}", 26, "")]
    [InlineData("Pod", "nodeSelector: {node-role.kubernetes.io/master: ''}", 32, "spec.nodeSelector[node-role.kubernetes.io/master] Other")]
    [InlineData("Pod", "hostAliases: [{ip: 10.0.0.1}, {ip: 10.0.0.1}]", 26, "spec.hostAliases[1].ip Other")]
    [InlineData("Pod", "terminationGracePeriodSeconds: -1", 26, "")]
    [InlineData("Pod", "terminationGracePeriodSeconds: -1", 27, "spec.terminationGracePeriodSeconds Other")]
    [InlineData("Pod", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]", 27, "spec.topologySpreadConstraints[0].labelSelector Other")]
    [InlineData("Pod", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]", 27, "")]
    [InlineData("Pod", "dnsConfig: {nameservers: [010.0.0.1]}", 32, "")]
    [InlineData("Pod", "dnsConfig: {nameservers: [010.0.0.1]}", 33, "spec.dnsConfig.nameservers[0] NonStandardIP")]
    [InlineData("PodTemplate", "hostAliases: [{ip: 010.0.0.1}]", 33, "template.spec.hostAliases[0].ip NonStandardIP")]
    [InlineData("CronJob", "terminationGracePeriodSeconds: -1", 34, "spec.jobTemplate.spec.template.spec.terminationGracePeriodSeconds Other")]
    public void Pods(string kind, string field, int minor, string expected) => Assert.Equal(expected, AskPod(kind, field + ", containers: [{name: a, image: b}]", minor));

    [Theory]
    [InlineData("env: [{name: A, value: x}, {name: A, value: y}]", 26, "env[1].name Other")]
    [InlineData("env: [{name: A, value: x}, {name: A, value: y}]", 27, "env[1] Other")]
    [InlineData("env: [{name: A, value: x}, {name: A, value: $(A)y}]", 27, "")]
    [InlineData("env: [{name: A, value: x}, {name: A, value: $(A)}]", 27, "env[1] Other")]
    [InlineData("ports: [{containerPort: 80}, {containerPort: 80}]", 27, "")]
    [InlineData("ports: [{containerPort: 80}, {containerPort: 80}]", 28, "ports[1] Other")]
    [InlineData("ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]", 28, "")]
    [InlineData("ports: [{containerPort: 80, hostPort: 1}, {containerPort: 80, hostPort: 2}]", 28, "")]
    [InlineData("ports: [{containerPort: 80, hostPort: 1}, {containerPort: 80, hostPort: 1, hostIP: 10.0.0.1}]", 28, "ports[1] Other")]
    [InlineData("ports: [{containerPort: 80, hostPort: 1, hostIP: 10.0.0.2}, {containerPort: 80, hostPort: 1, hostIP: 10.0.0.1}]", 28, "")]
    [InlineData("ports: [{containerPort: 80, hostIP: 10.0.0.1}]", 28, "ports[0] Ignored")]
    public void Containers(string field, int minor, string expected) =>
        Assert.Equal(expected, AskPod("Pod", $"containers: [{{name: a, image: b, {field}}}]", minor).Replace("spec.containers[0].", "", StringComparison.Ordinal));

    [Theory]
    [InlineData(32, "")]
    [InlineData(33, "spec.containers[0].ports[0] Other")]
    public void A_port_name_counts_across_containers_sidecars_first(int minor, string expected) =>
        Assert.Equal(expected, AskPod("Pod", "containers: [{name: a, image: b, ports: [{name: x, containerPort: 80}]}], initContainers: [{name: c, image: d, ports: [{name: x, containerPort: 81}]}]", minor));

    private static string AskPod(string kind, string spec, int minor)
    {
        var template = $"template: {{spec: {{restartPolicy: {(kind == "CronJob" ? "Never" : "Always")}, {spec}}}}}";
        return Ask(
            kind switch
            {
                "Pod" => $"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec: {{{spec}}}",
                "PodTemplate" => $"apiVersion: v1\nkind: PodTemplate\nmetadata: {{name: x}}\n{template}",
                _ => $"apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: x}}\nspec: {{schedule: '* * * * *', jobTemplate: {{spec: {{{template}}}}}}}",
            },
            minor);
    }

    private static string Ask(string yaml, int minor) =>
        string.Join(", ", ApiValidation.Warnings(Manifests.Objects(yaml)[0], new KubernetesVersion(minor)).Select(w => $"{w.Field} {w.Code}").Order(StringComparer.Ordinal));
}
