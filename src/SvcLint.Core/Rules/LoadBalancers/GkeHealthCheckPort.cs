using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A BackendConfig whose health check uses the port of the Service, where container-native load balancing connects to the pods.</summary>
public sealed class GkeHealthCheckPort : Rule
{
    private const string Neg = "cloud.google.com/neg";
    private const string BackendConfig = "cloud.google.com/backend-config";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4038",
        Name = "gke-health-check-port",
        Title = "A BackendConfig's health check uses the Service's port instead of the pods'",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Effect = "every backend is unhealthy: the load balancer answers 502",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var config in context.Unit.IsFullyKnown ? context.Unit.OfType<OtherObject>().Where(o => o is { Group: "cloud.google.com", Kind.Value: "BackendConfig", Name: not null, Node: not null }) : [])
        {
            if (MappingReader.Of(config.Node!).Nested("spec")?.Nested("healthCheck")?.Int("port") is not { } port)
            {
                continue;
            }

            foreach (var service in context.Unit.Services.Where(s => NamespaceComparer.MayBeSame(s.Namespace, config.Namespace) && IsContainerNative(s) && Names(s, config.Name!)))
            {
                if (ServicePorts.HasNumber(service, port.Value) && ServicePorts.AreKnown(service) && context.WorkloadsBehind(service) is { Count: > 0 } pods
                    && service.Spec!.Ports!.Items.All(p => pods.All(w => PolicyReach.TargetNumber(p, w) is { } target && target != port.Value))
                    && !pods.Any(w => ListeningEvidence.Suggests(w, port.Value, context.Unit) || PortResolution.Declared(w).Any(p => p.Number?.Value == port.Value)))
                {
                    yield return Report(
                        config,
                        port.Span,
                        $"health check port {port.Value} is the port of Service {service.Name}; its pods listen on {PolicyReach.TargetNumber(service.Spec.Ports[0], pods[0])}",
                        [new RelatedSpan(service.Spec.Ports.KeySpan, "Service ports")],
                        help: "use the pods' port");
                }
            }
        }
    }

    private static bool IsContainerNative(Service service) => Json(service, Neg)?["ingress"] is YamlScalar { Value: "true" };

    private static bool Names(Service service, string config) =>
        Json(service, BackendConfig) is { } root
        && new[] { root["default"] }.Concat((root["ports"] as YamlMapping)?.Entries.Select(e => e.Value) ?? []).OfType<YamlScalar>().Any(n => n.Value == config);

    private static YamlMapping? Json(Service service, string annotation) =>
        service.Metadata.Annotations?[annotation] is { } text ? YamlReader.Read(TextSlice.Whole(new SourceText("annotation.json", text))).Root as YamlMapping : null;
}
