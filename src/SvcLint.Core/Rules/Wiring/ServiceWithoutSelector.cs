using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A Service without selector and without endpoints of its own, beside pods that bear its name: nobody fills its endpoints.</summary>
public sealed class ServiceWithoutSelector : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2044",
        Name = "service-without-selector",
        Title = "A Service has neither a selector nor endpoints, beside pods of its name",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the Service has no endpoints; connections are refused",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { Ports.Count: > 0 } spec || spec.Selector is { Count: > 0 } || spec.Type?.Value == "ExternalName" || service.Name is null
                || !context.Unit.IsFullyKnown || HasEndpoints(context, service))
            {
                continue;
            }

            if (Candidates(context.Unit, service.Name).FirstOrDefault(w => NamespaceComparer.MayBeSame(w.Namespace, service.Namespace) && IsMeant(service, w)) is { } workload)
            {
                var labels = string.Join(", ", (workload.PodLabels?.Entries ?? []).Take(2).Select(l => $"{l.Key.Value}: {l.Value.Value}"));
                yield return Report(
                    service,
                    service.NameSpan,
                    $"Service {service.Name} has no selector, and no EndpointSlice names it",
                    [new RelatedSpan(workload.PodLabels?.KeySpan ?? workload.NameSpan, "pods of the same name")],
                    help: labels.Length == 0 ? "add a selector" : $"add the selector '{labels}'");
            }
        }
    }

    // Endpoints may come from any file, or from a controller that is part of the input.
    private static bool HasEndpoints(RuleContext context, Service service) =>
        context.Repository.HasEndpointsOf(service.Name!)
        || context.Repository.ServicesNamed(service.Name!).Any(s => s.Spec?.Selector is { Count: > 0 } && NamespaceComparer.MayBeSame(s.Namespace, service.Namespace));

    private static IEnumerable<Workload> Candidates(DeploymentUnit unit, string name) =>
        unit.Lookup.WorkloadsNamed(name).Concat(unit.WorkloadsLabelled("app", name)).Concat(unit.WorkloadsLabelled("app.kubernetes.io/name", name)).OrderBy(w => w.Span);

    private static bool IsMeant(Service service, Workload workload) =>
        workload.WorkloadKind is not (WorkloadKind.Job or WorkloadKind.CronJob)
        && (workload.Name == service.Name || workload.PodLabels?["app"] == service.Name || workload.PodLabels?["app.kubernetes.io/name"] == service.Name)
        && (!PortResolution.Declared(workload).Any() || service.Spec!.Ports!.Items.Any(p => PortResolution.Target(p) is { } target
            && PortResolution.Declared(workload).Any(c => target.Int is { } number ? c.Number?.Value == number : c.Name?.Value == target.String)));
}
