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

    private static readonly Dictionary<string, string[]> Protocols = new(StringComparer.Ordinal)
    {
        ["HTTPRoute"] = ["HTTP", "HTTPS"],
        ["GRPCRoute"] = ["HTTP", "HTTPS"],
        ["TLSRoute"] = ["TLS"],
        ["TCPRoute"] = ["TCP", "TLS"],
        ["UDPRoute"] = ["UDP"],
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var hosts = new Dictionary<(Gateway, int? Port), ListenerHosts>();
        foreach (var route in context.Unit.OfType<GatewayRoute>())
        {
            foreach (var parent in route.ParentRefs?.Items ?? [])
            {
                if (Gateway(context, route, parent) is { } gateway && Mismatch(route, parent, gateway, hosts) is var (span, text, help))
                {
                    yield return Report(
                        route,
                        span,
                        text,
                        [new RelatedSpan(gateway.Listeners!.KeySpan, "listeners")],
                        effect: "the Gateway rejects the route, which serves nothing",
                        help: help);
                }
            }
        }
    }

    // One Gateway may stand there in several variants: then nothing is known.
    private static Gateway? Gateway(RuleContext context, GatewayRoute route, ParentReference parent)
    {
        var wanted = parent.Namespace?.Value ?? route.Namespace;
        var found = parent is { IsGateway: true, Name.Value: { } name } ? context.Unit.Lookup.GatewaysNamed(name).Where(g => g.Namespace == wanted).Take(2).ToArray() : [];
        return found is [{ Listeners.Count: > 0 } gateway] && context.Unit.IsFullyKnown ? gateway : null;
    }

    private static (SourceSpan Span, string Text, string Help)? Mismatch(GatewayRoute route, ParentReference parent, Gateway gateway, Dictionary<(Gateway, int? Port), ListenerHosts> hosts)
    {
        var listeners = gateway.Listeners!.Items;
        ListenerHosts? fitting = null;
        if (parent.SectionName is { } section)
        {
            fitting = new ListenerHosts([.. listeners.Where(l => l.Name?.Value == section.Value && (parent.Port is not { } wanted || l.Port?.Value == wanted.Value))]);
            if (fitting.Count == 0 && !listeners.Any(l => l.Name?.Value == section.Value))
            {
                return (section.Span, $"Gateway {gateway.Name} has no listener '{section.Value}' (it has: {PortNames.Some([.. listeners.Select(l => l.Name?.Value ?? "")])})", "use the name of a listener");
            }
        }
        else if (!hosts.TryGetValue((gateway, parent.Port?.Value), out fitting))
        {
            hosts.Add((gateway, parent.Port?.Value), fitting = new ListenerHosts([.. listeners.Where(l => parent.Port is not { } wanted || l.Port?.Value == wanted.Value)]));
        }

        if (parent.Port is { } port)
        {
            if (fitting.Count == 0)
            {
                return (port.Span, $"no listener{(parent.SectionName is null ? "" : " of that name")} of Gateway {gateway.Name} has port {port.Value}", "use the port of a listener");
            }
        }

        if (listeners.Where(l => (parent.SectionName is not { } own || l.Name?.Value == own.Value) && (parent.Port is not { } asked || l.Port?.Value == asked.Value)).ToArray() is { Length: > 0 } meant
            && !meant.Any(l => Takes(l, route.Kind.Value)))
        {
            return (parent.SectionName?.Span ?? parent.Name?.Span ?? parent.KeySpan, $"listener {meant[0].Name?.Value} of Gateway {gateway.Name} has protocol {meant[0].Protocol?.Value}, which takes no {route.Kind.Value}", $"use a listener with protocol {string.Join(" or ", Protocols[route.Kind.Value])}");
        }

        return route.Hostnames is { Count: > 0 } names && !names.Items.Any(n => fitting.Overlap(n.Value))
            ? (names.Items[0].Span, $"host name {PortNames.Some([.. names.Items.Select(n => n.Value)])} matches no listener of Gateway {gateway.Name} ({fitting.Text})", "change the route's host name or the listener's")
            : null;
    }

    // Implementations have protocols of their own, which have a slash in them.
    private static bool Takes(GatewayListener listener, string kind) =>
        listener.Protocol is not { Value: "HTTP" or "HTTPS" or "TLS" or "TCP" or "UDP" } protocol || !Protocols.TryGetValue(kind, out var fitting) || Array.IndexOf(fitting, protocol.Value) >= 0;
}
