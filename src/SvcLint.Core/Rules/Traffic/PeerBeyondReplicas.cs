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
                    $"{workload} names its pod {workload.Name}-{ordinal} ({address.Address.Host}), but with {replicas.Value} {(replicas.Value == 1 ? "replica" : "replicas")}{(replicas.IsDefault ? " (the default)" : "")} the last one is {workload.Name}-{replicas.Value - 1}: the name never exists. Raise replicas, or leave the peer out",
                    replicas.IsDefault ? null : [new RelatedSpan(replicas.Span, "replicas here")]);
            }
        }
    }
}
