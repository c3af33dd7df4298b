using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Rules.Wiring;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A policy with egress rules and neither ingress rules nor policyTypes: it closes ingress as well.</summary>
public sealed class EgressPolicyIsolatesIngress : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5009",
        Name = "egress-policy-isolates-ingress",
        Title = "A NetworkPolicy about egress closes ingress too, because it has no policyTypes",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            if (policy.Spec is not { Egress: { Count: > 0 } egress, Ingress: null, PolicyTypes.IsDefault: true } || !context.Unit.IsFullyKnown || PolicyReach.HasOtherPolicyApi(context.Repository))
            {
                continue;
            }

            var cutOff = PolicyReach.Selected(context.Unit, policy)
                .Where(w => PolicyReach.Isolating(context.Unit, w, PolicyDirection.Ingress).All(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Count == 0)).ToArray();
            var service = context.Unit.Services.FirstOrDefault(s => context.Unit.WorkloadsBehind(s).Any(w => Array.IndexOf(cutOff, w) >= 0));
            if (service is not null)
            {
                yield return Report(
                    policy,
                    egress.KeySpan,
                    $"NetworkPolicy {policy.Name} has egress rules alone and no policyTypes. Ingress is then always among them, so it also closes all ingress to {PortNames.Of(cutOff)}, and Service {service.Name} has no client that may connect. Write policyTypes: [Egress], or add the ingress rules",
                    [new RelatedSpan(service.NameSpan, "Service that is cut off")]);
            }
        }
    }
}
