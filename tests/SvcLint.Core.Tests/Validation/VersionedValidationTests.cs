using SvcLint.Kubernetes;
using SvcLint.Text;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Validation;

/// <summary>What the API server and kube-proxy begin to refuse, or refuse under another path, from a version on.</summary>
public sealed class VersionedValidationTests
{
    private const string Owner = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  ownerReferences: [{apiVersion: v1, kind: Pod, name: p}]\nspec: {ports: [{port: 80}]}";
    private const string Container = "apiVersion: v1\nkind: PodTemplate\nmetadata: {name: a}\ntemplate:\n  metadata: {labels: {app: a}}\n  spec:\n    containers: [{name: a, image: a";
    private const string Init = "apiVersion: v1\nkind: PodTemplate\nmetadata: {name: a}\ntemplate:\n  metadata: {labels: {app: a}}\n  spec:\n    containers: [{name: a, image: a}]\n    initContainers: [{name: i, image: a, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}]";
    private const string Proxy = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";

    [Theory]
    [InlineData(Owner, 36, "metadata.ownerReferences.uid Invalid")]
    [InlineData(Owner, 37, "metadata.ownerReferences[0].uid Required")]
    [InlineData(Container + ", restartPolicy: Always}]", 33, "template.spec.containers[0].restartPolicy Forbidden")]
    [InlineData(Container + ", restartPolicy: Sometimes}]", 34, "")]
    [InlineData(Container + ", restartPolicy: Sometimes}]", 35, "template.spec.containers[0].restartPolicy NotSupported")]
    [InlineData(Container + ", restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]}]", 35, "template.spec.containers[0].restartPolicy Required")]
    [InlineData(Container + ", restartPolicy: Never, restartPolicyRules: [{action: Stop, exitCodes: {operator: Is}}]}]", 34, "")]
    [InlineData(Container + ", restartPolicy: Never, restartPolicyRules: [{action: Stop, exitCodes: {operator: Is}}, {action: Restart}]}]", 35, "template.spec.containers[0].restartPolicyRules[0].action NotSupported, template.spec.containers[0].restartPolicyRules[0].exitCodes.operator Invalid, template.spec.containers[0].restartPolicyRules[1].exitCodes Required")]
    [InlineData(Container + "}]\n    hostNetwork: true\n    hostnameOverride: web", 34, "")]
    [InlineData(Container + "}]\n    hostNetwork: true\n    hostnameOverride: web", 35, "template.spec.hostnameOverride Forbidden")]
    [InlineData(Init, 35, "")]
    [InlineData(Init, 36, "template.spec.initContainers[0].resizePolicy[0].restartPolicy Invalid")]
    [InlineData(Proxy + "nodePortAddresses: [primary, 10.0.0.0/8]", 36, "nodePortAddresses[0] Invalid")]
    [InlineData(Proxy + "nodePortAddresses: [primary, localhost, all, 10.0.0.0/8]", 37, "")]
    [InlineData(Proxy + "nodePortAddresses: [all, 10.0.0.0/8, all]", 37, "nodePortAddresses[2] Duplicate")]
    [InlineData(Proxy + "nodePortAddresses: [Primary]", 37, "nodePortAddresses[0] Invalid")]
    [InlineData(Proxy + "featureGates: {AllAlpha: true}", 36, "")]
    [InlineData(Proxy + "featureGates: {AllAlpha: true}", 37, "featureGates FeatureGate")]
    [InlineData(Proxy + "featureGates: {AllAlpha: true, AllBeta: true}", 37, "")]
    [InlineData(Proxy + "mode: ipvs\nfeatureGates: {KubeProxyIPVS: false}", 37, "mode Invalid")]
    [InlineData(Proxy + "mode: iptables\nfeatureGates: {KubeProxyIPVS: false}", 37, "")]
    [InlineData(Proxy + "featureGates: {LoadBalancerIPMode: true}", 34, "")]
    [InlineData(Proxy + "featureGates: {LoadBalancerIPMode: true}", 35, "featureGates FeatureGate")]
    public void A_version_refuses_this(string yaml, int minor, string errors) =>
        Assert.Equal(errors, string.Join(", ", ApiValidation.Validate(Linter.Parse(new SourceText("a.yaml", yaml)).Objects.First(), new KubernetesVersion(minor)).Select(e => $"{e.Field} {e.Type}")));

    [Theory]
    [InlineData("trafficDistribution: PreferClose", 34, "")]
    [InlineData("trafficDistribution: PreferClose", 35, "spec.trafficDistribution Other")]
    [InlineData("externalIPs: [203.0.113.9]", 35, "")]
    [InlineData("externalIPs: [203.0.113.9]", 36, "spec.externalIPs Other")]
    [InlineData("clusterIP: None, externalIPs: [203.0.113.9]", 36, "spec.externalIPs Ignored")]
    public void A_version_warns_of_this(string spec, int minor, string warnings) =>
        Assert.Equal(warnings, string.Join(", ", ApiValidation.Warnings(Linter.Parse(new SourceText("a.yaml", $"apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec: {{ports: [{{port: 80}}], {spec}}}")).Objects.First(), new KubernetesVersion(minor)).Select(w => $"{w.Field} {w.Code}")));
}
