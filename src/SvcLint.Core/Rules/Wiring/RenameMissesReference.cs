using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A kustomization renames a Service by prefix or suffix, and a reference of a kind that kustomize does not follow, or a host in a
/// string, keeps the old name, which nobody has any more.
/// </summary>
public sealed class RenameMissesReference : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2012",
        Name = "kustomize-rename-misses-reference",
        Title = "Kustomize renames a Service but not a reference to it",
        Effect = "the name does not resolve",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Unit is not { Kind: UnitKind.Kustomization, IsFullyKnown: true })
        {
            yield break;
        }

        // The written name is what the span shows; the name itself is what kustomize made of it.
        var renamed = new Dictionary<string, Service>(StringComparer.Ordinal);
        foreach (var service in context.Unit.Services)
        {
            if (service.Metadata.Name is { } name && name.Span.Text.Trim('"', '\'') is var written && written != name.Value && name.Value.IndexOf(written, StringComparison.Ordinal) >= 0)
            {
                renamed[written] = service;
            }
        }

        if (renamed.Count == 0)
        {
            yield break;
        }

        foreach (var referrer in context.Unit.Objects)
        {
            foreach (var reference in referrer.ServiceReferences)
            {
                if (Renamed(context, renamed, reference.Name.Value, reference.NamespaceFor(referrer)) is { } service)
                {
                    yield return Report(referrer, reference.Name.Span, Message(reference.Name.Value, service, "this field"), [new RelatedSpan(service.NameSpan, $"renamed to {service.Name}")], help: Repair);
                }
            }
        }

        foreach (var configured in context.Unit.Addresses)
        {
            if (configured.IsCertain && Renamed(context, renamed, configured.Name.Name, configured.Namespace) is { } service)
            {
                yield return Report(configured.Owner, configured.NameSpan, Message(configured.Name.Name, service, "strings"), [new RelatedSpan(service.NameSpan, $"renamed to {service.Name}")], help: Repair);
            }
        }
    }

    private static Service? Renamed(RuleContext context, Dictionary<string, Service> renamed, string name, string? @namespace) =>
        renamed.TryGetValue(name, out var service) && NamespaceComparer.MayBeSame(service.Namespace, @namespace)
        && !context.Unit.FindServices(name, @namespace).Any() && !context.Repository.Externals.DeclaresService(name, @namespace)
            ? service
            : null;

    private const string Repair = "set the name in the overlay, by a patch or a replacement";

    private static string Message(string name, Service service, string where) =>
        $"this kustomization renames Service '{name}' to '{service.Name}', but does not rewrite {where}";
}
