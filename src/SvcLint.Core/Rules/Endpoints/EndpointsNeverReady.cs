using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Endpoints;

/// <summary>Every hand-made endpoint of a Service is marked not ready, and nobody will ever mark it ready.</summary>
public sealed class EndpointsNeverReady : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6009",
        Name = "endpoints-never-ready",
        Title = "All hand-made endpoints of a Service are marked not ready",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => HandMadeEndpoints.NeedsHandMade(s) && s.Spec?.PublishNotReadyAddresses?.Value != true))
        {
            var lists = context.Unit.HandMadeFor(service);
            if (!lists.Any(e => e.Addresses.Any(a => a.IsReady)) && lists.SelectMany(e => e.Addresses).FirstOrDefault() is { } first)
            {
                yield return Report(
                    lists[0].Object,
                    first.Text.Span,
                    $"every hand-made endpoint of Service {service.Name} is marked not ready",
                    [new RelatedSpan(service.NameSpan, "Service without a ready endpoint")],
                    effect: "no controller changes that, so all connections are refused",
                    help: lists[0].IsSlice ? "remove ready: false" : "move the addresses from notReadyAddresses to addresses");
            }
        }
    }
}
