using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>Two Services of a unit that ask for one cluster IP.</summary>
public sealed class ClusterIPTaken : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8002",
        Name = "cluster-ip-taken",
        Title = "Two Services of one cluster use the same cluster IP",
        Category = Category.Conflicts,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var first = new Dictionary<string, (Service Service, Located<string> Address)>(StringComparer.Ordinal);
        foreach (var service in context.Unit.Services)
        {
            foreach (var address in Addresses(service))
            {
                if (!IPAddressValue.TryParseSloppy(address.Value, out var parsed))
                {
                    continue;
                }

                var key = parsed.ToString();
                if (!first.TryGetValue(key, out var taken))
                {
                    first.Add(key, (service, address));
                }
                else if (taken.Service.Name != service.Name || NamespaceComparer.Compare(taken.Service.Namespace, service.Namespace) == NamespaceComparison.Different)
                {
                    yield return Report(
                        service,
                        address.Span,
                        $"clusterIP {address.Value} is already used by Service {taken.Service.Name}",
                        [new RelatedSpan(taken.Address.Span, $"also used by Service {taken.Service.Name}")],
                        confidence: context.Unit.IsAppliedTogether || taken.Address.Span.Source == address.Span.Source ? Confidence.High : Confidence.Medium,
                        effect: "the API server rejects the second Service",
                        help: "choose another address, or omit it");
                }
            }
        }
    }

    private static IEnumerable<Located<string>> Addresses(Service service) =>
        (service.Spec?.ClusterIPs?.Items ?? (service.Spec?.ClusterIP is { } single ? [single] : [])).Where(a => !a.IsDefault);
}
