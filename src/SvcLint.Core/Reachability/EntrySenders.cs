using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>Whose pods send on what comes by an Ingress or a route: those of the controller that serves its class, where the input has them.</summary>
internal sealed class EntrySenders
{
    public const string ClassAnnotation = "kubernetes.io/ingress.class";
    private const string GatewayLabel = "gateway.networking.k8s.io/gateway-name";

    private readonly ReachEnd _undeclared;
    private readonly IReadOnlyList<ReachEnd> _ends;
    private readonly Dictionary<(string Kind, string Name), string> _controllers = [];
    private readonly Dictionary<(string Namespace, string Name), Gateway> _gateways = [];

    public EntrySenders(IReadOnlyList<ReachEnd> ends, IReadOnlyList<KubernetesObject> objects)
    {
        _ends = ends;
        _undeclared = ends.First(e => e.Kind == ReachEndKind.IngressController);
        All = [.. ends.Where(e => e.Workload is { } w && IngressControllers.FamilyOf(w) is not null)];
        foreach (var item in objects)
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

    /// <summary>Those that may serve an Ingress or route; an undeclared one where none of the input does.</summary>
    public IReadOnlyList<ReachEnd> Of(KubernetesObject entry)
    {
        var own = entry switch
        {
            Ingress ingress => OfClass("IngressClass", ClassOf(ingress)),
            GatewayRoute route => OfRoute(route),
            { Kind.Value: "IngressRoute" or "IngressRouteTCP" or "IngressRouteUDP" } => OfFamily("traefik"),
            { Kind.Value: "HTTPProxy" } => OfFamily("contour"),
            { Kind.Value: "TCPIngress" or "UDPIngress" } => OfFamily("kong"),
            { Kind.Value: "VirtualServer" or "VirtualServerRoute" or "TransportServer" } => OfFamily("nginx"),
            _ => [],
        };
        return own.Count > 0 ? own : [_undeclared];
    }

    /// <summary>The class of an Ingress, written in one way or the other; null for the cluster's default.</summary>
    public static string? ClassOf(Ingress ingress) => ingress.IngressClassName?.Value ?? ingress.Metadata.Annotations?[ClassAnnotation];

    // Pods that were made for the Gateway, else those of the controller of its class.
    private IReadOnlyList<ReachEnd> OfRoute(GatewayRoute route)
    {
        var senders = new List<ReachEnd>();
        foreach (var parent in (route.ParentRefs?.Items ?? []).Where(p => p.IsGateway && p.Name is not null))
        {
            var ns = parent.Namespace?.Value ?? route.Namespace ?? "default";
            var made = _ends.Where(e => e.Workload?.PodLabels?[GatewayLabel] == parent.Name!.Value && e.Namespace == ns).ToArray();
            senders.AddRange(made.Length > 0 ? made : OfClass("GatewayClass", _gateways.TryGetValue((ns, parent.Name!.Value), out var gateway) ? gateway.GatewayClassName?.Value : null));
        }

        return route.ParentRefs is { Count: > 0 } ? [.. senders.Distinct()] : All;
    }

    // A name that tells nothing may be that of any of them.
    private IReadOnlyList<ReachEnd> OfClass(string kind, string? name)
    {
        if (name is null)
        {
            return All;
        }

        return _controllers.TryGetValue((kind, name), out var controller) ? OfFamily(IngressControllers.FamilyOfClass(controller) ?? IngressControllers.Other)
            : IngressControllers.FamilyOfClass(name) is { } family ? OfFamily(family)
            : All;
    }

    private IReadOnlyList<ReachEnd> OfFamily(string family) => [.. All.Where(e => IngressControllers.FamilyOf(e.Workload!) == family)];
}
