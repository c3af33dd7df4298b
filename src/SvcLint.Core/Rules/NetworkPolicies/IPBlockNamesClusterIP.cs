using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>An ipBlock of cluster IPs or pod addresses: policies see addresses after translation, and many plugins never match pods by address.</summary>
public sealed class IPBlockNamesClusterIP : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5014",
        Name = "ip-block-inside-cluster",
        Title = "An ipBlock names cluster IPs or pod addresses",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (_, rule) in PolicyWords.AllRules(policy))
            {
                foreach (var text in (rule.Peers?.Items ?? []).Select(p => p.IPBlock?.CIDR).OfType<Located<string>>())
                {
                    if (CidrValue.TryParseSloppy(text.Value, out var cidr) && Check(context, policy, text, cidr) is { } finding)
                    {
                        yield return finding;
                    }
                }
            }
        }
    }

    private Finding? Check(RuleContext context, NetworkPolicy policy, Located<string> text, CidrValue cidr)
    {
        var isSingle = cidr.PrefixLength == (cidr.Family == IPFamily.IPv4 ? 32 : 128);
        var service = isSingle ? context.Unit.Services.FirstOrDefault(s => IPAddressValue.TryParseSloppy(s.Spec?.ClusterIP?.Value, out var ip) && ip == cidr.Network) : null;
        if (service is not null || Within(context.Facts.ServiceCidrs, cidr))
        {
            var what = service is null ? "lies in the cluster's service network" : $"is the cluster IP of Service {service.Name}";
            return Report(
                policy,
                text.Span,
                $"ipBlock {cidr} of NetworkPolicy {policy.Name} {what}. A connection to a cluster IP is translated to a pod's address, mostly before policies look at it, so the rule admits nothing one can rely on. Select the pods behind the Service by podSelector, at the pods' port",
                service is null ? null : [new RelatedSpan(service.Spec!.ClusterIP!.Span, "cluster IP here")]);
        }

        return Within(context.Facts.PodCidrs, cidr)
            ? Report(
                policy,
                text.Span,
                $"ipBlock {cidr} of NetworkPolicy {policy.Name} names pod addresses, which change, and which some network plugins never match by address. Select the pods by podSelector and namespaceSelector",
                severity: Severity.Info)
            : null;
    }

    private static bool Within(IReadOnlyList<string> networks, CidrValue cidr) =>
        networks.Any(n => CidrValue.TryParse(n, out var network) && network.Contains(cidr));
}
