using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.KubeProxy;

/// <summary>IPVS with MetalLB in layer 2 mode and without strictARP: every node answers for every load balancer address.</summary>
public sealed class IpvsWithoutStrictArp : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7007",
        Name = "ipvs-without-strict-arp",
        Title = "IPVS mode without strictARP while MetalLB announces addresses on layer 2",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var announces = context.Repository.HasGroup("metallb.io") || context.Facts.Provider == MetalLB.Provider;
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (announces && configuration.Mode?.Value == "ipvs" && configuration.Ipvs?.StrictARP?.Value != true)
            {
                yield return Report(
                    configuration,
                    configuration.Ipvs?.StrictARP?.Span ?? configuration.Mode.Span,
                    "mode ipvs without strictARP, while MetalLB announces addresses",
                    effect: "every node answers ARP for every load balancer address",
                    help: "set ipvs.strictARP: true");
            }
        }
    }
}
