using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>A pod on the host's network that looks up a Service by name, with a DNS policy that asks the node's resolver.</summary>
public sealed class DnsPolicyOnHostNetwork : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3013",
        Name = "dns-policy-on-host-network",
        Title = "A pod on the host's network uses a Service's name, but not the cluster's DNS",
        Category = Category.Traffic,
        Severity = Severity.Error,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var reported = new HashSet<Workload>(ByIdentity<Workload>.Instance);
        foreach (var address in context.Unit.Workloads.Any(Falls) ? context.Unit.Addresses : [])
        {
            if (address.Workload is { } workload && Falls(workload) && !reported.Contains(workload) && IsInCluster(context.Unit, address))
            {
                reported.Add(workload);
                var policy = workload.PodSpec!.DnsPolicy!;
                yield return Report(
                    workload,
                    policy.IsDefault ? workload.PodSpec.HostNetwork!.Span : policy.Span,
                    $"dnsPolicy ClusterFirst{(policy.IsDefault ? " (the default)" : "")} uses the node's resolver on hostNetwork; '{address.Address.Host}' is a cluster name",
                    [new RelatedSpan(address.HostSpan, "a name of the cluster")],
                    effect: $"'{address.Address.Host}' ({address.Key}) does not resolve in {workload}",
                    help: "set dnsPolicy: ClusterFirstWithHostNet");
            }
        }
    }

    private static bool Falls(Workload workload) =>
        workload.PodSpec is { HostNetwork.Value: true, DnsPolicy.Value: "ClusterFirst", DnsConfig: null or { Nameservers: null or { Count: 0 } } };

    /// <summary>A name that says svc, or one that the unit declares and that stands where an address must.</summary>
    internal static bool IsInCluster(DeploymentUnit unit, ConfiguredAddress address) =>
        address.Name.IsQualified || (address.IsCertain && !address.IsArgument && unit.FindServices(address.Name.Name, address.Namespace).Any());
}
