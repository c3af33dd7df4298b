using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A podSelector alone means pods of the policy's own namespace; here the only pods with these labels are in another one.</summary>
public sealed class PolicyPeerOfOtherNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5028",
        Name = "policy-peer-of-other-namespace",
        Title = "A podSelector without namespaceSelector selects pods that are in another namespace only",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the peer matches no pod: a podSelector alone means the policy's own namespace",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.IsFullyKnown ? context.Unit.NetworkPolicies.Where(p => p.Namespace is not null) : [])
        {
            foreach (var (_, rule) in PolicyWords.AllRules(policy))
            {
                // The other item of a split pair is another rule's affair.
                foreach (var peer in rule.Peers?.Items.Any(p => p.NamespaceSelector is not null && p.PodSelector is null) == true ? [] : rule.Peers?.Items ?? [])
                {
                    if (peer is { NamespaceSelector: null, IPBlock: null, PodSelector: { IsEmpty: false, MatchLabels: { Count: > 0 } labels } pods } && Elsewhere(context.Unit, policy, pods) is var (what, other))
                    {
                        yield return Report(
                            policy,
                            labels.Entries[0].Span,
                            $"podSelector '{labels.Entries[0].Key.Value}: {labels.Entries[0].Value.Value}' selects pods of namespace {policy.Namespace}; {what} is in {other.Namespace}",
                            [new RelatedSpan(other.Metadata.Namespace?.Span ?? other.NameSpan, "namespace")],
                            help: $"add namespaceSelector '{PolicyReach.NamespaceNameLabel}: {other.Namespace}' to the same list item");
                    }
                }
            }
        }
    }

    private static (string What, KubernetesObject Owner)? Elsewhere(DeploymentUnit unit, NetworkPolicy policy, LabelSelector pods)
    {
        var all = unit.WorkloadCandidates(pods.MatchLabels).Where(w => LabelMatching.Selects(pods, w.PodLabels)).ToArray();
        if (all.Length > 0)
        {
            return all.All(w => w.Namespace is not null && w.Namespace != policy.Namespace) ? (all[0].ToString(), all[0]) : null;
        }

        // The operator makes the pods of a Prometheus, with this label.
        return pods.MatchLabels?["app.kubernetes.io/name"] == "prometheus" && pods.MatchLabels.Count == 1
            && unit.Objects.Where(o => o is { Group: "monitoring.coreos.com", Kind.Value: "Prometheus" }).ToArray() is { Length: > 0 } scrapers && scrapers.All(s => s.Namespace is not null && s.Namespace != policy.Namespace)
            ? ($"Prometheus {scrapers[0].Name}", scrapers[0]) : null;
    }
}
