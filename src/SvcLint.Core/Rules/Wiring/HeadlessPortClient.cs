using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A client that connects to a headless Service at a port which the Service maps to another: the name resolves to the pods themselves,
/// and they do not listen there.
/// </summary>
public sealed class HeadlessPortClient : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2046",
        Name = "headless-port-client",
        Title = "A configured address uses a port of a headless Service that nothing translates",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "the client reaches the pods themselves, and they refuse the connection",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            if (!configured.IsCertain || configured.Address.Port is not { } port || (configured.HasImpliedPort && configured.IsArgument))
            {
                continue;
            }

            // cache-0.cache is a pod where there is such a headless Service.
            var services = configured.Pod is var (_, governing, own) && context.ServicesMeant(governing, own) is { Count: > 0 } above && above.All(ServicePorts.IsHeadless)
                ? above
                : context.ServicesMeant(configured.Name.Name, configured.Namespace);
            if (services.Count == 0 || !services.All(ServicePorts.IsHeadless) || services[0].Spec is not { Ports: { } ports } spec || ports.Items.FirstOrDefault(p => p.Port?.Value == port) is not { } mapped)
            {
                continue;
            }

            var service = services[0];
            var behind = context.WorkloadsBehind(service);
            if (PortResolution.Target(mapped) is not { Int: { } target } || target == port || behind.Count == 0
                || ports.Items.Any(p => PortResolution.Target(p)?.Int == port)
                || behind.Any(w => !PortResolution.Declared(w).Any() || PortResolution.Declared(w).Any(p => p.Number?.Value == port) || ListeningEvidence.Suggests(w, port, context.Unit)))
            {
                continue;
            }

            yield return Report(
                configured.Owner,
                configured.PortSpan,
                $"Service {service.Name} is headless: port {port} is not translated to {target}",
                [new RelatedSpan(mapped.TargetPort?.Span ?? mapped.KeySpan, "the pods' port"), new RelatedSpan(spec.ClusterIP?.Span ?? service.NameSpan, "headless")],
                help: $"connect to {service.Name}:{target}");
        }
    }
}
