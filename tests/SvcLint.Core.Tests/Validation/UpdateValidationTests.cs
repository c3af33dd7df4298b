using SvcLint.Core.Tests.Model;
using SvcLint.Kubernetes;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Validation;

/// <summary>What ValidateServiceUpdate, ValidateStatefulSetUpdate and their kin refuse, after what the registry fills in before they look.</summary>
public sealed class UpdateValidationTests
{
    [Theory]
    [InlineData("clusterIP: 10.0.0.1", "clusterIP: 10.0.0.2", "spec.clusterIPs[0] Invalid")]
    [InlineData("clusterIP: 10.0.0.1", "clusterIP: None", "spec.clusterIPs[0] Invalid")]
    [InlineData("clusterIP: None", "clusterIP: 10.0.0.1", "spec.clusterIPs[0] Invalid")]
    [InlineData("sessionAffinity: None", "clusterIP: None", "spec.clusterIPs[0] Invalid")]
    [InlineData("type: NodePort", "clusterIP: None", "spec.clusterIPs[0] Invalid")]
    [InlineData("clusterIP: None", "type: NodePort", "spec.clusterIPs[0] Invalid")]
    [InlineData("clusterIP: None", "type: LoadBalancer", "spec.clusterIPs[0] Invalid")]
    [InlineData("clusterIP: None", "type: ClusterIP", "")]
    [InlineData("clusterIP: 10.0.0.1", "type: ClusterIP", "")]
    [InlineData("clusterIP: 10.0.0.1", "type: LoadBalancer", "")]
    [InlineData("type: ClusterIP", "clusterIP: 10.0.0.1", "")]
    [InlineData("clusterIP: 10.0.0.1", "{type: ExternalName, externalName: db.example.com}", "")]
    [InlineData("{type: ExternalName, externalName: db.example.com}", "clusterIP: None", "")]
    [InlineData("{clusterIP: None, ipFamilies: [IPv4]}", "{clusterIP: None, ipFamilies: [IPv6]}", "")]
    public void The_cluster_ip_of_a_service_stays_unless_it_comes_from_or_goes_to_external_name(string before, string after, string expected) =>
        Assert.Equal(expected, Service(before, after));

    [Theory]
    [InlineData("{ipFamilyPolicy: PreferDualStack, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1']}", "{ipFamilyPolicy: PreferDualStack, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::2']}", "spec.clusterIPs[1] Invalid")]
    [InlineData("{ipFamilyPolicy: PreferDualStack, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1']}", "{ipFamilyPolicy: PreferDualStack, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1]}", "spec.ipFamilyPolicy Invalid")]
    [InlineData("{ipFamilyPolicy: PreferDualStack, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1']}", "{clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1]}", "spec.ipFamilyPolicy Invalid")]
    [InlineData("{ipFamilyPolicy: PreferDualStack, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1']}", "{ipFamilyPolicy: SingleStack, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1]}", "")]
    [InlineData("ipFamilies: [IPv4]", "ipFamilies: [IPv6]", "spec.clusterIPs[0] Invalid")]
    [InlineData("{ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6]}", "{ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6, IPv4]}", "spec.clusterIPs[0] Invalid")]
    [InlineData("{clusterIP: 10.0.0.1, ipFamilies: [IPv4]}", "{clusterIP: 'fd00::1', ipFamilies: [IPv6]}", "spec.clusterIPs[0] Invalid, spec.ipFamilies[0] Invalid")]
    [InlineData("{ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]}", "ipFamilies: [IPv4]", "spec.ipFamilyPolicy Invalid")]
    [InlineData("{ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]}", "{ipFamilyPolicy: SingleStack, ipFamilies: [IPv4]}", "")]
    [InlineData("ipFamilies: [IPv4]", "{ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]}", "")]
    [InlineData("ipFamilies: [IPv4]", "type: ClusterIP", "")]
    [InlineData("type: ClusterIP", "ipFamilies: [IPv6]", "")]
    public void The_first_family_stays_and_the_second_goes_only_with_single_stack(string before, string after, string expected) =>
        Assert.Equal(expected, Service(before, after));

    [Theory]
    [InlineData("{type: LoadBalancer, loadBalancerClass: a.example/x}", "{type: LoadBalancer, loadBalancerClass: b.example/x}", "spec.loadBalancerClass Invalid")]
    [InlineData("{type: LoadBalancer, loadBalancerClass: a.example/x}", "type: LoadBalancer", "spec.loadBalancerClass Invalid")]
    [InlineData("type: LoadBalancer", "{type: LoadBalancer, loadBalancerClass: a.example/x}", "spec.loadBalancerClass Invalid")]
    [InlineData("type: ClusterIP", "{type: LoadBalancer, loadBalancerClass: a.example/x}", "")]
    [InlineData("{type: LoadBalancer, loadBalancerClass: a.example/x}", "type: ClusterIP", "")]
    [InlineData("{type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30100}", "{type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30101}", "spec.healthCheckNodePort Forbidden")]
    [InlineData("{type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30100}", "{type: LoadBalancer, externalTrafficPolicy: Local}", "")]
    [InlineData("{type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30100}", "type: LoadBalancer", "")]
    [InlineData("selector: {app: a}", "selector: {app: b}", "")]
    public void A_load_balancer_keeps_its_class_and_its_health_check_port(string before, string after, string expected) =>
        Assert.Equal(expected, Service(before, after));

    [Theory]
    [InlineData("Deployment", "selector: {matchLabels: {app: a}}", "selector: {matchLabels: {app: b}}", "spec.selector Invalid")]
    [InlineData("DaemonSet", "selector: {matchLabels: {app: a}}", "selector: {matchLabels: {app: a, tier: x}}", "spec.selector Invalid")]
    [InlineData("ReplicaSet", "selector: {matchLabels: {app: a, tier: x}}", "selector: {matchLabels: {tier: x, app: a}}", "")]
    [InlineData("Deployment", "selector: {matchLabels: {app: a}}", "selector: {matchExpressions: [{key: app, operator: In, values: [a]}]}", "spec.selector Invalid")]
    [InlineData("Deployment", "{replicas: 1, strategy: {type: Recreate}}", "replicas: 2", "")]
    [InlineData("StatefulSet", "serviceName: a", "serviceName: b", "spec Forbidden")]
    [InlineData("StatefulSet", "serviceName: ''", "replicas: 1", "")]
    [InlineData("StatefulSet", "podManagementPolicy: Parallel", "podManagementPolicy: OrderedReady", "spec Forbidden")]
    [InlineData("StatefulSet", "replicas: 1", "{replicas: 2, minReadySeconds: 5, ordinals: {start: 1}, updateStrategy: {type: OnDelete}, persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}}", "")]
    [InlineData("StatefulSet", "template: {spec: {containers: [{name: a, image: a:1}]}}", "template: {spec: {containers: [{name: a, image: a:2}]}}", "")]
    [InlineData("StatefulSet", "volumeClaimTemplates: [{metadata: {name: d}, spec: {resources: {requests: {storage: 1Gi}}}}]", "volumeClaimTemplates: [{metadata: {name: d}, spec: {resources: {requests: {storage: 2Gi}}}}]", "spec Forbidden")]
    [InlineData("StatefulSet", "volumeClaimTemplates: [{metadata: {name: d}, spec: {resources: {requests: {storage: 1Gi}}}}]", "volumeClaimTemplates: [{kind: PersistentVolumeClaim, metadata: {name: d}, spec: {volumeMode: Filesystem, resources: {requests: {storage: 1024Mi}}}}]", "")]
    public void Workloads_keep_their_selector_and_a_stateful_set_nearly_everything(string kind, string before, string after, string expected) =>
        Assert.Equal(expected, Ask("apps/v1", kind, "spec: " + before, "spec: " + after));

    [Theory]
    [InlineData(32, "spec Forbidden")]
    [InlineData(33, "")]
    public void The_revision_history_of_a_stateful_set_is_free_in_newer_versions(int minor, string expected) =>
        Assert.Equal(expected, Ask("apps/v1", "StatefulSet", "spec: {revisionHistoryLimit: 3}", "spec: {revisionHistoryLimit: 5}", minor));

    [Theory]
    [InlineData("template: {spec: {containers: [{name: a, image: a:1}]}}", "template: {spec: {containers: [{name: a, image: a:2}]}}", "spec.template Invalid")]
    [InlineData("template: {spec: {containers: [{name: a, image: a:1}]}}", "template: {spec: {containers: [{name: a, image: a:1, imagePullPolicy: Always}]}}", "")]
    [InlineData("template: {spec: {containers: [{name: a, image: a:1}]}}", "template: {spec: {containers: [{name: a, image: a:1, args: [x]}]}}", "spec.template Invalid")]
    [InlineData("{suspend: true, template: {metadata: {labels: {a: b}}}}", "{template: {metadata: {labels: {a: c}}}}", "")]
    [InlineData("completionMode: NonIndexed", "parallelism: 2", "")]
    [InlineData("completionMode: NonIndexed", "completionMode: Indexed", "spec.completionMode Invalid")]
    [InlineData("backoffLimit: 2", "{backoffLimit: 3, activeDeadlineSeconds: 5}", "")]
    [InlineData("{manualSelector: true, selector: {matchLabels: {a: b}}}", "{manualSelector: true, selector: {matchLabels: {a: c}}}", "spec.selector Invalid")]
    public void A_job_keeps_its_template(string before, string after, string expected) =>
        Assert.Equal(expected, Ask("batch/v1", "Job", "spec: " + before, "spec: " + after));

    [Theory]
    [InlineData("containers: [{name: a, image: a:1}]", "containers: [{name: a, image: a:2}]", "")]
    [InlineData("containers: [{name: a, image: a:1}]", "containers: [{name: a, image: a:1, env: [{name: X, value: y}]}]", "spec Forbidden")]
    [InlineData("containers: [{name: a, image: a:1}]", "containers: [{name: a, image: a:1}, {name: b, image: b:1}]", "spec.containers Forbidden")]
    [InlineData("{containers: [{name: a, image: a:1}]}", "{containers: [{name: a, image: a:1}], tolerations: [{operator: Exists}]}", "")]
    [InlineData("{containers: [{name: a, image: a:1}], nodeSelector: {a: b}}", "{containers: [{name: a, image: a:1}], nodeSelector: {a: c}}", "spec Forbidden")]
    public void A_pod_changes_little_more_than_its_images(string before, string after, string expected) =>
        Assert.Equal(expected, Ask("v1", "Pod", "spec: " + before, "spec: " + after));

    [Theory]
    [InlineData("ConfigMap", "{immutable: true, data: {a: x}}", "{immutable: true, data: {a: y}}", "data Forbidden")]
    [InlineData("ConfigMap", "{immutable: true, data: {a: x}}", "{data: {a: x}}", "immutable Forbidden")]
    [InlineData("ConfigMap", "{immutable: true, data: {a: x}}", "{immutable: true, data: {a: x}, metadata: {labels: {b: c}}}", "")]
    [InlineData("ConfigMap", "{data: {a: x}}", "{immutable: true, data: {a: y}}", "")]
    [InlineData("Secret", "{immutable: true, stringData: {a: x}}", "{immutable: true, stringData: {a: y}}", "data Forbidden")]
    [InlineData("Secret", "{immutable: true, stringData: {a: x}}", "{immutable: true, data: {a: eA==}}", "")]
    [InlineData("Secret", "{type: Opaque}", "{data: {a: eA==}}", "")]
    [InlineData("Secret", "{type: Opaque}", "{type: kubernetes.io/tls}", "type Invalid")]
    public void What_says_that_it_is_immutable_keeps_its_content(string kind, string before, string after, string expected) =>
        Assert.Equal(expected, Ask("v1", kind, before[1..^1].Replace(", ", "\n", StringComparison.Ordinal), after[1..^1].Replace(", ", "\n", StringComparison.Ordinal)));

    [Fact]
    public void An_endpoint_slice_keeps_its_address_type_and_an_ingress_class_its_controller()
    {
        Assert.Equal("addressType Invalid", Ask("discovery.k8s.io/v1", "EndpointSlice", "addressType: IPv4", "addressType: IPv6"));
        Assert.Equal("spec.controller Invalid", Ask("networking.k8s.io/v1", "IngressClass", "spec: {controller: a.example/x}", "spec: {controller: b.example/x}"));
        Assert.Equal("", Ask("networking.k8s.io/v1", "NetworkPolicy", "spec: {podSelector: {}}", "spec: {podSelector: {matchLabels: {a: b}}}"));
    }

    private static string Service(string before, string after) =>
        Ask("v1", "Service", "spec: " + Flow(before), "spec: " + Flow(after));

    private static string Flow(string fields) => fields.StartsWith('{') ? fields : "{" + fields + "}";

    private static string Ask(string apiVersion, string kind, string before, string after, int minor = 32)
    {
        string Text(string body) => $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata:\n  name: x\n{(body.Contains('\n') || body.StartsWith("spec: {", StringComparison.Ordinal) || !body.StartsWith("spec: ", StringComparison.Ordinal) ? body : "spec: {" + body["spec: ".Length..] + "}")}\n";
        var errors = UpdateValidation.Validate(Manifests.Objects(Text(after))[0], Manifests.Objects(Text(before))[0], new KubernetesVersion(minor));
        return string.Join(", ", errors.Select(e => $"{e.Field} {e.Type}"));
    }
}
