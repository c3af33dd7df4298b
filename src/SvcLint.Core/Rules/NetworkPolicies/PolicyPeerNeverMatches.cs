using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A peer that selects only what no policy sees as pods: workloads on the host's network, the API server among them.</summary>
public sealed class PolicyPeerNeverMatches : Rule
{
    private static readonly string[] ControlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5027",
        Name = "policy-peer-on-host-network",
        Title = "A peer of a NetworkPolicy selects only pods that use the host's network",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "their traffic has the node's address, which no podSelector matches",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (direction, rule) in PolicyWords.AllRules(policy))
            {
                // An ipBlock beside them may be meant for the nodes.
                foreach (var peer in rule.Peers?.Items.Any(p => p.IPBlock is not null) == true ? [] : rule.Peers?.Items ?? [])
                {
                    if (peer.PodSelector is { IsEmpty: false, MatchLabels: { Count: > 0 } labels } pods && OnHost(context, policy, peer, pods) is { } what)
                    {
                        yield return Report(
                            policy,
                            labels.Entries[0].Span,
                            $"peer '{labels.Entries[0].Key.Value}: {labels.Entries[0].Value.Value}' in '{PolicyWords.PeerField(direction)}' of NetworkPolicy {policy.Name} selects {what.Text} on the host's network",
                            what.Workload is { } workload ? [new RelatedSpan(workload.PodSpec!.HostNetwork!.Span, "host network")] : null,
                            help: direction == PolicyDirection.Ingress ? "allow the nodes' addresses by ipBlock" : "open the nodes' addresses by ipBlock, at their own port");
                    }
                }
            }
        }
    }

    private static (string Text, Workload? Workload)? OnHost(RuleContext context, NetworkPolicy policy, NetworkPolicyPeer peer, LabelSelector pods)
    {
        var own = context.Repository.WorkloadCandidates(pods.MatchLabels).Where(w => LabelMatching.Selects(pods, w.PodLabels)
            && (peer.NamespaceSelector is not null || NamespaceComparer.MayBeSame(policy.Namespace, w.Namespace))).ToArray();
        if (own.Length > 0)
        {
            return own.All(w => w.PodSpec?.HostNetwork?.Value == true) ? (own[0].ToString(), own[0]) : null;
        }

        // Static pods of every control plane that kubeadm makes.
        return (pods.MatchLabels!["component"] ?? pods.MatchLabels["k8s-app"] ?? pods.MatchLabels["app"]) is { } name && Array.IndexOf(ControlPlane, name) >= 0 ? (name, null) : null;
    }
}
