using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>What no listener that a route asks for has.</summary>
internal enum ListenerMismatch
{
    Name,
    Port,
    Protocol,
    HostName,
}

/// <summary>Why a Gateway takes a route at none of its listeners.</summary>
/// <param name="Reason">What fits none.</param>
/// <param name="Gateway">The Gateway.</param>
/// <param name="Meant">The first listener that the route asks for; null where there is none.</param>
/// <param name="Hosts">The host names of those.</param>
internal sealed record RouteMismatch(ListenerMismatch Reason, Gateway Gateway, GatewayListener? Meant, ListenerHosts Hosts);

/// <summary>Which routes attach to the Gateways of a unit, and which Services they may send to.</summary>
internal sealed class RouteAttachments(DeploymentUnit unit)
{
    private static readonly Dictionary<string, string[]> Protocols = new(StringComparer.Ordinal)
    {
        ["HTTPRoute"] = ["HTTP", "HTTPS"],
        ["GRPCRoute"] = ["HTTP", "HTTPS"],
        ["TLSRoute"] = ["TLS"],
        ["TCPRoute"] = ["TCP", "TLS"],
        ["UDPRoute"] = ["UDP"],
    };

    private readonly Dictionary<(Gateway, int? Port), ListenerHosts> _hosts = [];
    private ILookup<string, ReferenceGrant>? _grants;

    /// <summary>The Gateway that a parent names; null where the unit has none, or several, or where it is not fully known.</summary>
    public Gateway? GatewayOf(GatewayRoute route, ParentReference parent)
    {
        var wanted = parent.Namespace?.Value ?? route.Namespace;
        var found = parent is { IsGateway: true, Name.Value: { } name } ? unit.Lookup.GatewaysNamed(name).Where(g => g.Namespace == wanted).Take(2).ToArray() : [];
        return found is [{ Listeners.Count: > 0 } gateway] && unit.IsFullyKnown ? gateway : null;
    }

    /// <summary>Null where a listener takes the route, or where nobody knows.</summary>
    public RouteMismatch? Mismatch(GatewayRoute route, ParentReference parent)
    {
        if (GatewayOf(route, parent) is not { } gateway)
        {
            return null;
        }

        var fitting = Fitting(gateway, parent);
        var meant = Meant(gateway, parent).FirstOrDefault();
        var reason = meant is null ? parent.SectionName is { } section && !gateway.Listeners!.Items.Any(l => l.Name?.Value == section.Value) ? ListenerMismatch.Name : ListenerMismatch.Port
            : !Meant(gateway, parent).Any(l => Takes(l, route.Kind.Value)) ? ListenerMismatch.Protocol
            : route.Hostnames is { Count: > 0 } names && !names.Items.Any(n => fitting.Overlap(n.Value)) ? ListenerMismatch.HostName
            : (ListenerMismatch?)null;
        return reason is { } known ? new RouteMismatch(known, gateway, meant, fitting) : null;
    }

    /// <summary>A listener that the route asks for, where all of them admit the Gateway's own namespace alone; both namespaces are written.</summary>
    public static GatewayListener? ClosedTo(Gateway gateway, GatewayRoute route, ParentReference parent)
    {
        var isOther = gateway.Namespace is not null && route.Namespace is not null && route.Namespace != gateway.Namespace;
        var listeners = isOther ? (gateway.Listeners?.Items ?? []).Where(l => parent.SectionName is null || l.Name?.Value == parent.SectionName.Value).ToArray() : [];
        return Array.TrueForAll(listeners, l => (l.AllowedFrom?.Value ?? "Same") == "Same") ? listeners.FirstOrDefault() : null;
    }

    /// <summary>False where the unit shows that no listener takes the route.</summary>
    public bool MayAttach(GatewayRoute route, ParentReference parent) =>
        Mismatch(route, parent) is null && (GatewayOf(route, parent) is not { } gateway || ClosedTo(gateway, route, parent) is null);

    /// <summary>The ports at which clients meet the route, in order; none where the Gateway is not known.</summary>
    public IReadOnlyList<int> Ports(GatewayRoute route, ParentReference parent) => GatewayOf(route, parent) is not { } gateway ? []
        : [.. gateway.Listeners!.Items.Select(l => l.Port?.Value).OfType<int>().Distinct().OrderBy(p => p).Where(port => IsMetAt(gateway, route, parent, port))];

    /// <summary>The Service of another namespace to which a route refers, and which no ReferenceGrant there lets it use.</summary>
    public Service? NotGranted(GatewayRoute route, ServiceReference reference)
    {
        if (reference is not { Namespace: { } target, Place: not "route parent" } || route.Namespace is not { } own || target.Value == own || !unit.IsFullyKnown)
        {
            return null;
        }

        _grants ??= unit.OfType<ReferenceGrant>().ToLookup(g => g.Namespace ?? "", StringComparer.Ordinal);
        return _grants.Contains("") || _grants[target.Value].Any(g => g.AdmitsService("gateway.networking.k8s.io", route.Kind.Value, own, reference.Name.Value)) ? null
            : unit.ServicesNamed(reference.Name.Value).FirstOrDefault(s => s.Namespace == target.Value);
    }

    /// <summary>The protocols of listeners that take routes of a kind.</summary>
    public static IReadOnlyList<string> ProtocolsOf(string kind) => Protocols.TryGetValue(kind, out var known) ? known : [];

    private bool IsMetAt(Gateway gateway, GatewayRoute route, ParentReference parent, int port)
    {
        if (parent.Port is { } wanted && wanted.Value != port)
        {
            return false;
        }

        var hosts = parent.SectionName is { } section
            ? new ListenerHosts([.. gateway.Listeners!.Items.Where(l => l.Name?.Value == section.Value && l.Port?.Value == port)])
            : HostsAt(gateway, port);
        return hosts.Count > 0 && (route.Hostnames is not { Count: > 0 } names || names.Items.Any(n => hosts.Overlap(n.Value)));
    }

    private ListenerHosts Fitting(Gateway gateway, ParentReference parent) =>
        parent.SectionName is null ? HostsAt(gateway, parent.Port?.Value) : new ListenerHosts([.. Meant(gateway, parent)]);

    private ListenerHosts HostsAt(Gateway gateway, int? port)
    {
        if (!_hosts.TryGetValue((gateway, port), out var hosts))
        {
            _hosts.Add((gateway, port), hosts = new ListenerHosts([.. gateway.Listeners!.Items.Where(l => port is null || l.Port?.Value == port)]));
        }

        return hosts;
    }

    private static IEnumerable<GatewayListener> Meant(Gateway gateway, ParentReference parent) => gateway.Listeners!.Items
        .Where(l => (parent.SectionName is not { } section || l.Name?.Value == section.Value) && (parent.Port is not { } port || l.Port?.Value == port.Value));

    // Implementations have protocols of their own, which have a slash in them.
    private static bool Takes(GatewayListener listener, string kind) =>
        listener.Protocol is not { Value: "HTTP" or "HTTPS" or "TLS" or "TCP" or "UDP" } protocol || !Protocols.TryGetValue(kind, out var fitting) || Array.IndexOf(fitting, protocol.Value) >= 0;
}
