using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A change deletes or renames a Service that a reference, or an address in configuration, still names.</summary>
public sealed class DeletedServiceReferenced : UpdateRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2120",
        Name = "deleted-service-referenced",
        Title = "A change deletes a Service that something still names",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, EarlierState earlier)
    {
        foreach (var referrer in context.Unit.Objects)
        {
            foreach (var reference in referrer.ServiceReferences)
            {
                var @namespace = reference.NamespaceFor(referrer);
                if (!ServiceReferenceUnknown.Exists(context, reference, @namespace) && !ServiceReferenceUnknown.HasOtherEvidence(context, reference, referrer)
                    && Gone(context, earlier, reference.Name, @namespace) is { } gone)
                {
                    yield return Report(referrer, reference.Name.Span, gone, Successor(context, earlier, gone), ServiceReferenceUnknown.Effect(reference, referrer));
                }
            }
        }

        foreach (var configured in context.Unit.Addresses)
        {
            if (configured.IsCertain && AddressHost.IsDangling(context, configured)
                && Gone(context, earlier, new Located<string>(configured.Name.Name, configured.NameSpan), configured.Namespace) is { } gone)
            {
                yield return Report(configured.Owner, configured.NameSpan, gone, Successor(context, earlier, gone), "the name does not resolve");
            }
        }
    }

    internal override IEnumerable<Finding> Check(Repository repository, EarlierState earlier)
    {
        foreach (var address in SettingsAddress.Of(repository))
        {
            if (address is { Slip: null, Name: var name } && (name.Namespace is null || name.IsQualified)
                && repository.ServicesNamed(name.Name).Count == 0 && !repository.Externals.DeclaresService(name.Name, name.Namespace)
                && earlier.ServiceFor(name.Name, name.Namespace, address.NameSpan.Source.Path) is { } gone)
            {
                yield return Report(address.NameSpan, $"Service '{gone.Name}' is deleted by this change, but still named here", [ChangeWords.Deleted(gone)],
                    confidence: Confidence.Medium, effect: "the name does not resolve in the cluster", help: "keep the Service, or change the address");
            }
        }
    }

    private static Service? Gone(RuleContext context, EarlierState earlier, Located<string> name, string? @namespace) =>
        earlier.ServiceFor(name.Value, @namespace, name.Span.Source.Path) is { } gone && ChangeWords.IsSurelyGone(context, earlier, gone) ? gone : null;

    // The only new Service with the old one's selector, or in its file, is the old one under another name.
    private static Service? Successor(RuleContext context, EarlierState earlier, Service gone)
    {
        var fresh = context.Repository.Services.Where(s => NamespaceComparer.MayBeSame(s.Namespace, gone.Namespace) && earlier.ServiceFor(s.Name!, s.Namespace, s.Span.Source.Path) is null).ToArray();
        return fresh.Where(s => s.Spec?.Selector is { Count: > 0 } selector && LabelMatching.Selects(selector, gone.Spec?.Selector)).ToArray() is [var same] ? same
            : fresh.Where(s => s.Span.Source.Path == gone.Span.Source.Path).ToArray() is [var beside] ? beside
            : null;
    }

    private Finding Report(KubernetesObject referrer, SourceSpan span, Service gone, Service? successor, string effect) => successor is null
        ? Report(referrer, span, $"Service '{gone.Name}' is deleted by this change, but still referenced here", [ChangeWords.Deleted(gone)], effect: effect,
            help: "keep the Service, or remove the reference")
        : Report(referrer, span, $"Service '{gone.Name}' is renamed to '{successor.Name}' by this change, but not here", [ChangeWords.Deleted(gone), new RelatedSpan(successor.NameSpan, "new name")],
            effect: effect, help: $"write '{successor.Name}'") with
        { Fixes = ValueFix.Replace(span, gone.Name!, successor.Name!) };
}
