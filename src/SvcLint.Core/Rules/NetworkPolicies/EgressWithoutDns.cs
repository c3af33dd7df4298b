using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>Pods that may connect to named peers and may not ask for names: egress is isolated and no policy admits DNS.</summary>
public sealed class EgressWithoutDns : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5007",
        Name = "egress-without-dns",
        Title = "Egress policies do not allow DNS",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (PolicyReach.HasOtherPolicyApi(context.Repository))
        {
            yield break;
        }

        foreach (var policy in context.Unit.NetworkPolicies)
        {
            if (LooksUpNames(context.Unit, policy) && !UsesOtherDns(context.Unit, policy) && Check(context, policy) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private Finding? Check(RuleContext context, NetworkPolicy policy)
    {
        var together = context.Unit.NetworkPolicies.Where(p => p == policy || Covers(context.Unit, p, policy)).SelectMany(p => PolicyReach.Rules(p, PolicyDirection.Egress).Select(r => (Policy: p, Rule: r))).ToArray();
        var udp = together.Any(t => DnsPorts.MayReachDns(context.Unit, t.Policy, t.Rule, "UDP"));
        var tcp = together.Any(t => DnsPorts.MayReachDns(context.Unit, t.Policy, t.Rule, "TCP"));
        if (udp && tcp)
        {
            return null;
        }

        var egress = policy.Spec!.Egress!;
        if (!udp && !tcp)
        {
            return Report(
                policy,
                egress.KeySpan,
                $"egress of NetworkPolicy {policy.Name} does not allow DNS, nor does another policy on {Pods(policy)}",
                effect: "names do not resolve in these pods",
                help: "allow UDP and TCP port 53 to the cluster's DNS pods");
        }

        var own = PolicyReach.Rules(policy, PolicyDirection.Egress).SelectMany(r => r.Ports?.Items ?? []).FirstOrDefault(p => p.Port?.Value.Int == 53);
        if (own is null)
        {
            return null;
        }

        return udp
            ? Report(
                policy,
                own.Port!.Span,
                $"NetworkPolicy {policy.Name} allows DNS over UDP only",
                severity: Severity.Info,
                effect: "answers too long for UDP are asked for again over TCP and never arrive",
                help: "add port 53 with protocol TCP")
            : Report(
                policy,
                own.Port!.Span,
                $"NetworkPolicy {policy.Name} allows port 53 over TCP only{(own.Protocol is { IsDefault: true } ? " (the default protocol)" : "")}",
                effect: "lookups start over UDP and time out",
                help: "add port 53 with protocol UDP");
    }

    // Pure default-deny says nothing of what else is admitted. Peers with labels are looked up, and so is a configured host name.
    private static bool LooksUpNames(DeploymentUnit unit, NetworkPolicy policy)
    {
        var rules = PolicyReach.Rules(policy, PolicyDirection.Egress);
        return rules.Any(r => r.Peers?.Items.Any(p => p.IPBlock is null) == true)
            || (rules.Count > 0 && unit.Addresses.Any(a => a.IsCertain && a.Workload is { } pods && PolicyReach.Selects(policy, pods)));
    }

    // Another policy counts when it selects every pod that this one does.
    private static bool Covers(DeploymentUnit unit, NetworkPolicy other, NetworkPolicy policy)
    {
        if (!NamespaceComparer.MayBeSame(other.Namespace, policy.Namespace) || !PolicyReach.Isolates(other, PolicyDirection.Egress))
        {
            return false;
        }

        var selected = PolicyReach.Selected(unit, policy);
        return other.Spec?.PodSelector is null or { IsEmpty: true }
            || (selected.Count > 0 && selected.All(w => PolicyReach.Selects(other, w)))
            || (other.Spec.PodSelector.MatchExpressions is null && (other.Spec.PodSelector.MatchLabels?.Entries ?? []).All(p => policy.Spec?.PodSelector?.MatchLabels?[p.Key.Value] == p.Value.Value));
    }

    private static bool UsesOtherDns(DeploymentUnit unit, NetworkPolicy policy)
    {
        var selected = PolicyReach.Selected(unit, policy);
        return selected.Count > 0 && selected.All(w => w.PodSpec?.DnsPolicy?.Value == "None" || w.PodSpec?.HostNetwork?.Value == true);
    }

    private static string Pods(NetworkPolicy policy) => policy.Spec?.PodSelector is not { IsEmpty: false } ? "every pod of its namespace" : "its pods";
}
