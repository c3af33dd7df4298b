using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A client that balances over the addresses of a DNS name (<c>dns:///</c>), with a Service whose name has one address.</summary>
public sealed class DnsBalancingOneAddress : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2023",
        Name = "dns-balancing-one-address",
        Title = "A client balances over the addresses of a Service whose name has only one",
        Category = Category.Wiring,
        Severity = Severity.Info,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            if (configured.Address.Scheme != "dns" || (configured.Workload is { } pods && ListeningEvidence.HasInjectedContainers(pods)))
            {
                continue;
            }

            var services = context.ServicesMeant(configured.Name.Name, configured.Namespace);
            if (services.Count > 0 && services.All(s => ServicePorts.AreKnown(s) && !ServicePorts.IsHeadless(s) && PodCount.Of(context.Unit, context.WorkloadsBehind(s)) != 1))
            {
                var service = services[0];
                yield return Report(
                    configured.Owner,
                    configured.NameSpan,
                    $"'{configured.Key}' balances over the addresses of '{configured.Name.Name}', but Service {service.Name} has one cluster IP",
                    [new RelatedSpan(service.NameSpan, "one cluster IP for all pods")],
                    effect: "every connection stays with one pod",
                    help: "use a headless Service (clusterIP: None) for this client");
            }
        }
    }
}
