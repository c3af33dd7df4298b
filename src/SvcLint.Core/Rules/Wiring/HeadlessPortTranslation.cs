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
        Title = "A headless Service has a port that differs from its targetPort",
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
                        $"headless Service {service.Name} does not translate port {number.Value} to {target}",
                        [new RelatedSpan(number.Span, "port")],
                        effect: $"clients connect to the pods directly and must use port {target}",
                        help: $"set port to {target} too");
                }
            }
        }
    }
}
