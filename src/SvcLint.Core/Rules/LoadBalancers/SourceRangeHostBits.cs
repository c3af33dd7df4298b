using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A range with bits set beyond its prefix: it is read as the whole network, not as the address that stands there.</summary>
public sealed class SourceRangeHostBits : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4002",
        Name = "source-range-host-bits",
        Title = "A source range has host bits set and is read as its whole network",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    /// <summary>From this version on the API server itself warns, and later refuses: rules SVC1205 and SVC1116 pass that on.</summary>
    private static readonly KubernetesVersion ServerSpeaks = new(33);

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Version >= ServerSpeaks)
        {
            yield break;
        }

        foreach (var service in context.Unit.Services)
        {
            foreach (var range in SourceRanges.Of(service)?.Items ?? [])
            {
                if (range.Cidr.HasHostBits)
                {
                    var single = $"{range.Cidr.Address}/{(range.Cidr.Address.IsIPv4 ? 32 : 128)}";
                    yield return Report(
                        service,
                        range.Text.Span,
                        $"Source range {range.Text.Value.Trim()} of Service {service.Name} names an address inside the network {range.Cidr}; load balancers and kube-proxy admit the whole network, and Kubernetes 1.36 refuses the notation. Write {range.Cidr} for the network or {single} for the one address") with
                    {
                        Fixes = [new Fix($"Write the network {range.Cidr}, which is how the range is read", FixSafety.Safe, [new TextEdit(range.Text.Part(0, range.Text.Value.Length), range.Cidr.ToString())])],
                    };
                }
            }
        }
    }
}
