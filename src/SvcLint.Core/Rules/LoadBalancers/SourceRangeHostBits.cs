using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A range with host bits set: it is read as the whole network, on Azure not at all, and never as the address that stands there.</summary>
public sealed class SourceRangeHostBits : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4002",
        Name = "source-range-host-bits",
        Title = "A source range has host bits set",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (IsToldByServer(context.Version, service))
            {
                continue;
            }

            var isAzure = IsOnAzure(context, service);
            foreach (var range in SourceRanges.Of(service)?.Items ?? [])
            {
                if (range.Cidr.HasHostBits)
                {
                    var single = $"{range.Cidr.Address}/{(range.Cidr.Address.IsIPv4 ? 32 : 128)}";
                    var effect = isAzure ? "Azure's controller skips it and blocks everybody whom no other range allows" : "load balancers and kube-proxy allow the whole network";
                    yield return Report(
                        service,
                        range.Text.Span,
                        $"'{range.Text.Value.Trim()}' has host bits set; the network is {range.Cidr}",
                        effect: $"{effect}; Kubernetes {ServerChecks.StrictAddresses}+ rejects it",
                        help: $"write {range.Cidr} for the network, or {single} for the one address") with
                    {
                        Fixes = [Network(range, isAzure)],
                    };
                }
            }
        }
    }

    // The server warns of the field alone, and later refuses the annotation too.
    private static bool IsToldByServer(KubernetesVersion? version, Service service) =>
        version >= (service.Spec?.LoadBalancerSourceRanges is { Count: > 0 } ? ServerWarnings.OddAddresses : ServerChecks.StrictAddresses);

    // Where the range admits nobody today, its network would let clients in.
    private static Fix Network(SourceRange range, bool isAzure) => new(
        $"Write the network {range.Cidr}{(isAzure ? "" : ", which is how the range is read")}",
        isAzure ? FixSafety.Unsafe : FixSafety.Safe,
        [new TextEdit(range.Text.Part(0, range.Text.Value.Length), range.Cidr.ToString())]);

    private static bool IsOnAzure(RuleContext context, Service service) =>
        context.Facts.Provider == Azure.Provider
        || (service.Metadata.Annotations?.Entries ?? []).Any(a => AnnotationCatalog.ProviderOf(a.Key.Value) == Azure.Provider);
}
