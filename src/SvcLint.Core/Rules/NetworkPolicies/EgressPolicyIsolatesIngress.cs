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
        Title = "A NetworkPolicy for egress also isolates ingress, because it has no policyTypes",
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
            var service = cutOff.SelectMany(w => context.Unit.ServicesInFrontOf(w).Take(1)).OrderBy(s => s.Span).FirstOrDefault();
            if (service is not null)
            {
                yield return Report(
                    policy,
                    egress.KeySpan,
                    $"NetworkPolicy {policy.Name} has egress rules only and no policyTypes, so it also isolates ingress",
                    [new RelatedSpan(service.NameSpan, "Service that is cut off")],
                    effect: $"no client can connect to Service {service.Name} ({PortNames.Of(cutOff)})",
                    help: "set policyTypes: [Egress], or add the ingress rules");
            }
        }
    }
}
