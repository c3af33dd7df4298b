namespace SvcLint.Kustomize;

/// <summary>Fields that hold the name of an object of one kind.</summary>
internal sealed record NameReference(Gvk Target, IReadOnlyList<FieldSpec> Referrers);

/// <summary>
/// The references that kustomize follows when a name changes (namereference.go, 5.5 to 5.7), in the order in which it follows
/// them. HTTPRoute, GRPCRoute, VirtualService, Rollout, CRD webhooks and environment values are not among them, nor is
/// Ingress to IngressClass, whose entry there names a group that matches nothing.
/// </summary>
internal static class NameReferenceTable
{
    private static readonly string[] Templates = ["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job"];

    public static IReadOnlyList<NameReference> Default { get; } =
    [
        new(new Gvk("storage.k8s.io", "v1", "StorageClass"),
        [
            FieldSpec.Of("PersistentVolume", "spec/storageClassName"),
            FieldSpec.Of("PersistentVolumeClaim", "spec/storageClassName"),
            FieldSpec.Of("StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName"),
        ]),
        new(new Gvk("", "v1", "ServiceAccount"),
        [
            FieldSpec.Of("RoleBinding", "subjects", group: "rbac.authorization.k8s.io"),
            FieldSpec.Of("ClusterRoleBinding", "subjects", group: "rbac.authorization.k8s.io"),
            .. InPods("serviceAccountName"),
        ]),
        new(new Gvk("rbac.authorization.k8s.io", "", "Role"),
        [
            FieldSpec.Of("RoleBinding", "roleRef/name", group: "rbac.authorization.k8s.io"),
        ]),
        new(new Gvk("rbac.authorization.k8s.io", "", "ClusterRole"),
        [
            FieldSpec.Of("RoleBinding", "roleRef/name", group: "rbac.authorization.k8s.io"),
            FieldSpec.Of("ClusterRoleBinding", "roleRef/name", group: "rbac.authorization.k8s.io"),
        ]),
        new(new Gvk("", "v1", "ConfigMap"),
        [
            .. InTemplates(
                "volumes/configMap/name",
                "containers/env/valueFrom/configMapKeyRef/name",
                "initContainers/env/valueFrom/configMapKeyRef/name",
                "containers/envFrom/configMapRef/name",
                "initContainers/envFrom/configMapRef/name",
                "volumes/projected/sources/configMap/name"),
            FieldSpec.Of("Node", "spec/configSource/configMap"),
            FieldSpec.Of("Role", "rules/resourceNames"),
            FieldSpec.Of("ClusterRole", "rules/resourceNames"),
            FieldSpec.Of("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"),
        ]),
        new(new Gvk("", "v1", "Secret"),
        [
            .. InTemplates(
                "volumes/secret/secretName",
                "containers/env/valueFrom/secretKeyRef/name",
                "initContainers/env/valueFrom/secretKeyRef/name",
                "containers/envFrom/secretRef/name",
                "initContainers/envFrom/secretRef/name",
                "imagePullSecrets/name",
                "volumes/projected/sources/secret/name"),
            FieldSpec.Of("Ingress", "spec/tls/secretName"),
            FieldSpec.Of("Ingress", "metadata/annotations/ingress.kubernetes.io\\/auth-secret"),
            FieldSpec.Of("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret"),
            FieldSpec.Of("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret"),
            FieldSpec.Of("ServiceAccount", "imagePullSecrets/name"),
            FieldSpec.Of("StorageClass", "parameters/secretName"),
            FieldSpec.Of("StorageClass", "parameters/adminSecretName"),
            FieldSpec.Of("StorageClass", "parameters/userSecretName"),
            FieldSpec.Of("StorageClass", "parameters/secretRef"),
            FieldSpec.Of("Role", "rules/resourceNames"),
            FieldSpec.Of("ClusterRole", "rules/resourceNames"),
            FieldSpec.Of("Service", "spec/template/spec/containers/env/valueFrom/secretKeyRef/name", group: "serving.knative.dev", version: "v1"),
            FieldSpec.Of("PersistentVolume", "spec/azureFile/secretName"),
        ]),
        new(new Gvk("", "v1", "Service"),
        [
            FieldSpec.Of("StatefulSet", "spec/serviceName", group: "apps"),
            FieldSpec.Of("Ingress", "spec/rules/http/paths/backend/serviceName"),
            FieldSpec.Of("Ingress", "spec/backend/serviceName"),
            FieldSpec.Of("Ingress", "spec/rules/http/paths/backend/service/name"),
            FieldSpec.Of("Ingress", "spec/defaultBackend/service/name"),
            FieldSpec.Of("APIService", "spec/service/name", group: "apiregistration.k8s.io"),
            FieldSpec.Of("ValidatingWebhookConfiguration", "webhooks/clientConfig/service", group: "admissionregistration.k8s.io"),
            FieldSpec.Of("MutatingWebhookConfiguration", "webhooks/clientConfig/service", group: "admissionregistration.k8s.io"),
        ]),
        new(new Gvk("scheduling.k8s.io", "v1", "PriorityClass"), [.. InPods("priorityClassName")]),
        new(new Gvk("", "v1", "PersistentVolume"),
        [
            FieldSpec.Of("PersistentVolumeClaim", "spec/volumeName"),
            FieldSpec.Of("ClusterRole", "rules/resourceNames"),
        ]),
        new(new Gvk("", "v1", "PersistentVolumeClaim"), [.. InPods("volumes/persistentVolumeClaim/claimName")]),
        Scaled("Deployment"),
        Scaled("StatefulSet"),
        new(new Gvk("admissionregistration.k8s.io", "", "ValidatingAdmissionPolicy"),
        [
            FieldSpec.Of("ValidatingAdmissionPolicyBinding", "spec/policyName", group: "admissionregistration.k8s.io"),
        ]),
        Scaled("ReplicaSet"),
        Scaled("ReplicationController"),
    ];

    private static NameReference Scaled(string kind) =>
        new(new Gvk("", "", kind), [FieldSpec.Of("HorizontalPodAutoscaler", "spec/scaleTargetRef/name")]);

    private static IEnumerable<FieldSpec> InTemplates(params string[] paths)
    {
        foreach (var path in paths)
        {
            yield return FieldSpec.Of("Pod", "spec/" + path, version: "v1");
            yield return FieldSpec.Of("PodTemplate", "template/spec/" + path);
            foreach (var kind in Templates)
            {
                yield return FieldSpec.Of(kind, "spec/template/spec/" + path);
            }

            yield return FieldSpec.Of("CronJob", "spec/jobTemplate/spec/template/spec/" + path);
        }
    }

    private static IEnumerable<FieldSpec> InPods(string path)
    {
        yield return FieldSpec.Of("Pod", "spec/" + path);
        foreach (var kind in (string[])["StatefulSet", "Deployment", "ReplicationController", "Job", "DaemonSet"])
        {
            yield return FieldSpec.Of(kind, "spec/template/spec/" + path);
        }

        yield return FieldSpec.Of("CronJob", "spec/jobTemplate/spec/template/spec/" + path);
    }
}
