using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>Two Services that ask for one node port in a unit, or in two units of one cluster.</summary>
public sealed class NodePortTaken : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8001",
        Name = "node-port-taken",
        Title = "Two Services of one cluster use the same node port",
        Category = Category.Conflicts,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var first = new Dictionary<int, NodePortClaim>();
        foreach (var claim in EarlierUnits(context).SelectMany(u => u.Services).SelectMany(NodePortClaim.Of))
        {
            first[claim.Number] = claim;
        }

        foreach (var claim in context.Unit.Services.SelectMany(NodePortClaim.Of))
        {
            if (!first.TryGetValue(claim.Number, out var taken))
            {
                first.Add(claim.Number, claim);
            }
            else if (!IsSame(claim, taken))
            {
                var isCertain = IsCertain(context, claim, taken);
                if (!isCertain && AreAlternatives(claim, taken))
                {
                    continue;
                }

                yield return Report(
                    claim.Service,
                    claim.Span,
                    $"{claim.Field} {claim.Number} is already used by Service {taken.Service.Name}{(taken.IsHealthCheck == claim.IsHealthCheck ? "" : $" (as {taken.Field})")}",
                    [new RelatedSpan(taken.Span, $"also used by Service {taken.Service.Name}")],
                    confidence: isCertain ? Confidence.High : Confidence.Medium,
                    effect: "the API server rejects the second Service",
                    help: "choose another number, or omit it");
            }
        }
    }

    // Overlays of one base declare the same Service for several clusters or namespaces; only declared clusters tell.
    private static IEnumerable<DeploymentUnit> EarlierUnits(RuleContext context) =>
        context.Facts.Name.Length == 0 ? [] : context.Repository.Units.TakeWhile(u => u != context.Unit).Where(u => u.Facts.Name == context.Facts.Name);

    private static bool IsSame(NodePortClaim a, NodePortClaim b) =>
        a.Service.Name == b.Service.Name && NamespaceComparer.MayBeSame(a.Service.Namespace, b.Service.Namespace);

    // Two files that expose the same ports of the same pods, such as one of type NodePort and one of type LoadBalancer: one of them is applied.
    private static bool AreAlternatives(NodePortClaim a, NodePortClaim b) =>
        a.Service.Spec?.Selector is { Count: > 0 } && a.Service.HasSelectorOf(b.Service) && Ports(a.Service).SetEquals(Ports(b.Service));

    private static HashSet<(int?, int?)> Ports(Service service) => [.. (service.Spec?.Ports?.Items ?? []).Select(p => (p.Port?.Value, p.NodePort?.Value))];

    private static bool IsCertain(RuleContext context, NodePortClaim a, NodePortClaim b) =>
        context.Unit.IsAppliedTogether || a.Span.Source == b.Span.Source || context.Facts.Name.Length > 0;
}
