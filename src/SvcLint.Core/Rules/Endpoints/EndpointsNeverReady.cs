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
            var addresses = lists.SelectMany(e => e.Addresses).ToArray();
            if (addresses.Length > 0 && !addresses.Any(a => a.IsReady))
            {
                yield return Report(
                    lists[0].Object,
                    addresses[0].Text.Span,
                    $"Every endpoint that is written for Service {service.Name} is marked not ready, and no controller watches hand-made endpoints, so the Service refuses all connections. {(lists[0].IsSlice ? "Remove ready: false" : "Move the addresses from notReadyAddresses to addresses")}",
                    [new RelatedSpan(service.NameSpan, "Service without a ready endpoint")]);
            }
        }
    }
}
