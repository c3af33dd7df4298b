using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>Connections by way of an Ingress or a Gateway: one to its controller, and one from there to each backend.</summary>
public static class RoutedConnection
{
    // What the charts and manifests of the controllers call themselves.
    private static readonly string[] Controllers = ["ingress-nginx", "nginx-ingress", "traefik", "haproxy-ingress", "kubernetes-ingress", "kong", "contour", "envoy", "apisix"];

    private const string GatewayLabel = "gateway.networking.k8s.io/gateway-name";

    /// <summary>
    /// The connections in their order; null where neither end is an Ingress, a Gateway or a host of one. A problem where there is no such
    /// Ingress, or no controller that could serve it.
    /// </summary>
    public static ConnectionAnswer<IReadOnlyList<ConnectionQuestion>?> Hops(DeploymentUnit unit, ConnectionQuestion question) =>
        ConnectionAnswer<IReadOnlyList<ConnectionQuestion>?>.Of(() => Ways(unit, question));

    private static IReadOnlyList<ConnectionQuestion>? Ways(DeploymentUnit unit, ConnectionQuestion question)
    {
        var fromController = question.From == "ingress";
        if (RouteOf(unit, question.To) is not { } route)
        {
            return fromController ? [question with { From = NameOf(ControllerOf(unit, null, QuestionPart.From)) }] : null;
        }

        if (route.Backends.Count == 0)
        {
            throw new ConnectionQuestionException("it routes to no Service", QuestionPart.To);
        }

        var controller = ControllerOf(unit, route.Gateway, QuestionPart.To);
        var hops = new List<ConnectionQuestion>();
        if (!fromController)
        {
            var service = unit.ServiceOf(controller) ?? throw new ConnectionQuestionException($"no Service of the input leads to its controller, {controller}", QuestionPart.To);
            hops.Add(question with { To = $"service/{service.Namespace ?? "default"}/{service.Name}:{PortOf(service, route.IsEncrypted)}" });
        }

        hops.AddRange(route.Backends.Select(b => question with { From = NameOf(controller), To = $"service/{b.Namespace}/{b.Name}{(b.Port is { Length: > 0 } port ? ":" + port : "")}", Node = null }));
        return hops;
    }

    private sealed record Route(IReadOnlyList<(string Namespace, string Name, string? Port)> Backends, bool IsEncrypted, string? Gateway);

    private static Route? RouteOf(DeploymentUnit unit, string to)
    {
        var parts = to.Split('/');
        if (parts.Length == 3 && parts[0] == "ingress")
        {
            var ingress = unit.OfType<Ingress>().FirstOrDefault(i => i.Name == parts[2] && (i.Namespace ?? "default") == parts[1])
                ?? throw new ConnectionQuestionException($"no such Ingress; there {Listed(unit.OfType<Ingress>())}", QuestionPart.To);
            return new Route(Backends(ingress, ingress.ServiceReferences), HasTls(ingress), null);
        }

        if (parts.Length == 3 && parts[0] == "gateway")
        {
            var gateway = unit.OfType<Gateway>().FirstOrDefault(g => g.Name == parts[2] && (g.Namespace ?? "default") == parts[1])
                ?? throw new ConnectionQuestionException($"no such Gateway; there {Listed(unit.OfType<Gateway>())}", QuestionPart.To);
            var routes = unit.OfType<GatewayRoute>().Where(r => r.ParentRefs?.Items.Any(p => p.Name?.Value == gateway.Name && (p.Namespace?.Value ?? r.Namespace ?? "default") == parts[1]) == true);
            return new Route([.. routes.SelectMany(r => Backends(r, r.ServiceReferences.Where(s => s.Place == "route backend"))).Distinct()], gateway.Listeners?.Items.Any(l => l.Protocol?.Value is "HTTPS" or "TLS") == true, gateway.Name);
        }

        // A host that an Ingress serves, unless it is a name of the cluster.
        var host = parts[0].Split(':')[0];
        if (parts.Length > 2 || host.Length == 0 || host.IndexOf('.') < 0)
        {
            return null;
        }

        foreach (var ingress in unit.OfType<Ingress>())
        {
            foreach (var rule in ingress.Node is { } node ? MappingReader.Of(node).Nested("spec")?.List("rules", r => r)?.Items ?? [] : [])
            {
                if (rule.String("host")?.Value is { } served && Serves(served, host))
                {
                    var own = ingress.ServiceReferences.Where(s => rule.Span.Range.Start <= s.Span.Start && s.Span.End <= rule.Span.Range.End && s.Span.Source == rule.Span.Source);
                    return new Route(Backends(ingress, own), HasTls(ingress) || to.EndsWith(":443", StringComparison.Ordinal), null);
                }
            }
        }

        return null;
    }

    private static bool Serves(string served, string host) =>
        string.Equals(served, host, StringComparison.OrdinalIgnoreCase)
        || (served.StartsWith("*.", StringComparison.Ordinal) && host.IndexOf('.') is var dot && dot > 0 && string.Equals(served.Substring(1), host.Substring(dot), StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<(string Namespace, string Name, string? Port)> Backends(KubernetesObject route, IEnumerable<ServiceReference> references) =>
        [.. references.Select(r => (r.NamespaceFor(route) ?? "default", r.Name.Value, r.Port?.Value.ToString())).Distinct()];

    private static bool HasTls(Ingress ingress) => ingress.Node?["spec"] is Yaml.YamlMapping spec && spec["tls"] is Yaml.YamlSequence { Items.Count: > 0 };

    private static Workload ControllerOf(DeploymentUnit unit, string? gateway, QuestionPart asked)
    {
        var found = unit.Workloads.Where(w => w.WorkloadKind is not (WorkloadKind.Job or WorkloadKind.CronJob) && (gateway is null ? IsController(w) : w.PodLabels?[GatewayLabel] == gateway)).ToArray();
        // A dump has the pods, too.
        var tops = found.Where(w => w.WorkloadKind is not (WorkloadKind.Pod or WorkloadKind.ReplicaSet)).ToArray();
        tops = tops.Length > 0 ? tops : found;
        return tops.Length switch
        {
            0 => throw new ConnectionQuestionException($"the input has no pods of {(gateway is null ? "an ingress controller" : $"Gateway {gateway}")}; their namespace belongs to the input", asked),
            1 => tops[0],
            _ => tops.FirstOrDefault(w => unit.ServiceOf(w) is not null) ?? tops[0],
        };
    }

    private static bool IsController(Workload workload) =>
        Array.IndexOf(Controllers, workload.PodLabels?["app.kubernetes.io/name"] ?? workload.PodLabels?["app"] ?? "") >= 0
        && (workload.PodLabels?["app.kubernetes.io/component"] is null or "controller" or "envoy" or "app");

    private static string NameOf(Workload workload) => $"{(workload.WorkloadKind == WorkloadKind.Pod ? "pod" : "workload")}/{workload.Namespace ?? "default"}/{workload.Name}";

    private static string PortOf(Service service, bool isEncrypted)
    {
        var wanted = isEncrypted ? 443 : 80;
        var ports = service.Spec?.Ports?.Items ?? [];
        var own = ports.FirstOrDefault(p => p.Port?.Value == wanted) ?? (ports.Count > 0 ? ports[0] : null);
        return (own?.Port?.Value ?? wanted).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Listed(IEnumerable<KubernetesObject> items) =>
        string.Join(", ", items.Select(i => $"{i.Namespace ?? "default"}/{i.Name}").OrderBy(n => n, StringComparer.Ordinal).Take(10)) is { Length: > 0 } list ? "are " + list : "is none";
}
