using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A policy all of whose pods use the host's network: what it does to them is undefined, mostly nothing.</summary>
public sealed class PolicySelectsHostNetworkPods : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5015",
        Name = "policy-selects-host-network-pods",
        Title = "A NetworkPolicy selects only pods that use the host's network",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        SecuritySeverity = "5.0",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            // An empty selector is for every pod that comes.
            if (policy.Spec?.PodSelector is { IsEmpty: false } selector && PolicyReach.Selected(context.Unit, policy) is { Count: > 0 } pods && pods.All(IsOnHost))
            {
                yield return Report(
                    policy,
                    selector.KeySpan,
                    $"NetworkPolicy {policy.Name} selects hostNetwork pods only ({PortNames.Of(pods)})",
                    [new RelatedSpan(pods[0].PodSpec!.HostNetwork!.Span, "host network")],
                    effect: "what a policy does to them is undefined; most network plugins ignore it",
                    help: "restrict them by a host firewall, or do not use hostNetwork");
            }
        }
    }

    private static bool IsOnHost(Workload workload) => workload.PodSpec?.HostNetwork?.Value == true;
}
