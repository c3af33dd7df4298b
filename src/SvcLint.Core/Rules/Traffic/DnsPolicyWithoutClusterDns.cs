using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>A pod that looks up a Service by name, with a DNS policy that leaves the cluster's DNS out: Default, or None with servers of the internet.</summary>
public sealed class DnsPolicyWithoutClusterDns : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3020",
        Name = "dns-policy-without-cluster-dns",
        Title = "A pod uses a Service's name, but its DNS policy bypasses the cluster's DNS",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var reported = new HashSet<Workload>(ByIdentity<Workload>.Instance);
        foreach (var address in context.Unit.Workloads.Any(w => Asks(w) is not null) ? context.Unit.Addresses : [])
        {
            if (address.Workload is { } workload && Asks(workload) is { } asked && !NamesServer(address) && DnsPolicyOnHostNetwork.IsInCluster(context.Unit, address) && reported.Add(workload))
            {
                var policy = workload.PodSpec!.DnsPolicy!;
                yield return Report(
                    workload,
                    address.HostSpan,
                    $"dnsPolicy {policy.Value} uses {asked}; '{address.Address.Host}' is a cluster name",
                    [new RelatedSpan(policy.Span, "dnsPolicy")],
                    effect: $"'{address.Address.Host}' ({address.Key}) does not resolve in {workload}",
                    help: "set dnsPolicy: ClusterFirst");
            }
        }
    }

    // "--probe=kubedns,127.0.0.1:10053,kubernetes.default": the question goes to the server before it.
    private static bool NamesServer(ConfiguredAddress address) => address.IsArgument && address.Value.Value.IndexOf("127.0.0.1:", StringComparison.Ordinal) >= 0;

    // Servers in private networks may be the cluster's own.
    private static string? Asks(Workload workload)
    {
        var servers = workload.PodSpec?.DnsConfig?.Nameservers?.Items ?? [];
        return !servers.All(s => IsPublic(s.Value)) ? null : workload.PodSpec?.DnsPolicy?.Value switch
        {
            "Default" => "the node's resolver",
            "None" when servers.Count > 0 => $"nameserver {servers[0].Value}",
            _ => null,
        };
    }

    private static bool IsPublic(string address) => IPAddressValue.TryParseSloppy(address, out var ip) && !PrivateNetworks.ContainOrAreLocal(ip);
}
