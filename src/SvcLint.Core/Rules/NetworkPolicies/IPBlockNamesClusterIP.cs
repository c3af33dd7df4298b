using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>An ipBlock of cluster IPs or pod addresses: policies see addresses after translation, and many plugins never match pods by address.</summary>
public sealed class IPBlockNamesClusterIP : Rule
{
    private static readonly string[] ApiServers = ["10.96.0.1/32", "10.43.0.1/32", "10.152.183.1/32", "172.20.0.1/32", "172.30.0.1/32"];
    private static readonly string[] ServiceNetworks = ["10.96.0.0/12", "10.43.0.0/16", "10.152.183.0/24", "172.30.0.0/16"];

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
        var service = isSingle ? context.Unit.Lookup.ServiceAt(cidr.Network) : null;
        if (service is not null || Within(context.Facts.ServiceCidrs, cidr))
        {
            var what = service is null ? "lies in the cluster's service network" : $"is the cluster IP of Service {service.Name}";
            return Report(
                policy,
                text.Span,
                $"ipBlock {cidr} {what}",
                service is null ? null : [new RelatedSpan(service.Spec!.ClusterIP!.Span, "cluster IP")],
                effect: "a connection is translated to a pod's address, mostly before policies apply, so the rule has no reliable effect",
                help: "select the pods of the Service by podSelector, at the pods' port");
        }

        // What installers give the API server's Service unless told otherwise.
        if (context.Facts.ServiceCidrs.Count == 0 && Array.IndexOf(ApiServers, cidr.ToString()) >= 0)
        {
            if (LetsOutToServer(policy))
            {
                return null;
            }

            return Report(
                policy,
                text.Span,
                $"ipBlock {cidr} is the cluster IP of Service kubernetes",
                effect: "connections to the API server are translated to a node's address and port 6443, mostly before policies apply",
                help: "write the control plane's own addresses and port (kubectl get endpoints kubernetes)");
        }

        if (context.Facts.ServiceCidrs.Count == 0 && Array.IndexOf(ServiceNetworks, cidr.ToString()) >= 0 && context.Facts.PodCidrs.Count == 0)
        {
            return Report(
                policy,
                text.Span,
                $"ipBlock {cidr} is the default network of Services",
                severity: Severity.Info,
                effect: "connections are translated to pods' addresses, mostly before policies apply, so the rule has no reliable effect",
                help: "select the pods by podSelector and namespaceSelector, at the pods' port");
        }

        return Within(context.Facts.PodCidrs, cidr)
            ? Report(
                policy,
                text.Span,
                $"ipBlock {cidr} is a range of pod addresses",
                severity: Severity.Info,
                effect: "pod addresses change, and some network plugins never match pods by address",
                help: "select the pods by podSelector and namespaceSelector")
            : null;
    }

    // Beside the cluster IP it names the server's own address, or lets out to all: it is right before and after translation.
    private static bool LetsOutToServer(NetworkPolicy policy) => PolicyReach.Rules(policy, PolicyDirection.Egress).Any(r =>
        (!PolicyWords.HasPorts(r) || r.Ports!.Items.Any(p => p.Port is null || p.Port.Value.Int == 6443 || (p.Port.Value.Int <= 6443 && p.EndPort?.Value >= 6443)))
        && (!PolicyWords.HasPeers(r) || r.Peers!.Items.Any(p => p.IPBlock?.CIDR is { } block && CidrValue.TryParseSloppy(block.Value, out var other)
            && Array.IndexOf(ApiServers, other.ToString()) < 0 && Array.IndexOf(ServiceNetworks, other.ToString()) < 0)));

    private static bool Within(IReadOnlyList<string> networks, CidrValue cidr) =>
        networks.Any(n => CidrValue.TryParse(n, out var network) && network.Contains(cidr));
}
