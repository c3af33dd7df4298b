using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A route that attaches to a Gateway of the input, none of whose listeners fits: by the name or port that the route asks for, by the
/// protocol that a route of its kind needs, or by host name.
/// </summary>
public sealed class RouteMatchesNoListener : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2008",
        Name = "route-matches-no-listener",
        Title = "A route matches no listener of its Gateway",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var route in context.Unit.OfType<GatewayRoute>())
        {
            foreach (var parent in route.ParentRefs?.Items ?? [])
            {
                if (context.Unit.Lookup.Attachments.Mismatch(route, parent) is { } mismatch)
                {
                    var (span, text, help) = Words(mismatch, route, parent);
                    yield return Report(
                        route,
                        span,
                        text,
                        [new RelatedSpan(mismatch.Gateway.Listeners!.KeySpan, "listeners")],
                        effect: "the Gateway rejects the route, which serves nothing",
                        help: help);
                }
            }
        }
    }

    private static (SourceSpan Span, string Text, string Help) Words(RouteMismatch mismatch, GatewayRoute route, ParentReference parent)
    {
        var (gateway, meant) = (mismatch.Gateway, mismatch.Meant);
        return mismatch.Reason switch
        {
            ListenerMismatch.Name => (
                parent.SectionName!.Span,
                $"Gateway {gateway.Name} has no listener '{parent.SectionName.Value}' (it has: {PortNames.Some([.. gateway.Listeners!.Items.Select(l => l.Name?.Value ?? "")])})",
                "use the name of a listener"),
            ListenerMismatch.Port => (
                parent.Port!.Span,
                $"no listener{(parent.SectionName is null ? "" : " of that name")} of Gateway {gateway.Name} has port {parent.Port.Value}",
                "use the port of a listener"),
            ListenerMismatch.Protocol => (
                parent.SectionName?.Span ?? parent.Name?.Span ?? parent.KeySpan,
                $"listener {meant!.Name?.Value} of Gateway {gateway.Name} has protocol {meant.Protocol?.Value}, which takes no {route.Kind.Value}",
                $"use a listener with protocol {string.Join(" or ", RouteAttachments.ProtocolsOf(route.Kind.Value))}"),
            _ => (
                route.Hostnames!.Items[0].Span,
                $"host name {PortNames.Some([.. route.Hostnames.Items.Select(n => n.Value)])} matches no listener of Gateway {gateway.Name} ({PortNames.Some([.. mismatch.Hosts.Names])})",
                "change the route's host name or the listener's"),
        };
    }
}
