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
            if (configured.IsCertain && Elsewhere(context, configured) is { } own)
            {
                yield return configured.Name.Namespace is null ? Alone(configured, own) : Qualified(context, configured, configured.Name.Namespace, own);
            }
        }
    }

    /// <summary>The Service that the address misses by its namespace; null where that is not clear.</summary>
    internal static Service? Elsewhere(RuleContext context, ConfiguredAddress configured)
    {
        var named = context.Unit.ServicesNamed(configured.Name.Name);
        if (named.Count == 0 || configured.Namespace is not { } asked || named.Any(s => NamespaceComparer.MayBeSame(s.Namespace, asked))
            || context.Repository.Externals.DeclaresService(configured.Name.Name, asked))
        {
            return null;
        }

        var isClear = configured.Name.Namespace is null
            ? configured.Address.Form != AddressForm.Name && IsAbsent(context, configured) && configured.Workload?.PodSpec?.DnsConfig is null
            : NearMiss.IsSlip(asked, named[0].Namespace!) || IsHardCoded(context, configured, asked) || (IsAbsent(context, configured) && IsDeclared(context, asked));
        return isClear ? named[0] : null;
    }

    private Finding Qualified(RuleContext context, ConfiguredAddress configured, string asked, Service own)
    {
        var isSlip = NearMiss.IsSlip(asked, own.Namespace!);
        var start = configured.Address.HostSpan.Start + configured.Name.NameEnd + 1;
        var effect = isSlip || !IsHardCoded(context, configured, asked) ? "the name does not resolve" : $"the pods connect to the Service of {asked}, if there is one";
        return Report(
            configured.Owner,
            configured.Value.Part(start, start + asked.Length),
            $"'{configured.Key}' looks for Service {configured.Name.Name} in namespace {asked}; it is deployed to {own.Namespace}",
            [new RelatedSpan(own.Metadata.Namespace!.Span, "the Service's namespace")],
            isSlip ? Severity.Error : Severity.Warning,
            effect: effect,
            help: $"write {own.Namespace}, or the Service's name alone for the pods' own namespace");
    }

    private Finding Alone(ConfiguredAddress configured, Service own) =>
        Report(
            configured.Owner,
            configured.NameSpan,
            $"'{own.Name}' in '{configured.Key}' is looked up in namespace {configured.Owner.Namespace}; Service {own.Name} is in {own.Namespace}",
            [new RelatedSpan(own.Metadata.Namespace!.Span, "the Service's namespace"), new RelatedSpan(configured.Owner.Metadata.Namespace!.Span, "the pods' namespace")],
            effect: "the name does not resolve",
            help: $"write '{own.Name}.{own.Namespace}'");

    // Kustomize does not rewrite strings: the base's or a sibling overlay's namespace stays in them. What an overlay writes itself, it means.
    private static bool IsHardCoded(RuleContext context, ConfiguredAddress configured, string asked) =>
        context.Unit.Kind == UnitKind.Kustomization && context.Repository.ServicesNamed(configured.Name.Name).Any(s => s.Namespace == asked)
        && !RelativePath.IsSameOrInside(RelativePath.Folder(configured.NameSpan.Source.Path), context.Unit.Name);

    // Nothing of the input, and no part of it that could not be read, puts the Service there.
    private static bool IsAbsent(RuleContext context, ConfiguredAddress configured) =>
        context.Unit.IsFullyKnown
        && !context.Repository.ServicesNamed(configured.Name.Name).Any(s => NamespaceComparer.MayBeSame(s.Namespace, configured.Namespace))
        && !context.Repository.HasWorkload(configured.Name.Name, configured.Namespace);

    // Every cluster has a namespace "default".
    private static bool IsDeclared(RuleContext context, string asked) => asked == "default" || context.Unit.HasNamespace(asked);
}
