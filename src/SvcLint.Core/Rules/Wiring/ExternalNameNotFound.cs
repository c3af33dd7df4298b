using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>An ExternalName that names a Service of the cluster in the wrong namespace: DNS answers without an address.</summary>
public sealed class ExternalNameNotFound : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2144",
        Name = "external-name-not-found",
        Title = "An ExternalName names a Service that is in another namespace",
        Category = Category.Wiring,
        Severity = Severity.Error,
        Effect = "the name exists and has no address (NODATA); musl's search ends there, too",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { Type.Value: "ExternalName", ExternalName: { Value.Length: > 0 } target }
                || !ServiceDnsName.TryParse(target.Value, out var name) || name is not { Namespace: { } ns, Hostname: null, PortName: null }
                || !string.Equals(name.Domain, context.Facts.ClusterDomain, StringComparison.OrdinalIgnoreCase)
                || context.Unit.FindServices(name.Name, ns).Any())
            {
                continue;
            }

            // That the input has the namespace's Services shows in others of it.
            var elsewhere = context.Unit.Services.Where(s => s.Name == name.Name && s.Spec?.Type?.Value != "ExternalName" && s.Namespace is not null).ToArray();
            if (elsewhere.Length == 1 && context.Unit.Services.Any(s => s.Namespace == ns && s != service))
            {
                yield return Report(
                    service,
                    target.Span,
                    $"namespace {ns} has no Service {name.Name}; it is in {elsewhere[0].Namespace}",
                    [new RelatedSpan(elsewhere[0].NameSpan, "the Service")],
                    help: $"write '{name.Name}.{elsewhere[0].Namespace}.svc.{context.Facts.ClusterDomain}'");
            }
        }
    }
}
