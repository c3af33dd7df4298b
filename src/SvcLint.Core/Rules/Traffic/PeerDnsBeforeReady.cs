using SvcLint.Findings;

namespace SvcLint.Rules.Traffic;

/// <summary>Pods that look up their peers while they start, although a peer's name exists only when it is ready.</summary>
public sealed class PeerDnsBeforeReady : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3014",
        Name = "peer-dns-before-ready",
        Title = "A StatefulSet's pods look for peers whose names exist only once those are ready",
        Category = Category.Traffic,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var peers in PeerNames.Of(context.Unit))
        {
            var workload = peers.Key;
            var service = context.Unit.FindServices(workload.ServiceName!.Value, workload.Namespace).FirstOrDefault();
            // One after the other, each waiting for the one before to be ready, and that one waiting for its peers.
            if (service is not null && service.Spec?.PublishNotReadyAddresses?.Value != true && workload.PodManagementPolicy?.Value == "OrderedReady"
                && workload.ServingContainers().Any(c => c.ReadinessProbe is not null) && peers.Select(p => p.Ordinal).Distinct().Count() > 1)
            {
                var last = peers.OrderByDescending(p => p.Ordinal).First().Address;
                yield return Report(
                    workload,
                    last.HostSpan,
                    $"pods of {workload} look for peers such as {last.Address.Host}, whose names exist only once they are ready",
                    [new RelatedSpan(service.NameSpan, "publishes ready pods only")],
                    effect: "a pod that needs its peers to become ready waits for names that do not exist yet",
                    help: $"set publishNotReadyAddresses: true on Service {service.Name}");
            }
        }
    }
}
