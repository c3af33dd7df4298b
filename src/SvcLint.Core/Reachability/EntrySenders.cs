using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>Whose pods send on what comes by an Ingress or a route: those of the controller that serves its class, where the input has them.</summary>
internal sealed class EntrySenders
{
    private const string GatewayLabel = "gateway.networking.k8s.io/gateway-name";

    private readonly DeploymentUnit _unit;
    private readonly ReachEnd _undeclared;
    private readonly IReadOnlyList<ReachEnd> _ends;
    private readonly Dictionary<(string Kind, string Name), string> _controllers = [];
    private readonly Dictionary<(string Namespace, string Name), Gateway> _gateways = [];

    public EntrySenders(DeploymentUnit unit, IReadOnlyList<ReachEnd> ends)
    {
        _unit = unit;
        _ends = ends;
        _undeclared = ends.First(e => e.Kind == ReachEndKind.IngressController);
        All = [.. ends.Where(e => e.Workload is { } w && IngressControllers.FamilyOf(w) is not null)];
        foreach (var item in unit.Objects)
        {
            if (item is Gateway gateway)
            {
                _gateways[(item.Namespace ?? "default", item.Name ?? "")] = gateway;
            }
            else if (item.Kind.Value is "IngressClass" or "GatewayClass" && item is { Name: { } name, Node: { } node } && MappingReader.Of(node).Nested("spec") is { } spec
                && (spec.String("controller") ?? spec.String("controllerName")) is { } controller)
            {
                _controllers[(item.Kind.Value, name)] = controller.Value;
            }
        }
    }

    /// <summary>Every workload of the input that is a controller of Ingresses or Gateways.</summary>
    public IReadOnlyList<ReachEnd> All { get; }

    /// <summary>Those that may serve an Ingress or route; an undeclared one where none of the input does, none where a route attaches to nothing.</summary>
    public IReadOnlyList<ReachEnd> Of(KubernetesObject entry)
    {
        if (entry is GatewayRoute route)
        {
            return OfRoute(route);
        }

        var own = entry switch
        {
            Ingress ingress => OfClass(ClassOf(ingress)),
            { Kind.Value: "IngressRoute" or "IngressRouteTCP" or "IngressRouteUDP" } => OfFamily("traefik"),
            { Kind.Value: "HTTPProxy" } => OfFamily("contour"),
            { Kind.Value: "TCPIngress" or "UDPIngress" } => OfFamily("kong"),
            { Kind.Value: "VirtualServer" or "VirtualServerRoute" or "TransportServer" } => OfFamily("nginx"),
            _ => [],
        };
        return OrUndeclared(own);
    }

    /// <summary>The class of an Ingress, written in one way or the other; null for the cluster's default.</summary>
    public static string? ClassOf(Ingress ingress) => ingress.IngressClassName?.Value ?? ingress.Metadata.Annotations?[Ingress.ClassAnnotation];

    // Pods that were made for the Gateway, else those of the controller of its class. A route on a Service steers what comes from inside.
    private IReadOnlyList<ReachEnd> OfRoute(GatewayRoute route)
    {
        if (route.ParentRefs is not { Count: > 0 } parents)
        {
            return OrUndeclared(All);
        }

        var senders = new List<ReachEnd>();
        foreach (var parent in parents.Items.Where(p => !p.IsService && _unit.Lookup.Attachments.MayAttach(route, p)))
        {
            var ns = parent.Namespace?.Value ?? route.Namespace ?? "default";
            var name = parent.IsGateway ? parent.Name?.Value : null;
            var made = name is null ? [] : _ends.Where(e => e.Workload?.PodLabels?[GatewayLabel] == name && e.Namespace == ns).ToArray();
            senders.AddRange(made.Length > 0 ? made : OrUndeclared(OfGateway(name is not null && _gateways.TryGetValue((ns, name), out var gateway) ? gateway : null)));
        }

        return [.. senders.Distinct()];
    }

    private IReadOnlyList<ReachEnd> OrUndeclared(IReadOnlyList<ReachEnd> own) => own.Count > 0 ? own : [_undeclared];

    // A controller of Ingresses need not be one of Gateways: a class that tells nothing may be anybody's.
    private IReadOnlyList<ReachEnd> OfGateway(Gateway? gateway) =>
        gateway?.GatewayClassName?.Value is { } name && FamilyOf("GatewayClass", name) is { } family ? OfFamily(family) : [];

    // A name that tells nothing may be that of any of them.
    private IReadOnlyList<ReachEnd> OfClass(string? name) => name is not null && FamilyOf("IngressClass", name) is { } family ? OfFamily(family) : All;

    private string? FamilyOf(string kind, string name) => _controllers.TryGetValue((kind, name), out var controller)
        ? IngressControllers.FamilyOfClass(controller) ?? IngressControllers.Other
        : IngressControllers.FamilyOfClass(name);

    private IReadOnlyList<ReachEnd> OfFamily(string family) => [.. All.Where(e => IngressControllers.FamilyOf(e.Workload!) == family)];
}
