using SvcLint.Core.Tests.Model;
using SvcLint.Kubernetes;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Validation;

/// <summary>Pod specs and the workloads around them; each test names the server's function that it follows.</summary>
public sealed class PodSpecValidationTests
{
    // validateSleepAction; until 1.29 the gate was off and the handler dropped.
    [Theory]
    [InlineData("{sleep: {seconds: 5}}", 29, "lifecycle.preStop Required")]
    [InlineData("{sleep: {seconds: 5}}", 30, "")]
    [InlineData("{sleep: {seconds: 0}}", 32, "lifecycle.preStop.sleep Invalid")]
    [InlineData("{sleep: {seconds: 0}}", 33, "")]
    [InlineData("{sleep: {seconds: -1}}", 34, "lifecycle.preStop.sleep Invalid")]
    [InlineData("{sleep: {seconds: 31}}", 34, "lifecycle.preStop.sleep Invalid")]
    [InlineData("{sleep: {seconds: 30}}", 34, "")]
    [InlineData("{sleep: {seconds: 5}, exec: {command: [a]}}", 34, "lifecycle.preStop.sleep Forbidden")]
    public void A_hook_sleeps_no_longer_than_the_grace_period(string hook, int minor, string expected) =>
        Assert.Equal(expected, Container($"lifecycle: {{preStop: {hook}}}", minor));

    // validateProbe, validateReadinessProbe, validateHTTPGetAction.
    [Theory]
    [InlineData("livenessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 0}", "livenessProbe.terminationGracePeriodSeconds Invalid")]
    [InlineData("livenessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 1}", "")]
    [InlineData("readinessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 5}", "readinessProbe.terminationGracePeriodSeconds Invalid")]
    [InlineData("startupProbe: {httpGet: {port: 80, httpHeaders: [{name: X-A, value: b}, {name: 'a b', value: c}]}}", "startupProbe.httpGet.httpHeaders Invalid")]
    public void Probes_have_their_own_grace_and_proper_headers(string field, string expected) =>
        Assert.Equal(expected, Container(field, 34));

    // validateContainerCommon, ValidateEnv.
    [Theory]
    [InlineData("imagePullPolicy: ifNotPresent", 34, "imagePullPolicy NotSupported")]
    [InlineData("imagePullPolicy: ''", 34, "")]
    [InlineData("terminationMessagePolicy: file", 34, "terminationMessagePolicy NotSupported")]
    [InlineData("env: [{value: a}]", 34, "env[0].name Required")]
    [InlineData("env: [{name: 1A, value: a}]", 31, "env[0].name Invalid")]
    [InlineData("env: [{name: 1A, value: a}]", 32, "")]
    [InlineData("env: [{name: A=B, value: a}]", 32, "env[0].name Invalid")]
    [InlineData("env: [{name: a.b-c_d, value: a}]", 26, "")]
    [InlineData("env: [{name: ..a, value: a}]", 26, "env[0].name Invalid")]
    public void Policies_and_variables_of_a_container(string field, int minor, string expected) =>
        Assert.Equal(expected, Container(field, minor));

    // Convert_v1_PodSpec_To_core_PodSpec takes the older name where the newer is empty.
    [Theory]
    [InlineData("serviceAccount: A_b", "spec.serviceAccountName Invalid")]
    [InlineData("serviceAccount: A_b, serviceAccountName: ''", "spec.serviceAccountName Invalid")]
    [InlineData("serviceAccount: A_b, serviceAccountName: a", "")]
    public void The_older_name_of_the_service_account(string fields, string expected) =>
        Assert.Equal(expected, Errors($"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec: {{{fields}, containers: [{{name: a, image: b}}]}}", 34));

    // ValidateHostAliases.
    [Theory]
    [InlineData(29, "spec.hostAliases.hostnames Invalid, spec.hostAliases.ip Invalid")]
    [InlineData(30, "spec.hostAliases[0].hostnames[0] Invalid, spec.hostAliases[0].ip Invalid")]
    public void Host_aliases(int minor, string expected) =>
        Assert.Equal(expected, Errors("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {hostAliases: [{ip: a, hostnames: [A_b]}], containers: [{name: a, image: b}]}", minor));

    // ValidatePodTemplateSpecForStatefulSet: the pods' spec counts from 1.34 on, labels always.
    [Theory]
    [InlineData(33, "spec.template.labels Invalid Validate, spec.template.spec.containers[0].image Required Pods")]
    [InlineData(34, "spec.template.labels Invalid Validate, spec.template.spec.containers[0].image Required Validate")]
    public void The_pods_of_a_stateful_set_were_long_refused_only_when_they_were_made(int minor, string expected)
    {
        var errors = Ask("apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: x}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b, c: _a}}, spec: {containers: [{name: a}]}}}", minor);
        Assert.Equal(expected, string.Join(", ", errors.Select(e => $"{e.Field} {e.Type} {e.Stage}").Order(StringComparer.Ordinal)));
    }

    // ValidateStatefulSetName.
    [Theory]
    [InlineData(26, "")]
    [InlineData(27, "metadata.name Invalid")]
    public void The_name_of_a_stateful_set_is_a_label(int minor, string expected) =>
        Assert.Equal(expected, Errors("apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a.b}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}", minor));

    // ValidateDaemonSetSpec, ValidateDeploymentSpec, ValidateDeploymentStrategy.
    [Theory]
    [InlineData("DaemonSet", "", "spec.template.metadata.labels Invalid")]
    [InlineData("Deployment", "", "spec.selector Required")]
    [InlineData("Deployment", "selector: {matchLabels: {a: b}}, strategy: {type: recreate}, ", "spec.strategy NotSupported")]
    [InlineData("Deployment", "selector: {matchLabels: {a: b}}, strategy: {type: Recreate}, ", "")]
    public void Workloads_need_a_selector_and_a_known_strategy(string kind, string fields, string expected) =>
        Assert.Equal(expected, Errors($"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: x}}\nspec: {{{fields}template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: a, image: b}}]}}}}}}", 34));

    // validateJobSpec.
    [Theory]
    [InlineData("", "spec.template.spec.restartPolicy Required")]
    [InlineData("restartPolicy: Always, ", "spec.template.spec.restartPolicy Required")]
    [InlineData("restartPolicy: Sometimes, ", "spec.template.spec.restartPolicy NotSupported")]
    [InlineData("restartPolicy: Never, ", "")]
    public void The_pods_of_a_job_end(string fields, string expected) =>
        Assert.Equal(expected, Errors($"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: x}}\nspec: {{template: {{spec: {{{fields}containers: [{{name: a, image: b}}]}}}}}}", 34));

    // The YAML is turned into JSON first: there the last of repeated keys remains, and no key is null.
    [Theory]
    [InlineData("type: 1\n  type: ClusterIP", "DuplicateKey type")]
    [InlineData("typ: {a: 1, a: 2}", "DuplicateKey a, UnknownField typ")]
    [InlineData("selector: {~: a}", "Unreadable ~")]
    public void Repeated_and_null_keys(string field, string expected)
    {
        var root = (YamlMapping)YamlReader.Read(TextSlice.Whole(new SourceText("a.yaml", $"apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  {field}\n"))).Root!;
        var errors = StrictDecoder.Decode(root, "v1", "Service", new KubernetesVersion(34));
        Assert.Equal(expected, string.Join(", ", errors.Select(e => $"{e.Kind} {e.Span.Text}").Order(StringComparer.Ordinal)));
    }

    private static string Container(string field, int minor) =>
        Errors($"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec: {{containers: [{{name: a, image: b, {field}}}]}}", minor).Replace("spec.containers[0].", "", StringComparison.Ordinal);

    private static string Errors(string yaml, int minor) =>
        string.Join(", ", Ask(yaml, minor).Select(e => $"{e.Field} {e.Type}").Distinct().Order(StringComparer.Ordinal));

    private static IReadOnlyList<ApiError> Ask(string yaml, int minor) => ApiValidation.Validate(Manifests.Objects(yaml)[0], new KubernetesVersion(minor));
}
