using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.Wiring;

/// <summary>An ExternalName that is an IP address: accepted, and served as an alias to a name made of digits.</summary>
public sealed class ExternalNameAddress : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2018",
        Name = "external-name-address",
        Title = "An ExternalName Service names an IP address instead of a host",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is { Type.Value: "ExternalName", ExternalName: { } name } && IPAddressValue.TryParse(name.Value.TrimEnd('.'), out _))
            {
                yield return Report(
                    service,
                    name.Span,
                    $"externalName '{name.Value}' is an IP address, not a host name",
                    effect: "DNS answers with a CNAME made of digits, which does not resolve",
                    help: "use a Service without selector and an EndpointSlice with the address");
            }
        }
    }
}
