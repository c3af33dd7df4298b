namespace SvcLint.Model;

/// <summary>A label of nodes that a pod's placement asks for.</summary>
/// <param name="Path">Where, below the pod's spec: <c>nodeSelector[KEY]</c>.</param>
/// <param name="Key">The label.</param>
public sealed record NodeLabelUse(string Path, Located<string> Key)
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    internal static IReadOnlyList<NodeLabelUse> Read(MappingReader spec)
    {
        var uses = new List<NodeLabelUse>();
        uses.AddRange((spec.StringMap("nodeSelector")?.Entries ?? []).Select(e => new NodeLabelUse($"nodeSelector[{e.Key.Value}]", e.Key)));
        var affinity = spec.Nested("affinity")?.Nested("nodeAffinity");
        Terms(affinity?.Nested(Required)?.List<MappingReader?>("nodeSelectorTerms", t => t), i => $"affinity.nodeAffinity.{Required}.nodeSelectorTerms[{i}]", uses);
        Terms(affinity?.List(Preferred, t => t.Nested("preference")), i => $"affinity.nodeAffinity.{Preferred}[{i}].preference", uses);
        var constraints = spec.List("topologySpreadConstraints", c => c.String("topologyKey"))?.Items ?? [];
        for (var i = 0; i < constraints.Count; i++)
        {
            if (constraints[i] is { } key)
            {
                uses.Add(new NodeLabelUse($"topologySpreadConstraints[{i}].topologyKey", key));
            }
        }

        return uses;
    }

    private static void Terms(LocatedList<MappingReader?>? terms, Func<int, string> path, List<NodeLabelUse> uses)
    {
        for (var t = 0; t < (terms?.Count ?? 0); t++)
        {
            var keys = terms![t]?.List("matchExpressions", e => e.String("key"))?.Items ?? [];
            for (var i = 0; i < keys.Count; i++)
            {
                if (keys[i] is { } key)
                {
                    uses.Add(new NodeLabelUse($"{path(t)}.matchExpressions[{i}].key", key));
                }
            }
        }
    }
}

/// <summary>How pods are spread over zones or nodes.</summary>
public sealed record TopologySpreadConstraint : ModelNode
{
    public LabelSelector? LabelSelector { get; init; }

    internal static TopologySpreadConstraint Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        LabelSelector = reader.Object("labelSelector", Model.LabelSelector.Read),
    };
}
