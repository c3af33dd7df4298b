using SvcLint.Model;

namespace SvcLint.Core.Tests.Model;

public class ServiceReferenceTests
{
    [Fact]
    public void Ingress_backends_of_the_current_shape()
    {
        var references = References("""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: shop
              annotations:
                nginx.ingress.kubernetes.io/default-backend: errors/pages
            spec:
              defaultBackend:
                service: {name: web, port: {number: 80}}
              rules:
                - http:
                    paths:
                      - backend: {service: {name: "api", port: {name: http}}}
                      - backend: {resource: {kind: StorageBucket, name: static}}
            """,
            "Ingress backend web:80", "Ingress backend api:http", "Ingress default backend errors/pages");
        Assert.All(references.Take(2), r => Assert.True(r.IsLocal));
        Assert.All(references.Take(2), r => Assert.Equal(ReferencedPort.ServicePort, r.PortMeaning));
        Assert.Equal("errors", references[2].Namespace!.Span.Text);
    }

    [Theory]
    [InlineData("extensions/v1beta1")]
    [InlineData("networking.k8s.io/v1beta1")]
    public void Ingress_backends_of_the_old_shape(string apiVersion) => References($$"""
        apiVersion: {{apiVersion}}
        kind: Ingress
        metadata: {name: shop}
        spec:
          backend: {serviceName: web, servicePort: http}
          rules:
            - http:
                paths:
                  - backend: {serviceName: api, servicePort: 80}
        """,
        "Ingress backend web:http", "Ingress backend api:80");

    [Fact]
    public void An_action_of_the_aws_controller_is_no_service() => References("""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: shop}
        spec:
          rules:
            - http: {paths: [{backend: {service: {name: ssl-redirect, port: {name: use-annotation}}}}]}
        """);

    [Theory]
    [InlineData("ValidatingWebhookConfiguration")]
    [InlineData("MutatingWebhookConfiguration")]
    public void Admission_webhooks_default_to_443(string kind)
    {
        var references = References($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: {{kind}}
            metadata: {name: hooks}
            webhooks:
              - name: a.example.com
                clientConfig:
                  service: {name: hook, namespace: ops}
              - name: b.example.com
                clientConfig:
                  service: {name: hook, namespace: ops, port: 9443}
              - name: c.example.com
                clientConfig: {url: "https://example.com"}
            """,
            "webhook client ops/hook", "webhook client ops/hook:9443");
        Assert.All(references, r => Assert.Equal(443, r.DefaultPort));
        Assert.All(references, r => Assert.False(r.IsLocal));
    }

    [Fact]
    public void Api_service_and_conversion_webhook()
    {
        References("""
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1beta1.metrics.k8s.io}
            spec: {service: {name: metrics-server, namespace: kube-system, port: 443}}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.example.com}
            spec:
              conversion:
                strategy: Webhook
                webhook: {clientConfig: {service: {name: converter, namespace: ops}}}
            ---
            apiVersion: apiextensions.k8s.io/v1beta1
            kind: CustomResourceDefinition
            metadata: {name: things.example.com}
            spec:
              conversion: {webhookClientConfig: {service: {name: old, namespace: ops}}}
            """,
            "APIService kube-system/metrics-server:443", "conversion webhook ops/converter", "conversion webhook ops/old");
    }

    [Theory]
    [InlineData("HTTPRoute")]
    [InlineData("GRPCRoute")]
    [InlineData("TCPRoute")]
    [InlineData("TLSRoute")]
    [InlineData("UDPRoute")]
    public void Gateway_api_routes(string kind)
    {
        var references = References($$"""
            apiVersion: gateway.networking.k8s.io/v1
            kind: {{kind}}
            metadata: {name: r, namespace: shop}
            spec:
              parentRefs:
                - {name: edge, namespace: infra, sectionName: https}
                - {group: "", kind: Service, name: mesh, port: 80}
              rules:
                - backendRefs:
                    - {name: web, port: 80}
                    - {name: api, namespace: backend, port: 8080, kind: Service, group: ""}
                    - {name: imported, kind: ServiceImport, group: multicluster.x-k8s.io, port: 80}
                  filters:
                    - type: RequestMirror
                      requestMirror:
                        backendRef: {name: shadow, port: 80}
            """,
            "route backend web:80", "route backend backend/api:8080", "request mirror shadow:80", "route parent mesh:80");
        Assert.All(references, r => Assert.Equal(ReferencedPort.ServicePortNumber, r.PortMeaning));
    }

    [Fact]
    public void Autoscaler_metrics_of_services_only() => References("""
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          metrics:
            - type: Object
              object: {describedObject: {apiVersion: v1, kind: Service, name: web}}
            - type: Object
              object: {describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}}
        """,
        "autoscaler metric web");

    [Fact]
    public void Contour_traefik_openshift_and_target_groups() => References("""
        apiVersion: projectcontour.io/v1
        kind: HTTPProxy
        metadata: {name: p}
        spec:
          routes: [{services: [{name: web, port: 80}]}]
          tcpproxy: {services: [{name: db, port: 5432}]}
        ---
        apiVersion: traefik.io/v1alpha1
        kind: IngressRoute
        metadata: {name: p}
        spec:
          routes:
            - services:
                - {name: whoami, namespace: tools, port: web}
                - {name: api@internal, kind: TraefikService}
        ---
        apiVersion: traefik.containo.us/v1alpha1
        kind: IngressRouteTCP
        metadata: {name: p}
        spec: {routes: [{services: [{name: redis, port: 6379}]}]}
        ---
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: p}
        spec:
          to: {kind: Service, name: front}
          alternateBackends: [{kind: Service, name: front-b}]
          port: {targetPort: 8080-tcp}
        ---
        apiVersion: elbv2.k8s.aws/v1beta1
        kind: TargetGroupBinding
        metadata: {name: p}
        spec: {serviceRef: {name: awesome, port: 80}}
        """,
        "HTTPProxy service web:80",
        "HTTPProxy service db:5432",
        "IngressRoute service tools/whoami:web",
        "IngressRoute service redis:6379",
        "Route target front:8080-tcp",
        "Route target front-b:8080-tcp",
        "TargetGroupBinding awesome:80");

    [Fact]
    public void Istio_completes_short_names_and_takes_others_as_they_stand()
    {
        var references = References("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v, namespace: shop}
            spec:
              http:
                - route:
                    - destination: {host: reviews, port: {number: 9080}, subset: v1}
                    - destination: {host: "ratings.prod.svc.cluster.local"}
                    - destination: {host: ratings.prod}
                    - destination: {host: api.example.com}
                  mirror: {host: shadow}
              tcp: [{route: [{destination: {host: mongo, port: {number: 27017}}}]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: d}
            spec: {host: "*.example.com"}
            ---
            apiVersion: networking.istio.io/v1beta1
            kind: DestinationRule
            metadata: {name: d}
            spec: {host: reviews}
            """,
            "VirtualService destination reviews:9080",
            "VirtualService destination prod/ratings",
            "VirtualService destination shadow",
            "VirtualService destination mongo:27017",
            "DestinationRule host reviews");
        Assert.Equal("shop", references[0].NamespaceFor(Manifests.Objects("{apiVersion: v1, kind: Service, metadata: {namespace: shop}}")[0]));
    }

    [Fact]
    public void Emissary_mapping_has_the_port_in_the_host()
    {
        var references = References("""
            apiVersion: getambassador.io/v3alpha1
            kind: Mapping
            metadata: {name: m}
            spec: {service: "http://quote.tools:8080"}
            ---
            apiVersion: getambassador.io/v3alpha1
            kind: Mapping
            metadata: {name: m}
            spec: {service: quote}
            """,
            "Mapping service tools/quote:8080", "Mapping service quote");
        Assert.Equal(80, references[1].DefaultPort);
    }

    [Fact]
    public void Workloads_name_their_headless_service_and_rollouts_their_versions() => References("""
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          template: {spec: {subdomain: peers, containers: []}}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: web}
        spec:
          strategy: {canary: {stableService: web, canaryService: web-canary}}
          template: {spec: {containers: []}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec: {hostname: p, subdomain: peers, containers: []}
        """,
        "StatefulSet serviceName db",
        "pod subdomain peers",
        "Rollout stable service web",
        "Rollout canary service web-canary",
        "pod subdomain peers");

    [Fact]
    public void External_name_may_be_an_alias() => References("""
        apiVersion: v1
        kind: Service
        metadata: {name: alias}
        spec: {type: ExternalName, externalName: db.data.svc.cluster.local}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: outside}
        spec: {type: ExternalName, externalName: db.example.com}
        """,
        "externalName data/db");

    [Theory]
    [InlineData("networking.istio.io/v1", "Ingress")]
    [InlineData("networking.istio.io/v1", "Gateway")]
    [InlineData("example.com/v1", "HTTPRoute")]
    [InlineData("config.openshift.io/v1", "Route")]
    public void Kinds_of_other_groups_are_something_else(string apiVersion, string kind)
    {
        var other = Manifests.Single<OtherObject>($$"""
            apiVersion: {{apiVersion}}
            kind: {{kind}}
            spec:
              to: {kind: Service, name: web}
              backend: {serviceName: web}
              rules:
                - backendRefs: [{name: web}]
            """);
        Assert.Empty(other.ServiceReferences);
    }

    [Fact]
    public void Wrong_shapes_are_no_references() => References("""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        spec: {rules: [null, 3, {http: [], x: {}}, {http: {paths: {a: b}}}], defaultBackend: web}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        webhooks: [{clientConfig: {service: {name: [], port: {}}}}]
        """);

    private static List<ServiceReference> References(string yaml, params string[] expected)
    {
        var references = Manifests.Objects(yaml).SelectMany(o => o.ServiceReferences).ToList();
        Assert.Equal(expected, references.Select(r => r.ToString()));
        foreach (var reference in references)
        {
            Assert.Equal(reference.Name.Value, reference.Name.Span.Text.Trim('"'));
            Assert.Equal(reference.Namespace?.Value, reference.Namespace?.Span.Text.Trim('"'));
            Assert.Equal(reference.Port?.Value.ToString(), reference.Port?.Span.Text);
            Assert.False(reference.Span.Range.IsEmpty);
        }

        return references;
    }
}
