using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// An address that names a Service of the unit in a namespace where it is not. Only where both namespaces are known: the Service's
/// is written, and the address's, or the pod's in its place, is one of the input or nearly the Service's.
/// </summary>
public sealed class AddressNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2022",
        Name = "address-other-namespace",
        Title = "An address uses the wrong namespace for a Service",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            if (!configured.IsCertain || configured.Namespace is not { } asked || context.Repository.Externals.DeclaresService(configured.Name.Name, asked))
            {
                continue;
            }

            var own = context.Unit.ServicesNamed(configured.Name.Name);
            if (own.Count > 0 && !own.Any(s => NamespaceComparer.MayBeSame(s.Namespace, asked)))
            {
                var said = configured.Name.Namespace is null ? Alone(context, configured, own[0]) : Qualified(context, configured, asked, own[0]);
                if (said is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private Finding? Qualified(RuleContext context, ConfiguredAddress configured, string asked, Service own)
    {
        var isSlip = NearMiss.IsSlip(asked, own.Namespace!);
        if (!isSlip && !IsHardCoded(context, configured.Name.Name, asked) && !(IsAbsent(context, configured) && IsDeclared(context, asked)))
        {
            return null;
        }

        var start = configured.Address.HostSpan.Start + configured.Name.NameEnd + 1;
        var effect = isSlip || !IsHardCoded(context, configured.Name.Name, asked) ? "the name does not resolve" : $"the pods connect to the Service of {asked}, if there is one";
        return Report(
            configured.Owner,
            configured.Value.Part(start, start + asked.Length),
            $"'{configured.Key}' looks for Service {configured.Name.Name} in namespace {asked}; it is deployed to {own.Namespace}",
            [new RelatedSpan(own.Metadata.Namespace!.Span, "the Service's namespace")],
            isSlip ? Severity.Error : Severity.Warning,
            effect: effect,
            help: $"write {own.Namespace}, or the Service's name alone for the pods' own namespace");
    }

    private Finding? Alone(RuleContext context, ConfiguredAddress configured, Service own) =>
        configured.Address.Form != AddressForm.Name && IsAbsent(context, configured) && configured.Workload?.PodSpec?.DnsConfig is null
            ? Report(
                configured.Owner,
                configured.NameSpan,
                $"'{own.Name}' in '{configured.Key}' is looked up in namespace {configured.Owner.Namespace}; Service {own.Name} is in {own.Namespace}",
                [new RelatedSpan(own.Metadata.Namespace!.Span, "the Service's namespace"), new RelatedSpan(configured.Owner.Metadata.Namespace!.Span, "the pods' namespace")],
                effect: "the name does not resolve",
                help: $"write '{own.Name}.{own.Namespace}'")
            : null;

    // Kustomize does not rewrite strings: the base's or a sibling overlay's namespace stays in them.
    private static bool IsHardCoded(RuleContext context, string name, string asked) =>
        context.Unit.Kind == UnitKind.Kustomization && context.Repository.ServicesNamed(name).Any(s => s.Namespace == asked);

    // Nothing of the input, and no part of it that could not be read, puts the Service there.
    private static bool IsAbsent(RuleContext context, ConfiguredAddress configured) =>
        context.Unit.IsFullyKnown
        && !context.Repository.ServicesNamed(configured.Name.Name).Any(s => NamespaceComparer.MayBeSame(s.Namespace, configured.Namespace))
        && !context.Repository.HasWorkload(configured.Name.Name, configured.Namespace);

    // Every cluster has a namespace "default".
    private static bool IsDeclared(RuleContext context, string asked) => asked == "default" || context.Unit.HasNamespace(asked);
}
