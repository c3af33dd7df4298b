using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>An address whose host is nearly the name of a Service of the unit, with a port that this Service has, or nearly its DNS name.</summary>
public sealed class AddressHost : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2021",
        Name = "address-host-misspelt",
        Title = "An address names a host that is nearly the name of a Service",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            if (!configured.IsCertain || !IsUnknown(context, configured))
            {
                continue;
            }

            if (Meant(context, configured) is { } meant)
            {
                yield return Report(
                    configured.Owner,
                    configured.NameSpan,
                    $"host '{configured.Name.Name}' in '{configured.Key}' is not a Service; Service '{meant.Name}' is defined",
                    [new RelatedSpan(meant.NameSpan, "defined here")],
                    confidence: IsSupported(context, configured, meant.Name!) ? Confidence.High : Confidence.Low,
                    effect: "the name does not resolve",
                    help: $"write '{meant.Name}'") with
                { Fixes = ValueFix.Replace(configured.NameSpan, configured.Name.Name, meant.Name!) };
            }
            else if (Longer(context, configured) is { } likely)
            {
                yield return Report(
                    configured.Owner,
                    configured.NameSpan,
                    $"host '{configured.Name.Name}' in '{configured.Key}' is not a Service here; '{likely.Name}' has port {configured.Address.Port}",
                    [new RelatedSpan(likely.NameSpan, "defined here")],
                    Severity.Info,
                    Confidence.Medium,
                    effect: "the name does not resolve, unless something else deploys the Service",
                    help: $"check whether '{likely.Name}' is meant");
            }
            else if (context.IsClosedWorld && !ClusterFacts.IsBroughtAlong(configured.Namespace, configured.Name.Name) && (configured.Name.Namespace is not null || configured.Address.Port is not null))
            {
                yield return Report(
                    configured.Owner,
                    configured.NameSpan,
                    $"host '{configured.Name.Name}' in '{configured.Key}' is not a Service of the input",
                    severity: Severity.Warning,
                    effect: "the name does not resolve",
                    help: ClosedWorld.NameHelp);
            }
            else
            {
                context.Silent(this, "the host may be declared elsewhere", configured.HostSpan);
            }
        }

        foreach (var configured in context.Unit.MisspeltAddresses)
        {
            if (configured is { IsCertain: true, Slip: { } slip } && context.ServicesMeant(configured.Name.Name, configured.Namespace) is [var service, ..])
            {
                var start = configured.Address.HostSpan.Start + slip.Start;
                var place = configured.Value.Part(start, start + slip.Written.Length);
                yield return Report(
                    configured.Owner,
                    place,
                    Message(configured, slip),
                    [new RelatedSpan(service.NameSpan, "defined here")],
                    effect: "the name does not resolve",
                    help: $"write '{slip.Meant}'") with
                { Fixes = slip.Right.Length == 0 ? [] : ValueFix.Replace(place, slip.Written, slip.Right) };
            }
        }
    }

    private static string Message(ConfiguredAddress configured, DomainSlip slip) =>
        slip.Right.Length == 0 ? $"'{configured.Name.Name}' in '{configured.Key}' has '{slip.Written}' without a namespace before it"
        : $"'{configured.Name.Name}' in '{configured.Key}' has '{slip.Written}' where '{slip.Right}' must stand";

    /// <summary>True when the rule itself says which name is meant.</summary>
    internal static bool IsMisspelt(RuleContext context, ConfiguredAddress configured) => IsUnknown(context, configured) && Meant(context, configured) is not null;

    private static bool IsUnknown(RuleContext context, ConfiguredAddress configured) => !Exists(context, configured) && IsClusterName(context, configured);

    private static bool Exists(RuleContext context, ConfiguredAddress configured) =>
        context.Repository.ServicesNamed(configured.Name.Name).Count > 0
        || context.Repository.Externals.DeclaresService(configured.Name.Name, configured.Namespace)
        || ServicePorts.IsMadeByOperator(configured.Name.Name)
        // The pods of a workload may be reached by other means than a Service: compose names, host entries.
        || context.Unit.HasWorkloadNamed(configured.Name.Name);

    // Something beside the likeness: a port that fits, "svc", the Service's name in the key, or the same key with the right host.
    private static bool IsSupported(RuleContext context, ConfiguredAddress configured, string meant) =>
        configured.Address.Port is not null || configured.Name.IsQualified
        || configured.Key.Replace('_', '-').IndexOf(meant, StringComparison.OrdinalIgnoreCase) >= 0
        || context.Unit.Addresses.Any(a => a.Key == configured.Key && a.Name.Name == meant);

    // "db.example" may be a public name; "db.shop" is one of the cluster where shop is a namespace of the input, and a pod's where it is a Service, too.
    private static bool IsClusterName(RuleContext context, ConfiguredAddress configured) =>
        configured.Name.Namespace is not { } @namespace || configured.Name.IsQualified
        || (context.Unit.HasNamespace(@namespace) && context.Unit.ServicesNamed(@namespace).Count == 0);

    private static Service? Meant(RuleContext context, ConfiguredAddress configured)
    {
        var candidates = context.Unit.ServicesNamedLike(configured.Name.Name)
            .Where(s => s.Name is not null && NamespaceComparer.MayBeSame(s.Namespace, configured.Namespace) && PortFits(context, s, configured.Address.Port))
            .ToArray();
        var name = NearMiss.Nearest(configured.Name.Name, candidates.Select(s => s.Name!));
        return name is null ? null : candidates.First(s => s.Name == name);
    }

    // otel-collector for otel: the longer name of the only Service of the same namespace that has the written port.
    private static Service? Longer(RuleContext context, ConfiguredAddress configured)
    {
        var name = configured.Name.Name;
        if (!context.Unit.IsFullyKnown || configured is not { Address.Port: { } port, HasImpliedPort: false, Namespace: { } @namespace })
        {
            return null;
        }

        for (var dash = name.LastIndexOf('-'); dash > 0; dash = name.LastIndexOf('-', dash - 1))
        {
            if (context.Unit.ServicesNamed(name.Substring(0, dash)).Where(s => s.Namespace == @namespace && ServicePorts.HasNumber(s, port)).ToArray() is [var only])
            {
                return only;
            }
        }

        return null;
    }

    private static bool PortFits(RuleContext context, Service service, int? port) =>
        port is null || ServicePorts.Accepts(service, port.Value, context.WorkloadsBehind(service));
}
