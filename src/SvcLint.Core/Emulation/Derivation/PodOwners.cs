using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>Which controller stands at the top of a pod: a ReplicaSet's Deployment, a Job's CronJob.</summary>
internal sealed class PodOwners
{
    private const int LongestChain = 4;

    private readonly Dictionary<(string Namespace, string Kind, string Name), Workload> _workloads = [];

    public PodOwners(IReadOnlyList<KubernetesObject> objects)
    {
        foreach (var workload in objects.OfType<Workload>())
        {
            _workloads[(workload.Namespace ?? "default", workload.Kind.Value, workload.Name ?? "")] = workload;
        }
    }

    public Workload? Pod(string @namespace, string name) => _workloads.TryGetValue((@namespace, "Pod", name), out var pod) ? pod : null;

    /// <summary><c>Deployment/web</c>; a running pod of a StatefulSet with its own name behind.</summary>
    public string Of(Workload workload)
    {
        var (kind, name) = TopOf(workload);
        return workload.WorkloadKind == WorkloadKind.Pod && kind == "StatefulSet" ? $"{kind}/{name}#{workload.Name}" : $"{kind}/{name}";
    }

    /// <summary>The object at the top, where the input has it.</summary>
    public Workload? TopWorkload(Workload workload)
    {
        var (kind, name) = TopOf(workload);
        return _workloads.TryGetValue((workload.Namespace ?? "default", kind, name), out var top) ? top : null;
    }

    public (string Kind, string Name) TopOf(Workload workload)
    {
        var (kind, name) = (workload.Kind.Value, workload.Name ?? "");
        var at = workload;
        for (var i = 0; i < LongestChain && at?.Metadata.Controller is { Kind: { } ownerKind, Name: { } ownerName }; i++)
        {
            (kind, name) = (ownerKind.Value, ownerName.Value);
            _workloads.TryGetValue((workload.Namespace ?? "default", kind, name), out var owner);
            // A dump without ReplicaSets: its name is the Deployment's with the hash behind.
            if (owner is null && kind == "ReplicaSet" && at.Metadata.Labels?["pod-template-hash"] is { Length: > 0 } hash && name.EndsWith("-" + hash, StringComparison.Ordinal))
            {
                return ("Deployment", name.Substring(0, name.Length - hash.Length - 1));
            }

            at = owner;
        }

        return (kind, name);
    }
}
