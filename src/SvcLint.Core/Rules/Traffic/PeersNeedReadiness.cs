using SvcLint.Findings;

namespace SvcLint.Rules.Traffic;

/// <summary>
/// Pods that start at once and find each other by names that exist only for ready pods. Whether a pod needs its peers to become ready is
/// the program's affair, so it is no more than a hint.
/// </summary>
public sealed class PeersNeedReadiness : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3025",
        Name = "peers-need-readiness",
        Title = "Pods of a StatefulSet are told each other's names, which exist only for ready pods",
        Category = Category.Traffic,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
        Effect = "pods that need their peers to become ready wait for each other",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var peers in PeerNames.Of(context.Unit))
        {
            var workload = peers.Key;
            if (workload.PodManagementPolicy?.Value == "Parallel" && workload.ServingContainers().Any(c => c.ReadinessProbe is not null) && peers.Select(p => p.Ordinal).Distinct().Count() > 1
                && context.Unit.FindServices(workload.ServiceName!.Value, workload.Namespace).FirstOrDefault() is { } service && service.Spec?.PublishNotReadyAddresses?.Value != true)
            {
                var last = peers.OrderByDescending(p => p.Ordinal).First().Address;
                yield return Report(
                    workload,
                    last.HostSpan,
                    $"'{last.Address.Host}' exists only once this pod is ready",
                    [new RelatedSpan(service.NameSpan, "publishes ready pods only"), new RelatedSpan(workload.ServingContainers().First(c => c.ReadinessProbe is not null).ReadinessProbe!.KeySpan, "readiness")],
                    help: $"set publishNotReadyAddresses: true on Service {service.Name}");
            }
        }
    }
}
