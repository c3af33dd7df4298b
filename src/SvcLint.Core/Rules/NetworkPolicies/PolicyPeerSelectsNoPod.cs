using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A rule that admits pods by a label which none has although one is meant: the wanted traffic is blocked.</summary>
public sealed class PolicyPeerSelectsNoPod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5002",
        Name = "policy-peer-selects-no-pod",
        Title = "A peer of a NetworkPolicy rule matches no pod, though one is meant",
        Category = Category.NetworkPolicies,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (direction, rule) in PolicyWords.AllRules(policy))
            {
                foreach (var peer in rule.Peers?.Items ?? [])
                {
                    if (PolicySelectorEvidence.Find(peer.PodSelector, context.Unit, context.Repository) is { } evidence && (evidence.IsSlip || peer.NamespaceSelector is null))
                    {
                        yield return Report(policy, direction, evidence);
                    }
                    else if (context.IsClosedWorld && peer is { PodSelector: { IsEmpty: false } selector, NamespaceSelector: null } && !context.MaySelect(selector, policy.Namespace))
                    {
                        yield return Report(
                            policy,
                            selector.Span,
                            $"peer in '{PolicyWords.PeerField(direction)}' of NetworkPolicy {policy.Name} matches no pod template of the input",
                            severity: Severity.Warning,
                            effect: "this peer allows no traffic",
                            help: ClosedWorld.SelectorHelp);
                    }
                }
            }
        }
    }

    private Finding Report(NetworkPolicy policy, PolicyDirection direction, PolicySelectorEvidence evidence)
    {
        var wrong = $"{evidence.Wrong.Key.Value}: {evidence.Wrong.Value.Value}";
        var blocked = direction == PolicyDirection.Ingress ? "their connections are denied" : "connections to them are denied";
        return Report(
            policy,
            evidence.Wrong.Value.Span,
            $"peer '{wrong}' in '{PolicyWords.PeerField(direction)}' of NetworkPolicy {policy.Name} matches no pod; {evidence.Owner} has '{evidence.Meant}'",
            [new RelatedSpan(evidence.Place, "pod labels")],
            evidence.IsSlip ? Severity.Error : Severity.Warning,
            evidence.IsSlip ? Confidence.High : Confidence.Medium,
            effect: blocked,
            help: evidence.IsSlip ? $"write '{evidence.Meant}'" : "remove the pair, or add the label to the pod template");
    }
}
