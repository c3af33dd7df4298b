using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A reference whose Service exists, but in another namespace than the one where it is looked up. Only where both namespaces are written
/// and nothing of the input has the name in the right one.
/// </summary>
public sealed class ServiceReferenceNamespace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2007",
        Name = "service-reference-other-namespace",
        Title = "A reference names a Service in the wrong namespace",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var referrer in context.Unit.Objects)
        {
            foreach (var reference in referrer.ServiceReferences)
            {
                if (reference.NamespaceFor(referrer) is { } asked && Elsewhere(context, reference.Name.Value, asked) is { } service)
                {
                    yield return Report(context, referrer, reference, asked, service);
                }
            }
        }
    }

    /// <summary>The Service of the name in another namespace; null where one may be in the right one.</summary>
    internal static Service? Elsewhere(RuleContext context, string name, string asked)
    {
        var named = context.Repository.ServicesNamed(name);
        return named.Count == 0
            || named.Any(s => NamespaceComparer.MayBeSame(s.Namespace, asked))
            || context.Repository.Externals.DeclaresService(name, asked)
            ? null
            : context.Unit.ServicesNamed(name) is [var first, ..] ? first : null;
    }

    private Finding Report(RuleContext context, KubernetesObject referrer, ServiceReference reference, string asked, Service service)
    {
        // Another name may be somebody else's namespace, with a Service of this name that is not in the manifests.
        var isCertain = context.Unit.IsFullyKnown && NearMiss.IsSlip(asked, service.Namespace!) && context.Unit.Lookup.ObjectsIn(asked).All <= (referrer.Namespace == asked ? 1 : 0);
        var repair = reference.Namespace is null
            ? $"move one of the two, or declare a Service '{service.Name}' in {asked}"
            : $"write namespace {service.Namespace}";
        return Report(
            referrer,
            (reference.Namespace ?? reference.Name).Span,
            $"{reference.Place} references Service '{service.Name}' in namespace {asked}; it is defined in {service.Namespace} only",
            [new RelatedSpan(service.Metadata.Namespace?.Span ?? service.NameSpan, "the Service's namespace")],
            isCertain ? Severity.Error : Severity.Warning,
            isCertain ? Confidence.High : Confidence.Medium,
            effect: $"{(isCertain ? "" : $"unless {asked} has one from elsewhere, ")}{ServiceReferenceUnknown.Effect(reference, referrer)}",
            help: repair);
    }
}
