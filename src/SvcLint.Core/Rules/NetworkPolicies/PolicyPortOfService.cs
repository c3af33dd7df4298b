using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A policy opens the Service's port or node port. Policies see the pod's port, after translation.</summary>
public sealed class PolicyPortOfService : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5003",
        Name = "policy-opens-service-port",
        Title = "A NetworkPolicy allows the port of a Service instead of the port of its pods",
        Category = Category.NetworkPolicies,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (direction, rule) in PolicyWords.AllRules(policy))
            {
                var pods = PolicyWords.HasPorts(rule) ? PolicyWords.Destinations(context.Unit, policy, direction, rule) : null;
                foreach (var port in pods is { Count: > 0 } ? rule.Ports!.Items : [])
                {
                    if (port is { Port: { Value.Int: { } number } written, EndPort: null } && !PolicyPorts.MayListen(context, pods!, number) && Mistaken(context.Unit, policy, direction, pods!, port, number) is { } found)
                    {
                        var kind = found.Port.NodePort?.Value == number ? "node port" : "port";
                        yield return Report(
                            policy,
                            written.Span,
                            $"NetworkPolicy {policy.Name} allows {number}, the {kind} of Service {found.Service.Name}, but the pods listen on {found.Target}",
                            [new RelatedSpan(found.Port.TargetPort is { IsDefault: false } target ? target.Span : found.Port.KeySpan, "the pods' port")],
                            effect: "policies apply after translation, so these connections are denied",
                            help: $"allow {found.Target}");
                    }
                }
            }
        }
    }

    private static (Service Service, ServicePort Port, IntOrString Target)? Mistaken(
        DeploymentUnit unit, NetworkPolicy policy, PolicyDirection direction, IReadOnlyList<Workload> pods, NetworkPolicyPort port, int number)
    {
        foreach (var service in unit.ServicesInFront(pods))
        {
            var behind = pods.Where(w => NamespaceComparer.MayBeSame(w.Namespace, service.Namespace) && LabelMatching.Selects(service.Spec?.Selector, w.PodLabels)).ToArray();
            foreach (var candidate in behind.Length == 0 ? [] : service.Spec?.Ports?.Items ?? [])
            {
                if ((candidate.Port?.Value == number || candidate.NodePort?.Value == number) && PortResolution.Protocol(candidate) == PolicyReach.ProtocolOf(port)
                    && behind.All(w => PolicyReach.TargetNumber(candidate, w) is { } target && target != number && !IsOpen(unit, policy, direction, w, target, PolicyReach.ProtocolOf(port))))
                {
                    return (service, candidate, PortResolution.Target(candidate)!.Value);
                }
            }
        }

        return null;
    }

    // Rules and policies add up: a port that another one opens is open, whatever this one says.
    private static bool IsOpen(DeploymentUnit unit, NetworkPolicy policy, PolicyDirection direction, Workload pod, int target, string protocol)
    {
        var policies = direction == PolicyDirection.Ingress
            ? PolicyReach.Isolating(unit, pod, direction)
            : PolicyReach.Selected(unit, policy).SelectMany(w => unit.PoliciesOn(w, direction)).Append(policy).Distinct<NetworkPolicy>(ByIdentity<KubernetesObject>.Instance);
        return policies.Any(p => PolicyReach.Rules(p, direction).Any(r =>
            (direction == PolicyDirection.Ingress || PolicyReach.MayAdmitPeer(unit, p, r, pod)) && PolicyReach.AdmitsPort(r, pod, target, protocol)));
    }
}
