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

        var clients = new HashSet<Workload>(context.Unit.Addresses.Where(a => a.IsCertain).Select(a => a.Workload).OfType<Workload>(), ByIdentity<Workload>.Instance);
        var known = new Dictionary<IReadOnlyList<NetworkPolicy>, OfPods>();
        var dns = new DnsPorts(context.Unit);
        foreach (var policy in context.Unit.NetworkPolicies.Where(p => PolicyReach.Isolates(p, PolicyDirection.Egress)))
        {
            var together = context.Unit.Lookup.Covering.Of(policy);
            if (!known.TryGetValue(together, out var pods))
            {
                known.Add(together, pods = OfPods.Of(context.Unit, policy, together, clients, dns));
            }

            if (LooksUpNames(policy, pods) && !pods.UsesOtherDns && Check(policy, pods, dns) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private Finding? Check(NetworkPolicy policy, OfPods pods, DnsPorts dns)
    {
        var udp = pods.Udp || dns.MayBeReached(policy, "UDP");
        var tcp = pods.Tcp || dns.MayBeReached(policy, "TCP");
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
    private static bool LooksUpNames(NetworkPolicy policy, OfPods pods) =>
        PolicyReach.Rules(policy, PolicyDirection.Egress) is { Count: > 0 } rules && (pods.HaveAddresses || rules.Any(r => r.Peers?.Items.Any(p => p.IPBlock is null) == true));

    private static string Pods(NetworkPolicy policy) => policy.Spec?.PodSelector is not { IsEmpty: false } ? "every pod of its namespace" : "its pods";

    /// <summary>What holds for all policies that select the same pods.</summary>
    /// <param name="HaveAddresses">Some of the pods are configured with an address.</param>
    /// <param name="UsesOtherDns">None of the pods asks the cluster's DNS.</param>
    /// <param name="Udp">A policy on all of the pods lets them ask for names over UDP.</param>
    /// <param name="Tcp">The same over TCP.</param>
    private sealed record OfPods(bool HaveAddresses, bool UsesOtherDns, bool Udp, bool Tcp)
    {
        public static OfPods Of(DeploymentUnit unit, NetworkPolicy policy, IReadOnlyList<NetworkPolicy> together, HashSet<Workload> clients, DnsPorts dns)
        {
            var selected = PolicyReach.Selected(unit, policy);
            return new OfPods(
                selected.Any(clients.Contains),
                selected.Count > 0 && selected.All(w => w.PodSpec?.DnsPolicy?.Value == "None" || w.PodSpec?.HostNetwork?.Value == true),
                together.Any(p => dns.MayBeReached(p, "UDP")),
                together.Any(p => dns.MayBeReached(p, "TCP")));
        }
    }
}
