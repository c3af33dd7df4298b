using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>Bounds that HorizontalPodAutoscalers set: the controller holds them before it looks at any metric.</summary>
internal sealed class Autoscalers
{
    // Two autoscalers of one workload are both passed over.
    private readonly Dictionary<(string Namespace, string Kind, string Name), (int Least, int Most)?> _bounds = [];

    public Autoscalers(IEnumerable<KubernetesObject> objects)
    {
        foreach (var scaler in objects)
        {
            if (scaler is { Kind.Value: "HorizontalPodAutoscaler", Group: "autoscaling", Node: { } node } && MappingReader.Of(node).Nested("spec") is { } spec
                && spec.Nested("scaleTargetRef") is { } target && spec.Int("maxReplicas") is { } most)
            {
                var key = (scaler.Namespace ?? "default", target.String("kind")?.Value ?? "", target.String("name")?.Value ?? "");
                _bounds[key] = _bounds.ContainsKey(key) ? null : (spec.Int("minReplicas")?.Value ?? 1, most.Value);
            }
        }
    }

    /// <summary>The replicas that the controller leaves of those that are written: none stay none.</summary>
    public int Replicas(Workload workload)
    {
        var replicas = Math.Max(0, workload.Replicas?.Value ?? 1);
        return _bounds.TryGetValue((workload.Namespace ?? "default", workload.Kind.Value, workload.Name ?? ""), out var bounds) && bounds is var (least, most) && (replicas > 0 || least == 0)
            ? replicas > most ? most : Math.Max(replicas, least) : replicas;
    }
}
