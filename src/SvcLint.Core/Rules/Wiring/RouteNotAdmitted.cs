using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A route in another namespace than its Gateway, whose listeners admit routes of their own namespace only, which is the default.
/// Only where both namespaces are written.
/// </summary>
public sealed class RouteNotAdmitted : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2014",
        Name = "route-not-admitted",
        Title = "A Gateway does not allow a route of another namespace",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var route in context.Unit.OfType<GatewayRoute>())
        {
            foreach (var parent in route.ParentRefs?.Items ?? [])
            {
                var wanted = parent.Namespace?.Value ?? route.Namespace;
                var gateway = context.Unit.Lookup.GatewaysNamed(parent.Name?.Value ?? "").FirstOrDefault(g => g.Namespace is not null && g.Namespace == wanted);
                if (gateway is not null && RouteAttachments.ClosedTo(gateway, route, parent) is { } listener)
                {
                    yield return Report(
                        route,
                        parent.Name!.Span,
                        $"listeners of Gateway {gateway.Name} in {gateway.Namespace} do not allow routes of namespace {route.Namespace}",
                        [new RelatedSpan(listener.AllowedFrom?.Span ?? listener.KeySpan, "listener")],
                        effect: "the Gateway rejects the route, which serves nothing",
                        help: "allow the namespace in allowedRoutes of a listener, or move the route");
                }
            }
        }
    }
}
