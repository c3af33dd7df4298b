namespace SvcLint.Model;

/// <summary>
/// The kinds of which only the Services that they name matter, and where they name them. Kinds that rules look at more closely
/// (Ingress, Gateway API, ServiceMonitor, workloads) have records of their own.
/// </summary>
internal static class ReferringKinds
{
    public static IReadOnlyList<ServiceReference>? Read(GroupKind kind, MappingReader reader)
    {
        if (Paths(kind) is { } paths)
        {
            return Read(paths, reader);
        }

        return HostReferences.Read(kind, reader);
    }

    /// <summary>Argo Rollouts: the Services that it switches between versions.</summary>
    public static IReadOnlyList<ServiceReference> OfRollout(MappingReader reader) => Read(Rollout, reader);

    public static IReadOnlyList<ServiceReference> Read(IReadOnlyList<ReferencePath> paths, MappingReader reader)
    {
        var references = new List<ServiceReference>();
        foreach (var path in paths)
        {
            path.Read(reader, references);
        }

        return references;
    }

    private static ReferencePath[]? Paths(GroupKind kind) => (kind.Group, kind.Kind) switch
    {
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration") => AdmissionWebhook,
        ("apiregistration.k8s.io", "APIService") => ApiService,
        ("apiextensions.k8s.io", "CustomResourceDefinition") => Conversion,
        ("autoscaling", "HorizontalPodAutoscaler") => Autoscaler,
        ("route.openshift.io", "Route") => OpenShiftRoute,
        ("projectcontour.io", "HTTPProxy") => HttpProxy,
        ("traefik.io" or "traefik.containo.us", "IngressRoute" or "IngressRouteTCP" or "IngressRouteUDP") => IngressRoute,
        ("traefik.io" or "traefik.containo.us", "TraefikService") => TraefikService,
        ("traefik.io" or "traefik.containo.us", "Middleware") => TraefikMiddleware,
        ("elbv2.k8s.aws", "TargetGroupBinding") => TargetGroupBinding,
        ("networking.gke.io", "ServiceAttachment") => ServiceAttachment,
        ("networking.gke.io", "GCPBackendPolicy" or "HealthCheckPolicy") => GkePolicy,
        ("gateway.networking.k8s.io", "BackendTLSPolicy") => BackendTlsPolicy,
        ("k8s.nginx.org", "VirtualServer" or "VirtualServerRoute" or "TransportServer") => NginxUpstream,
        ("configuration.konghq.com", "TCPIngress" or "UDPIngress") => KongIngress,
        ("cilium.io", "CiliumNetworkPolicy" or "CiliumClusterwideNetworkPolicy") => CiliumPolicy,
        ("cilium.io", "CiliumLocalRedirectPolicy") => CiliumRedirect,
        ("monitoring.coreos.com", "Prometheus") => PrometheusAlerting,
        _ => null,
    };

    private static readonly ReferencePath[] AdmissionWebhook = [Webhook("webhooks[].clientConfig.service", "webhook client")];

    private static readonly ReferencePath[] ApiService = [Webhook("spec.service", "APIService")];

    private static readonly ReferencePath[] Conversion =
    [
        Webhook("spec.conversion.webhook.clientConfig.service", "conversion webhook"),
        Webhook("spec.conversion.webhookClientConfig.service", "conversion webhook"),
    ];

    private static readonly ReferencePath[] Autoscaler =
    [
        new("spec.metrics[].object.describedObject", "autoscaler metric") { Kind = ReferencedKind.WhenSaid },
        new("spec.metrics[].object.target", "autoscaler metric") { Kind = ReferencedKind.WhenSaid },
    ];

    private static readonly ReferencePath[] HttpProxy =
    [
        ByNumber("spec.routes[].services[]", "HTTPProxy service"),
        ByNumber("spec.tcpproxy.services[]", "HTTPProxy service"),
    ];

    private static readonly ReferencePath[] IngressRoute = [Traefik("spec.routes[].services[]", "IngressRoute service")];

    private static readonly ReferencePath[] TraefikService =
    [
        Traefik("spec.weighted.services[]", "TraefikService"),
        Traefik("spec.mirroring", "TraefikService"),
        Traefik("spec.mirroring.mirrors[]", "TraefikService mirror"),
    ];

    private static readonly ReferencePath[] TraefikMiddleware = [Traefik("spec.errors.service", "error page service")];

    private static readonly ReferencePath[] TargetGroupBinding =
    [
        new("spec.serviceRef", "TargetGroupBinding") { Port = "port", PortMeaning = ReferencedPort.ServicePort },
    ];

    private static readonly ReferencePath[] ServiceAttachment = [new("spec.resourceRef", "ServiceAttachment") { Kind = ReferencedKind.WhenSaid }];

    private static readonly ReferencePath[] GkePolicy = [new("spec.targetRef", "policy target") { Kind = ReferencedKind.WhenSaid }];

    private static readonly ReferencePath[] BackendTlsPolicy =
    [
        new("spec.targetRefs[]", "BackendTLSPolicy target")
        {
            Kind = ReferencedKind.WhenSaid, Port = "sectionName", PortMeaning = ReferencedPort.ServicePortName,
        },
    ];

    private static readonly ReferencePath[] NginxUpstream =
    [
        new("spec.upstreams[]", "upstream") { Name = "service", Port = "port", PortMeaning = ReferencedPort.ServicePortNumber },
    ];

    private static readonly ReferencePath[] KongIngress =
    [
        new("spec.rules[].backend", "Kong backend") { Name = "serviceName", Port = "servicePort", PortMeaning = ReferencedPort.ServicePortNumber },
    ];

    private static readonly ReferencePath[] CiliumPolicy =
    [
        new("spec.egress[].toServices[].k8sService", "egress toServices") { Name = "serviceName", Namespace = "namespace" },
        new("specs[].egress[].toServices[].k8sService", "egress toServices") { Name = "serviceName", Namespace = "namespace" },
    ];

    private static readonly ReferencePath[] CiliumRedirect =
    [
        new("spec.redirectFrontend.serviceMatcher", "local redirect") { Name = "serviceName", Namespace = "namespace" },
    ];

    // The operator discovers by the Endpoints of that name.
    private static readonly ReferencePath[] PrometheusAlerting =
    [
        new("spec.alerting.alertmanagers[]", "alertmanagers") { Namespace = "namespace", Port = "port", PortMeaning = ReferencedPort.EndpointPort },
    ];

    private static readonly ReferencePath[] Rollout =
    [
        new("spec.strategy.blueGreen", "Rollout active service") { Name = "activeService" },
        new("spec.strategy.blueGreen", "Rollout preview service") { Name = "previewService" },
        new("spec.strategy.canary", "Rollout stable service") { Name = "stableService" },
        new("spec.strategy.canary", "Rollout canary service") { Name = "canaryService" },
        new("spec.strategy.canary.pingPong", "Rollout ping service") { Name = "pingService" },
        new("spec.strategy.canary.pingPong", "Rollout pong service") { Name = "pongService" },
        new("spec.strategy.canary.trafficRouting.alb", "Rollout root service") { Name = "rootService" },
    ];

    private static readonly ReferencePath[] OpenShiftRoute = [OpenShift("spec.to"), OpenShift("spec.alternateBackends[]")];

    private static ReferencePath Webhook(string path, string place) => new(path, place)
    {
        Namespace = "namespace",
        Port = "port",
        PortMeaning = ReferencedPort.ServicePortNumber,
        DefaultPort = 443,
    };

    // One port for all targets; it lies beside them.
    private static ReferencePath OpenShift(string path) => new(path, "Route target")
    {
        Kind = ReferencedKind.ByDefault,
        PortHolder = "spec.port",
        Port = "targetPort",
        PortMeaning = ReferencedPort.EndpointPort,
        Weight = "weight",
    };

    private static ReferencePath ByNumber(string path, string place) =>
        new(path, place) { Port = "port", PortMeaning = ReferencedPort.ServicePortNumber };

    private static ReferencePath Traefik(string path, string place) => new(path, place)
    {
        Namespace = "namespace",
        Port = "port",
        PortMeaning = ReferencedPort.ServicePort,
        Kind = ReferencedKind.ByDefault,
    };
}
