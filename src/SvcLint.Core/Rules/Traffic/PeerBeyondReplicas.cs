using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Traffic;

/// <summary>A StatefulSet's configuration names a pod with an ordinal that its replicas never reach.</summary>
public sealed class PeerBeyondReplicas : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3015",
        Name = "peer-beyond-replicas",
        Title = "A StatefulSet names a pod of its own that its replicas do not include",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var peers in PeerNames.OfAll(context.Unit))
        {
            var workload = peers.Key;
            if (workload.Replicas is not { } replicas || PodCount.Of(context.Unit, [workload]) is null)
            {
                continue;
            }

            var first = workload.FirstOrdinal?.Value ?? 0;
            foreach (var (address, ordinal) in peers.Where(p => p.Ordinal < first || p.Ordinal - first >= replicas.Value))
            {
                var isBefore = ordinal < first;
                yield return Report(
                    workload,
                    address.HostSpan,
                    $"{workload.Name}-{ordinal} ({address.Address.Host}) is not a pod of {workload}; the {(isBefore ? "first" : "last")} one is {workload.Name}-{(isBefore ? first : first + replicas.Value - 1)}",
                    isBefore ? [new RelatedSpan(workload.FirstOrdinal!.Span, "first ordinal")] : replicas.IsDefault ? null : [new RelatedSpan(replicas.Span, "replicas")],
                    effect: "the name never resolves",
                    help: isBefore ? "use a pod that exists, or lower ordinals.start" : replicas.IsDefault ? $"set replicas (the default is {replicas.Value}), or remove the peer" : "raise replicas, or remove the peer");
            }
        }
    }
}
