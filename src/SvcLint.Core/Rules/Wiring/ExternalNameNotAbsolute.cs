using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>An ExternalName that is meant to be completed by a search list, or that names its own Service: neither resolves.</summary>
public sealed class ExternalNameNotAbsolute : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2140",
        Name = "external-name-not-absolute",
        Title = "An ExternalName is a short name, or its own Service",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { Type.Value: "ExternalName", ExternalName: { Value.Length: > 0 } target } || !ServiceDnsName.TryParse(target.Value, out var name) || name.PortName is not null || IsFilledIn(service))
            {
                continue;
            }

            var @namespace = name.Namespace ?? service.Namespace;
            var full = $"{(name.Hostname is { } pod ? pod + "." : "")}{name.Name}.{@namespace ?? "NAMESPACE"}.svc.{context.Facts.ClusterDomain}";
            if (name.Domain == context.Facts.ClusterDomain)
            {
                if (name.Hostname is null && name.Name == service.Name && @namespace == service.Namespace)
                {
                    yield return Report(service, target.Span, $"externalName '{target.Value}' is the Service itself", effect: "the name has no address", help: "name the host that the Service stands for");
                }

                continue;
            }

            // NAME.svc of another cluster has a domain behind it; two labels may be a public host unless such a Service is declared.
            if (name.Domain is null && (name.IsQualified || name.Namespace is null || context.Unit.FindServices(name.Name, name.Namespace).Any(s => s.Namespace == name.Namespace)))
            {
                yield return Report(
                    service,
                    target.Span,
                    $"externalName '{target.Value}' is a short name; DNS takes it as it is",
                    // A chart's own value is often there to be replaced.
                    severity: target.Span.Source.Pieces.Count > 0 && name.Namespace is null ? Severity.Info : null,
                    effect: "the name does not resolve: no search list is applied to the target of a CNAME",
                    help: $"write '{full}'");
            }
        }
    }

    // Tailscale's operator writes the name of its own proxy there.
    private static bool IsFilledIn(Service service) => service.Metadata.Annotations?.Entries.Any(e => e.Key.Value.StartsWith("tailscale.com/", StringComparison.Ordinal)) == true;
}
