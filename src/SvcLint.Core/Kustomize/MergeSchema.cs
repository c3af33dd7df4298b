namespace SvcLint.Kustomize;

/// <summary>
/// Where strategic merge joins lists instead of replacing them, and by which fields of their items: the patch strategies of the
/// Kubernetes version (1.21) whose OpenAPI kustomize carries. In kinds that it does not know every list is replaced.
/// </summary>
internal sealed class MergeSchema
{
    private static readonly string[] WithTemplate =
    [
        "v1/ReplicationController", "apps/v1/Deployment", "apps/v1/ReplicaSet", "apps/v1/DaemonSet", "apps/v1/StatefulSet", "batch/v1/Job",
    ];

    private static readonly MergeSchema Metadata = new(("finalizers", List(null)), ("ownerReferences", List(null, "uid")));

    private static readonly MergeSchema PodTemplate = new(("metadata", Metadata), ("spec", PodSpec()));

    private static readonly MergeSchema ObjectWithMetadata = new(("metadata", Metadata));

    private static readonly MergeSchema Webhooks = new(("metadata", Metadata), ("webhooks", List(null, "name")));

    private static readonly Dictionary<string, MergeSchema> Kinds = OfKinds();

    private readonly Dictionary<string, MergeSchema> _fields = new(StringComparer.Ordinal);

    private MergeSchema(params (string Name, MergeSchema Schema)[] fields)
    {
        foreach (var (name, schema) in fields)
        {
            _fields[name] = schema;
        }
    }

    /// <summary>The fields that tell items apart; empty for a list of scalars. Null: the list is replaced.</summary>
    public IReadOnlyList<string>? Keys { get; private init; }

    public MergeSchema? Items { get; private init; }

    public static MergeSchema? Of(Gvk gvk) =>
        Kinds.TryGetValue((gvk.Group.Length == 0 ? "" : gvk.Group + "/") + gvk.Version + "/" + gvk.Kind, out var schema)
            ? schema
            : gvk.IsClusterScoped ? ObjectWithMetadata : null;

    public MergeSchema? Field(string name) => _fields.TryGetValue(name, out var schema) ? schema : null;

    private static MergeSchema List(MergeSchema? items, params string[] keys) => new() { Keys = keys, Items = items };

    private static MergeSchema PodSpec()
    {
        (string, MergeSchema)[] container =
        [
            ("env", List(null, "name")), ("volumeDevices", List(null, "devicePath")), ("volumeMounts", List(null, "mountPath")),
        ];
        var containers = List(new MergeSchema([.. container, ("ports", List(null, "containerPort", "protocol"))]), "name");
        return new MergeSchema(
            ("containers", containers),
            ("initContainers", containers),
            ("ephemeralContainers", List(new MergeSchema(container), "name")),
            ("hostAliases", List(null, "ip")),
            ("imagePullSecrets", List(null, "name")),
            ("topologySpreadConstraints", List(null, "topologyKey", "whenUnsatisfiable")),
            ("volumes", List(null, "name")));
    }

    private static Dictionary<string, MergeSchema> OfKinds()
    {
        var kinds = new Dictionary<string, MergeSchema>(StringComparer.Ordinal)
        {
            ["v1/Pod"] = new(("metadata", Metadata), ("spec", PodSpec())),
            ["v1/PodTemplate"] = new(("metadata", Metadata), ("template", PodTemplate)),
            ["v1/Service"] = new(("metadata", Metadata), ("spec", new MergeSchema(("ports", List(null, "port", "protocol"))))),
            ["v1/ServiceAccount"] = new(("metadata", Metadata), ("secrets", List(null, "name"))),
            ["v1/Node"] = new(("metadata", Metadata), ("spec", new MergeSchema(("podCIDRs", List(null))))),
        };
        foreach (var kind in WithTemplate)
        {
            kinds[kind] = new MergeSchema(("metadata", Metadata), ("spec", new MergeSchema(("template", PodTemplate))));
        }

        foreach (var version in (string[])["v1", "v1beta1"])
        {
            var job = new MergeSchema(("metadata", Metadata), ("spec", new MergeSchema(("template", PodTemplate))));
            kinds["batch/" + version + "/CronJob"] = new MergeSchema(("metadata", Metadata), ("spec", new MergeSchema(("jobTemplate", job))));
            kinds["admissionregistration.k8s.io/" + version + "/ValidatingWebhookConfiguration"] = Webhooks;
            kinds["admissionregistration.k8s.io/" + version + "/MutatingWebhookConfiguration"] = Webhooks;
        }

        foreach (var kind in (string[])[
            "v1/ConfigMap", "v1/Secret", "v1/Endpoints", "v1/PersistentVolumeClaim", "v1/LimitRange", "v1/ResourceQuota",
            "networking.k8s.io/v1/Ingress", "networking.k8s.io/v1/NetworkPolicy", "networking.k8s.io/v1beta1/Ingress", "extensions/v1beta1/Ingress",
            "discovery.k8s.io/v1/EndpointSlice", "discovery.k8s.io/v1beta1/EndpointSlice", "policy/v1/PodDisruptionBudget", "policy/v1beta1/PodDisruptionBudget",
            "autoscaling/v1/HorizontalPodAutoscaler", "autoscaling/v2beta1/HorizontalPodAutoscaler", "autoscaling/v2beta2/HorizontalPodAutoscaler",
            "rbac.authorization.k8s.io/v1/Role", "rbac.authorization.k8s.io/v1/RoleBinding",
        ])
        {
            kinds[kind] = ObjectWithMetadata;
        }

        return kinds;
    }
}
