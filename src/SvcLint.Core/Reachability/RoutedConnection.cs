using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>Connections by way of an Ingress or a Gateway: one to its controller, and one from there to each backend.</summary>
public static class RoutedConnection
{
    // Who stands for the client in a question about what only the controller connects to.
    private const string Controller = "ingress";

    private const string GatewayLabel = "gateway.networking.k8s.io/gateway-name";

    /// <summary>
    /// The connections in their order; null where neither end is an Ingress, a Gateway or a host of one. A problem where there is no such
    /// Ingress, or no controller that could serve it.
    /// </summary>
    public static ConnectionAnswer<IReadOnlyList<ConnectionQuestion>?> Hops(DeploymentUnit unit, ConnectionQuestion question) =>
        RouteFinder.Find(unit, question.To).SelectMany(route =>
            route is { Backends.Count: 0 } ? new ConnectionProblem("it routes to no Service", QuestionPart.To)
            : route is not null ? ControllerOf(unit, route.Gateway).SelectMany(controller => By(unit, question, route, controller))
            : question.From == Controller ? ControllerOf(unit, null).Select(IReadOnlyList<ConnectionQuestion>? (controller) => [Plain(question) with { From = NameOf(controller) }])
            : new ConnectionAnswer<IReadOnlyList<ConnectionQuestion>?>(null, null));

    private static ConnectionAnswer<IReadOnlyList<ConnectionQuestion>?> By(DeploymentUnit unit, ConnectionQuestion question, Route route, Workload controller)
    {
        var hops = new List<ConnectionQuestion>();
        if (question.From != Controller)
        {
            if (unit.ServiceOf(controller) is not { } service)
            {
                return new ConnectionProblem($"no Service of the input leads to its controller, {controller}", QuestionPart.Input);
            }

            hops.Add(question with { To = $"service/{service.Namespace ?? "default"}/{service.Name}:{PortOf(service, route.IsEncrypted)}" });
        }

        hops.AddRange(route.Backends.Select(b => question with { From = NameOf(controller), To = $"service/{b.Namespace}/{b.Name}{(b.Port is { Length: > 0 } port ? ":" + port : "")}", Node = null, IsReference = true }));
        return new ConnectionAnswer<IReadOnlyList<ConnectionQuestion>?>(hops, null);
    }

    /// <summary>A question whose destination nothing routes: without the scheme and the path of a URL.</summary>
    public static ConnectionQuestion Plain(ConnectionQuestion question) => question with { To = RouteFinder.WithoutScheme(question.To) };

    private static ConnectionAnswer<Workload> ControllerOf(DeploymentUnit unit, string? gateway)
    {
        var found = unit.Workloads.Where(w => gateway is null ? IngressControllers.Is(w) : w.PodLabels?[GatewayLabel] == gateway).ToArray();
        // A dump has the pods, too.
        var tops = found.Where(w => w.WorkloadKind is not (WorkloadKind.Pod or WorkloadKind.ReplicaSet)).ToArray();
        tops = tops.Length > 0 ? tops : found;
        return tops.Length switch
        {
            0 => new ConnectionProblem($"the input has no pods of {(gateway is null ? "an ingress controller" : $"Gateway {gateway}")}; their namespace belongs to the input", QuestionPart.Input),
            1 => tops[0],
            _ => tops.FirstOrDefault(w => unit.ServiceOf(w) is not null) ?? tops[0],
        };
    }

    private static string NameOf(Workload workload) => $"{(workload.WorkloadKind == WorkloadKind.Pod ? "pod" : "workload")}/{workload.Namespace ?? "default"}/{workload.Name}";

    private static string PortOf(Service service, bool isEncrypted)
    {
        var wanted = isEncrypted ? 443 : 80;
        var ports = service.Spec?.Ports?.Items ?? [];
        var own = ports.FirstOrDefault(p => p.Port?.Value == wanted) ?? (ports.Count > 0 ? ports[0] : null);
        return (own?.Port?.Value ?? wanted).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
