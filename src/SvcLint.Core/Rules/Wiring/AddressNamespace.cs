using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// An address that names a Service of the unit in a namespace where it is not. Only where both namespaces are known: the Service's
/// is written, and the address's is one of the input or nearly the Service's.
/// </summary>
public sealed class AddressNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2022",
        Name = "address-other-namespace",
        Title = "A configured address looks for a Service in a namespace where it is not",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in ConfiguredAddress.Of(context.Unit))
        {
            if (configured.Name is not { Namespace: { } asked } name || !configured.IsCertain || context.Repository.Externals.DeclaresService(name.Name, asked))
            {
                continue;
            }

            var everywhere = context.Repository.ServicesNamed(name.Name);
            var own = context.Unit.Services.Where(s => s.Name == name.Name).ToArray();
            if (own.Length == 0 || own.Any(s => NamespaceComparer.MayBeSame(s.Namespace, asked)))
            {
                continue;
            }

            var isSlip = NearMiss.IsSlip(asked, own[0].Namespace!);
            if (isSlip || IsHardCoded(context, asked, everywhere))
            {
                var span = configured.Value.Part(configured.Address.HostSpan.Start + name.NameEnd + 1, configured.Address.HostSpan.Start + name.NameEnd + 1 + asked.Length);
                yield return Report(
                    configured.Workload,
                    span,
                    $"'{configured.Key}' of {configured.Workload.Kind.Value} {configured.Workload.Name} looks for Service {name.Name} in namespace {asked}, but this unit deploys it to {own[0].Namespace}. {(isSlip ? "The name does not resolve" : $"The pods talk to the Service of {asked}, if there is one")}. Write {own[0].Namespace}, or the Service's name alone, which means the pods' own namespace",
                    [new RelatedSpan(own[0].Metadata.Namespace!.Span, "the Service's namespace here")],
                    isSlip ? Severity.Error : Severity.Warning);
            }
        }
    }

    // Kustomize does not rewrite strings: the base's or a sibling overlay's namespace stays in them.
    private static bool IsHardCoded(RuleContext context, string asked, IReadOnlyList<Service> everywhere) =>
        context.Unit.Kind == UnitKind.Kustomization && everywhere.Any(s => s.Namespace == asked);
}
