using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// A Service that is exposed, by its type or by an Ingress or route, and whose pods are isolated by policies that admit nobody. Only
/// where no policy of the whole input admits anybody to them.
/// </summary>
public sealed class PolicyIsolatesExposedService : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5021",
        Name = "policy-isolates-exposed-service",
        Title = "A Service is exposed, but NetworkPolicies deny all ingress to its pods",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!PolicyReach.IsDecidedBy(context.Unit, context.Repository))
        {
            yield break;
        }

        foreach (var service in context.Unit.Services)
        {
            var behind = context.Unit.WorkloadsBehind(service).ToArray();
            if (behind.Length == 0 || Exposure(service, context.Unit.Lookup.RoutedTo(service.Name ?? "")) is not var (exposed, place) || !behind.All(w => IsClosed(context, w)))
            {
                continue;
            }

            var policy = PolicyReach.Isolating(context.Unit, behind[0], PolicyDirection.Ingress)[0];
            yield return Report(
                service,
                service.NameSpan,
                $"NetworkPolicy {policy.Name} denies all ingress to the pods of Service {service.Name}, which is exposed {exposed}",
                [new RelatedSpan(policy.NameSpan, "isolates the pods"), new RelatedSpan(place, "exposed")],
                effect: "every connection is dropped",
                help: "allow ingress to the pods' port from whatever forwards the traffic");
        }
    }

    private static (string Exposed, Text.SourceSpan Place)? Exposure(Service service, IEnumerable<(KubernetesObject Referrer, ServiceReference Reference)> references)
    {
        if (service.Spec?.Type is { Value: "LoadBalancer" or "NodePort" } type)
        {
            return ($"by its type {type.Value}", type.Span);
        }

        foreach (var (referrer, reference) in references)
        {
            if (NamespaceComparer.MayBeSame(reference.NamespaceFor(referrer), service.Namespace))
            {
                return ($"by {referrer.Kind.Value} {referrer.Name}", reference.Name.Span);
            }
        }

        return null;
    }

    private static bool IsClosed(RuleContext context, Workload workload) =>
        workload.PodSpec?.HostNetwork?.Value != true
        && PolicyReach.Isolating(context.Unit, workload, PolicyDirection.Ingress).Count > 0
        && PolicyReach.Isolating(context.Unit, workload, PolicyDirection.Ingress).All(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Count == 0)
        && !context.Repository.Units.Where(u => u != context.Unit).SelectMany(u => u.NetworkPolicies).Any(p => PolicyReach.Selects(p, workload) && PolicyReach.Rules(p, PolicyDirection.Ingress).Count > 0);
}
