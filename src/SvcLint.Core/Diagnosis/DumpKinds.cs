namespace SvcLint.Diagnosis;

/// <summary>Which kind a file or folder of a dump holds, by the resource name that the collecting tools give it.</summary>
internal static class DumpKinds
{
    private static readonly Dictionary<string, (string ApiVersion, string Kind)> ByResource = new(StringComparer.Ordinal)
    {
        ["services"] = ("v1", "Service"),
        ["pods"] = ("v1", "Pod"),
        ["nodes"] = ("v1", "Node"),
        ["namespaces"] = ("v1", "Namespace"),
        ["events"] = ("v1", "Event"),
        ["endpoints"] = ("v1", "Endpoints"),
        ["configmaps"] = ("v1", "ConfigMap"),
        ["replicationcontrollers"] = ("v1", "ReplicationController"),
        ["replication-controllers"] = ("v1", "ReplicationController"),
        ["endpointslices"] = ("discovery.k8s.io/v1", "EndpointSlice"),
        ["endpointslices.discovery.k8s.io"] = ("discovery.k8s.io/v1", "EndpointSlice"),
        ["endpoint-slices"] = ("discovery.k8s.io/v1", "EndpointSlice"),
        ["deployments"] = ("apps/v1", "Deployment"),
        ["deployments.apps"] = ("apps/v1", "Deployment"),
        ["replicasets"] = ("apps/v1", "ReplicaSet"),
        ["replicasets.apps"] = ("apps/v1", "ReplicaSet"),
        ["statefulsets"] = ("apps/v1", "StatefulSet"),
        ["statefulsets.apps"] = ("apps/v1", "StatefulSet"),
        ["daemonsets"] = ("apps/v1", "DaemonSet"),
        ["daemonsets.apps"] = ("apps/v1", "DaemonSet"),
        ["jobs"] = ("batch/v1", "Job"),
        ["jobs.batch"] = ("batch/v1", "Job"),
        ["cronjobs"] = ("batch/v1", "CronJob"),
        ["cronjobs.batch"] = ("batch/v1", "CronJob"),
        ["networkpolicies"] = ("networking.k8s.io/v1", "NetworkPolicy"),
        ["networkpolicies.networking.k8s.io"] = ("networking.k8s.io/v1", "NetworkPolicy"),
        ["network-policy"] = ("networking.k8s.io/v1", "NetworkPolicy"),
        ["ingresses"] = ("networking.k8s.io/v1", "Ingress"),
        ["ingresses.networking.k8s.io"] = ("networking.k8s.io/v1", "Ingress"),
        ["ingress"] = ("networking.k8s.io/v1", "Ingress"),
        ["resourcequotas"] = ("v1", "ResourceQuota"),
        ["resource-quotas"] = ("v1", "ResourceQuota"),
    };

    /// <summary>What a diagnosis asks for; the order in which the missing are named.</summary>
    public static readonly string[] Wanted = ["Service", "Pod", "EndpointSlice", "Node", "NetworkPolicy", "Ingress", "ConfigMap", "Event", "Namespace"];

    /// <summary>By the file's own name, else by its nearest folder.</summary>
    public static (string ApiVersion, string Kind)? Of(string path)
    {
        var parts = path.Split('/');
        var file = parts[parts.Length - 1];
        var dot = file.LastIndexOf('.');
        if (Find(dot > 0 ? file.Substring(0, dot) : file) is { } own)
        {
            return own;
        }

        for (var i = parts.Length - 2; i >= Math.Max(0, parts.Length - 5); i--)
        {
            // resources/pods/namespaces/NS/NAME.json: the folder of namespaces tells nothing there.
            if (parts[i] != "namespaces" && Find(parts[i]) is { } folder)
            {
                return folder;
            }
        }

        return null;
    }

    private static (string ApiVersion, string Kind)? Find(string resource) => ByResource.TryGetValue(resource.ToLowerInvariant(), out var kind) ? kind : null;
}
