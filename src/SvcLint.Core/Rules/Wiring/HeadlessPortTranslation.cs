using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A headless Service with a port that differs from its target: nothing translates it.</summary>
public sealed class HeadlessPortTranslation : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2006",
        Name = "headless-port-translation",
        Title = "A headless Service maps a port to another number, which nothing does",
        Category = Category.Wiring,
        Severity = Severity.Info,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(ServicePorts.IsHeadless))
        {
            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                if (port is { Port: { } number, TargetPort: { IsDefault: false, Value.Int: { } target } written } && target != number.Value)
                {
                    yield return Report(
                        service,
                        written.Span,
                        $"Service {service.Name} is headless: clients connect to the pods themselves, so port {number.Value} is never translated to {target}. Clients must use {target}. Make 'port' {target} as well, so that it says what holds",
                        [new RelatedSpan(number.Span, "port here")]);
                }
            }
        }
    }
}
