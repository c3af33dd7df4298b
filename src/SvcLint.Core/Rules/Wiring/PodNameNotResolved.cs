using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A name of a StatefulSet's pod under a Service that selects it and does not govern it.</summary>
public sealed class PodNameNotResolved : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2141",
        Name = "pod-name-not-resolved",
        Title = "An address names a pod that DNS does not know under this Service",
        Category = Category.Wiring,
        Severity = Severity.Error,
        Effect = "the name does not resolve (NXDOMAIN)",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            if (configured.Pod is not var (pod, name, @namespace) || (configured.Name.Domain is { } domain && domain != context.Facts.ClusterDomain))
            {
                continue;
            }

            var services = context.Unit.FindServices(name, @namespace).ToArray();
            if (services is [{ Spec.Selector.Count: > 0 } service] && Owner(context, service, pod) is { ServiceName: { Value.Length: > 0 } governing } set && governing.Value != service.Name)
            {
                yield return Report(
                    configured.Owner,
                    configured.HostSpan,
                    $"pod {pod} has no name under Service {service.Name}; StatefulSet {set.Name} is governed by {governing.Value}",
                    [new RelatedSpan(governing.Span, "governing Service")],
                    help: $"write '{pod}.{governing.Value}'");
            }
        }
    }

    /// <summary>The StatefulSet behind the Service whose pods are called so.</summary>
    private static Workload? Owner(RuleContext context, Service service, string pod)
    {
        var dash = pod.LastIndexOf('-');
        return context.WorkloadsBehind(service).FirstOrDefault(w => w.WorkloadKind == WorkloadKind.StatefulSet && w.Name == pod.Substring(0, Math.Max(0, dash)));
    }
}
