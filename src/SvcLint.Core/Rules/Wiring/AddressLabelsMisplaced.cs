using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A DNS name whose labels are all known and stand at the wrong place: namespace before Service, or a pod's name without its Service.</summary>
public sealed class AddressLabelsMisplaced : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2080",
        Name = "address-labels-misplaced",
        Title = "The labels of a DNS name stand in the wrong order, or the Service is missing among them",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "the name does not resolve",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var address in context.Unit.IsFullyKnown ? context.Unit.Addresses : [])
        {
            if (address is not { IsCertain: true, Name: { Hostname: null, Namespace: { } second } } || second == address.Name.Name || context.Repository.ServicesNamed(address.Name.Name).Count > 0
                || context.Repository.Externals.DeclaresService(address.Name.Name, second))
            {
                continue;
            }

            if (Right(context, address, second) is var (service, right))
            {
                yield return Report(
                    address.Owner,
                    address.NameSpan,
                    $"'{address.Name.Name}.{second}' in '{address.Key}' must be '{right}'",
                    [new RelatedSpan(service.NameSpan, "Service"), .. service.Metadata.Namespace is { } place ? [new RelatedSpan(place.Span, "namespace")] : (RelatedSpan[])[]],
                    help: $"write '{right}'");
            }
        }
    }

    private static (Service Service, string Right)? Right(RuleContext context, ConfiguredAddress address, string second)
    {
        // shop.web.svc: the Service is web, and shop its namespace.
        if (context.Repository.ServicesNamed(second).FirstOrDefault(s => s.Namespace == address.Name.Name) is { } swapped)
        {
            return (swapped, $"{swapped.Name}.{swapped.Namespace}");
        }

        // web-0.shop.svc: a pod's name needs its Service.
        var name = address.Name.Name;
        var dash = name.LastIndexOf('-');
        if (!address.Name.IsQualified || dash <= 0 || !int.TryParse(name.Substring(dash + 1), out _))
        {
            return null;
        }

        var set = context.Unit.Workloads.FirstOrDefault(w => w.WorkloadKind == WorkloadKind.StatefulSet && w.Name == name.Substring(0, dash) && w.Namespace == second);
        var governing = set is null ? null : context.Unit.Services.FirstOrDefault(s => ServicePorts.IsHeadless(s) && s.Namespace == second && LabelMatching.Selects(s.Spec?.Selector, set));
        return governing is null ? null : (governing, $"{name}.{governing.Name}.{second}");
    }
}
