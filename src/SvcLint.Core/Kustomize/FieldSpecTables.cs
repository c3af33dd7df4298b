namespace SvcLint.Kustomize;

/// <summary>The fields that kustomize's transformers know by themselves (api/internal/konfig/builtinpluginconsts, kustomize 5.5 to 5.7).</summary>
internal static class FieldSpecTables
{
    public static IReadOnlyList<FieldSpec> Name { get; } = [FieldSpec.Any("metadata/name", create: false)];

    public static IReadOnlyList<FieldSpec> Namespace { get; } =
    [
        FieldSpec.Of("Namespace", "metadata/name", create: true),
        FieldSpec.Of("APIService", "spec/service/namespace", create: true, "apiregistration.k8s.io"),
        FieldSpec.Of("CustomResourceDefinition", "spec/conversion/webhook/clientConfig/service/namespace", group: "apiextensions.k8s.io"),
    ];

    public static FieldSpec MetadataLabels { get; } = FieldSpec.Any("metadata/labels", create: true);

    /// <summary>Object labels and the labels of templates inside.</summary>
    public static IReadOnlyList<FieldSpec> TemplateLabels { get; } =
    [
        MetadataLabels,
        FieldSpec.Of("ReplicationController", "spec/template/metadata/labels", create: true, version: "v1"),
        FieldSpec.Of("Deployment", "spec/template/metadata/labels", create: true),
        FieldSpec.Of("ReplicaSet", "spec/template/metadata/labels", create: true),
        FieldSpec.Of("DaemonSet", "spec/template/metadata/labels", create: true),
        FieldSpec.Of("StatefulSet", "spec/template/metadata/labels", create: true, "apps"),
        FieldSpec.Of("StatefulSet", "spec/volumeClaimTemplates[]/metadata/labels", create: true, "apps"),
        FieldSpec.Of("Job", "spec/template/metadata/labels", create: true, "batch"),
        FieldSpec.Of("CronJob", "spec/jobTemplate/metadata/labels", create: true, "batch"),
        FieldSpec.Of("CronJob", "spec/jobTemplate/spec/template/metadata/labels", create: true, "batch"),
    ];

    /// <summary>Selectors, then all of <see cref="TemplateLabels"/>. Only controllers and Services get a selector that they lack.</summary>
    public static IReadOnlyList<FieldSpec> CommonLabels { get; } =
    [
        FieldSpec.Of("Service", "spec/selector", create: true, version: "v1"),
        FieldSpec.Of("ReplicationController", "spec/selector", create: true, version: "v1"),
        FieldSpec.Of("Deployment", "spec/selector/matchLabels", create: true),
        FieldSpec.Of("ReplicaSet", "spec/selector/matchLabels", create: true),
        FieldSpec.Of("DaemonSet", "spec/selector/matchLabels", create: true),
        FieldSpec.Of("StatefulSet", "spec/selector/matchLabels", create: true, "apps"),
        .. PodSelectors("Deployment"),
        .. PodSelectors("StatefulSet"),
        FieldSpec.Of("Job", "spec/selector/matchLabels", group: "batch"),
        FieldSpec.Of("CronJob", "spec/jobTemplate/spec/selector/matchLabels", group: "batch"),
        FieldSpec.Of("PodDisruptionBudget", "spec/selector/matchLabels", group: "policy"),
        FieldSpec.Of("NetworkPolicy", "spec/podSelector/matchLabels", group: "networking.k8s.io"),
        FieldSpec.Of("NetworkPolicy", "spec/ingress/from/podSelector/matchLabels", group: "networking.k8s.io"),
        FieldSpec.Of("NetworkPolicy", "spec/egress/to/podSelector/matchLabels", group: "networking.k8s.io"),
        .. TemplateLabels,
    ];

    public static IReadOnlyList<FieldSpec> CommonAnnotations { get; } =
    [
        FieldSpec.Any("metadata/annotations", create: true),
        FieldSpec.Of("ReplicationController", "spec/template/metadata/annotations", create: true, version: "v1"),
        FieldSpec.Of("Deployment", "spec/template/metadata/annotations", create: true),
        FieldSpec.Of("ReplicaSet", "spec/template/metadata/annotations", create: true),
        FieldSpec.Of("DaemonSet", "spec/template/metadata/annotations", create: true),
        FieldSpec.Of("StatefulSet", "spec/template/metadata/annotations", create: true),
        FieldSpec.Of("Job", "spec/template/metadata/annotations", create: true, "batch"),
        FieldSpec.Of("CronJob", "spec/jobTemplate/metadata/annotations", create: true, "batch"),
        FieldSpec.Of("CronJob", "spec/jobTemplate/spec/template/metadata/annotations", create: true, "batch"),
    ];

    public static IReadOnlyList<FieldSpec> Images { get; } =
    [
        FieldSpec.Any("spec/containers[]/image", create: true),
        FieldSpec.Any("spec/initContainers[]/image", create: true),
        FieldSpec.Any("spec/template/spec/containers[]/image", create: true),
        FieldSpec.Any("spec/template/spec/initContainers[]/image", create: true),
    ];

    public static IReadOnlyList<FieldSpec> Replicas { get; } =
    [
        FieldSpec.Of("Deployment", "spec/replicas", create: true),
        FieldSpec.Of("ReplicationController", "spec/replicas", create: true),
        FieldSpec.Of("ReplicaSet", "spec/replicas", create: true),
        FieldSpec.Of("StatefulSet", "spec/replicas", create: true),
    ];

    private static IEnumerable<FieldSpec> PodSelectors(string kind)
    {
        const string Affinity = "spec/template/spec/affinity/";
        foreach (var affinity in (string[])["podAffinity", "podAntiAffinity"])
        {
            yield return FieldSpec.Of(kind, Affinity + affinity + "/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels", group: "apps");
            yield return FieldSpec.Of(kind, Affinity + affinity + "/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels", group: "apps");
        }

        yield return FieldSpec.Of(kind, "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels", group: "apps");
    }
}
