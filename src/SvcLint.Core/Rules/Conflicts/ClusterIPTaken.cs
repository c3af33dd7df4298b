using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Conflicts;

/// <summary>Two Services of a unit that ask for one cluster IP, or one that asks for what an IPAddress object gave to another.</summary>
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
        var first = Allocated(context.Unit);
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
                    first.Add(key, (service.Name, service.Namespace, address.Span));
                }
                else if (taken.Name != service.Name || NamespaceComparer.Compare(taken.Namespace, service.Namespace) == NamespaceComparison.Different)
                {
                    yield return Report(
                        service,
                        address.Span,
                        $"clusterIP {address.Value} is already used by Service {taken.Name}",
                        [new RelatedSpan(taken.Span, $"also used by Service {taken.Name}")],
                        confidence: context.Unit.IsAppliedTogether || taken.Span.Source == address.Span.Source ? Confidence.High : Confidence.Medium,
                        effect: "the API server rejects the second Service",
                        help: "choose another address, or omit it");
                }
            }
        }
    }

    // The cluster's own record of what it gave away.
    private static Dictionary<string, (string? Name, string? Namespace, SourceSpan Span)> Allocated(DeploymentUnit unit)
    {
        var given = new Dictionary<string, (string?, string?, SourceSpan)>(StringComparer.Ordinal);
        foreach (var item in unit.Objects.Where(o => o is { Group: "networking.k8s.io", Kind.Value: "IPAddress" }))
        {
            if (item.Node is { } node && MappingReader.Of(node).Nested("spec")?.Nested("parentRef") is { } parent && parent.String("resource")?.Value == "services" && parent.String("name") is { } name
                && IPAddressValue.TryParseSloppy(item.Name ?? "", out var address))
            {
                given[address.ToString()] = (name.Value, parent.String("namespace")?.Value, item.Metadata.Name!.Span);
            }
        }

        return given;
    }

    private static IEnumerable<Located<string>> Addresses(Service service) =>
        (service.Spec?.ClusterIPs?.Items ?? (service.Spec?.ClusterIP is { } single ? [single] : [])).Where(a => !a.IsDefault);
}
