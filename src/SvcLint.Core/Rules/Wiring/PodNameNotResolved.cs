using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A name of a StatefulSet's pod under a Service that does not govern it, or under the StatefulSet's own name.</summary>
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
                yield return Report(configured, governing, $"pod {pod} has no name under Service {service.Name}; StatefulSet {set.Name} is governed by {governing.Value}");
            }
            else if (services.Length == 0 && OwnName(context, configured, pod, name) is { ServiceName: { Value.Length: > 0 } own } named)
            {
                yield return Report(configured, own, $"pod {pod} has its name under Service {own.Value}, not under '{name}', its StatefulSet's name");
            }
        }
    }

    private Finding Report(ConfiguredAddress configured, Located<string> governing, string message) => Report(
        configured.Owner,
        configured.HostSpan,
        message,
        [new RelatedSpan(governing.Span, "governing Service")],
        help: $"write '{configured.Pod!.Value.Pod}.{governing.Value}'");

    /// <summary>The StatefulSet whose name stands where its governing Service must, and is nothing else's.</summary>
    private static Workload? OwnName(RuleContext context, ConfiguredAddress configured, string pod, string name) =>
        configured.IsCertain && pod.Substring(0, Math.Max(0, pod.LastIndexOf('-'))) == name && !context.Unit.HasNamespace(name) && context.Repository.ServicesNamed(name).Count == 0
            ? context.Unit.Lookup.WorkloadsNamed(name).FirstOrDefault(w => w.WorkloadKind == WorkloadKind.StatefulSet && w.ServiceName?.Value != name && NamespaceComparer.MayBeSame(w.Namespace, configured.Owner.Namespace))
            : null;

    /// <summary>The StatefulSet behind the Service whose pods are called so.</summary>
    private static Workload? Owner(RuleContext context, Service service, string pod)
    {
        var dash = pod.LastIndexOf('-');
        return context.WorkloadsBehind(service).FirstOrDefault(w => w.WorkloadKind == WorkloadKind.StatefulSet && w.Name == pod.Substring(0, Math.Max(0, dash)));
    }
}
