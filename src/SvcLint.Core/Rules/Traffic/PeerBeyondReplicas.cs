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
        foreach (var peers in PeerNames.Of(context.Unit))
        {
            var workload = peers.Key;
            if (workload.Replicas is not { } replicas || PodCount.Of(context.Unit, [workload]) is null)
            {
                continue;
            }

            foreach (var (address, ordinal) in peers.Where(p => p.Ordinal >= replicas.Value))
            {
                yield return Report(
                    workload,
                    address.HostSpan,
                    $"{workload.Name}-{ordinal} ({address.Address.Host}) is not a pod of {workload}; the last one is {workload.Name}-{replicas.Value - 1}",
                    replicas.IsDefault ? null : [new RelatedSpan(replicas.Span, "replicas")],
                    effect: "the name never resolves",
                    help: replicas.IsDefault ? $"set replicas (the default is {replicas.Value}), or remove the peer" : "raise replicas, or remove the peer");
            }
        }
    }
}
