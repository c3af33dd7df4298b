using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// Egress policies that admit DNS to pods by their labels, in a cluster with NodeLocal DNSCache: pods ask an address of their node, and no
/// selector matches what listens there.
/// </summary>
public sealed class EgressWithoutNodeLocalDns : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5023",
        Name = "egress-without-node-local-dns",
        Title = "An egress policy allows DNS pods, but the node's DNS cache is on the host network",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "names do not resolve in these pods",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Unit.NetworkPolicies.Count == 0 || PolicyReach.HasOtherPolicyApi(context.Repository))
        {
            yield break;
        }

        var cluster = OfCluster(context);
        var known = new Dictionary<IReadOnlyList<NetworkPolicy>, bool>();
        foreach (var policy in context.Unit.NetworkPolicies.Where(p => PolicyReach.Isolates(p, PolicyDirection.Egress)))
        {
            var together = context.Unit.Lookup.Covering.Of(policy);
            var own = PolicyReach.Rules(policy, PolicyDirection.Egress).FirstOrDefault(IsDns);
            if (own is null || (cluster ?? OfPods(context.Unit, policy)) is not { } cache || Admits(policy) || AdmitsAny(known, together))
            {
                continue;
            }

            var peer = own.Peers!.Items[0];
            yield return Report(
                policy,
                peer.PodSelector?.MatchLabels is { Count: > 0 } labels ? labels.Entries[0].Span : peer.KeySpan,
                $"NetworkPolicy {policy.Name} allows DNS to pods only, but {cache.What} answers on the node's network",
                [new RelatedSpan(cache.Span, "node-local DNS cache")],
                help: $"also allow ipBlock {cache.Address}/32 on port 53");
        }
    }

    // The DaemonSet of the cache, or the kubelet's setting that sends every pod to it.
    private static Cache? OfCluster(RuleContext context)
    {
        if (context.Repository.Workloads.FirstOrDefault(IsCache) is { } workload)
        {
            return new Cache(workload.PodSpec?.HostNetwork?.Span ?? workload.NameSpan, $"{workload.Kind.Value} {workload.Name}", Address(workload) ?? "169.254.20.10");
        }

        return context.Unit.OfType<OtherObject>().Where(o => o is { Group: "kubelet.config.k8s.io", Kind.Value: "KubeletConfiguration", Node: not null })
            .SelectMany(o => MappingReader.Of(o.Node!).Strings("clusterDNS")?.Items ?? []).FirstOrDefault(IsLinkLocal) is { } server ? new Cache(server.Span, $"the cache {server.Value}", server.Value) : null;
    }

    private static Cache? OfPods(DeploymentUnit unit, NetworkPolicy policy) =>
        PolicyReach.Selected(unit, policy).SelectMany(w => w.PodSpec?.DnsConfig?.Nameservers?.Items ?? []).FirstOrDefault(IsLinkLocal) is { } server ? new Cache(server.Span, $"the cache {server.Value}", server.Value) : null;

    private static bool IsLinkLocal(Located<string> address) => address.Value.StartsWith("169.254.", StringComparison.Ordinal);

    // What the policies on the same pods admit is looked at once.
    private static bool AdmitsAny(Dictionary<IReadOnlyList<NetworkPolicy>, bool> known, IReadOnlyList<NetworkPolicy> together) =>
        known.TryGetValue(together, out var isAdmitted) ? isAdmitted : known[together] = together.Any(Admits);

    private static bool Admits(NetworkPolicy policy) =>
        PolicyReach.Rules(policy, PolicyDirection.Egress).Where(IsDns).Any(r => r.Peers is not { Count: > 0 } peers || peers.Items.Any(p => p.IPBlock is not null));

    private static bool IsCache(Workload workload) => workload.PodSpec?.HostNetwork?.Value == true
        && (workload.Name is "node-local-dns" or "nodelocaldns" or "node-local-dns-cache" || workload.ServingContainers().Any(c => c.Image?.Value.IndexOf("k8s-dns-node-cache", StringComparison.Ordinal) >= 0));

    private static bool IsDns(NetworkPolicyRule rule) =>
        rule.Peers is { Count: > 0 } && rule.Ports?.Items.Any(p => p.Port?.Value is { Int: 53 } or { String: "dns" or "dns-tcp" }) == true;

    // -localip 169.254.20.10,10.96.0.10
    private static string? Address(Workload cache)
    {
        var words = cache.ServingContainers().SelectMany(c => (c.Command?.Items ?? []).Concat(c.Args?.Items ?? [])).Select(w => w.Value).ToArray();
        var at = Array.FindIndex(words, w => w is "-localip" or "--localip");
        return at >= 0 && at + 1 < words.Length && !Placeholder.Is(words[at + 1]) ? words[at + 1].Split(',')[0] : null;
    }

    private sealed record Cache(SourceSpan Span, string What, string Address);
}
