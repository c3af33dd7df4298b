using SvcLint.Model;

namespace SvcLint.Core.Tests.Model;

public class GatewayApiTests
{
    [Fact]
    public void Gateway_listeners_say_whom_they_admit()
    {
        var gateway = Manifests.Single<Gateway>("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: infra}
            spec:
              gatewayClassName: cilium
              listeners:
                - name: http
                  port: 80
                  protocol: HTTP
                - name: https
                  hostname: "*.example.com"
                  port: 443
                  protocol: HTTPS
                  allowedRoutes:
                    namespaces: {from: Selector, selector: {matchLabels: {team: shop}}}
                    kinds: [{kind: HTTPRoute}]
            """);
        var listeners = gateway.Listeners!.Items;
        Assert.Null(listeners[0].AllowedFrom);
        Assert.Equal(80, listeners[0].Port!.Value);
        Assert.Equal("Selector", listeners[1].AllowedFrom!.Span.Text);
        Assert.Equal("shop", listeners[1].AllowedNamespaces!.MatchLabels!["team"]);
        Assert.Equal("HTTPRoute", listeners[1].AllowedKinds![0].Kind!.Value);
        Assert.Equal("*.example.com", listeners[1].Hostname!.Value);
    }

    [Fact]
    public void Route_keeps_its_parents()
    {
        var route = Manifests.Single<GatewayRoute>("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: r, namespace: shop}
            spec:
              hostnames: [shop.example.com]
              parentRefs:
                - {name: edge, namespace: infra, sectionName: https}
                - {group: "", kind: Service, name: web}
            """);
        var parents = route.ParentRefs!.Items;
        Assert.True(parents[0].IsGateway);
        Assert.Equal("https", parents[0].SectionName!.Span.Text);
        Assert.False(parents[1].IsGateway);
        Assert.True(parents[1].IsService);
        Assert.Equal("shop.example.com", route.Hostnames![0].Value);
    }

    [Fact]
    public void Grant_admits_what_it_lists_and_nothing_else()
    {
        var grant = Manifests.Single<ReferenceGrant>("""
            apiVersion: gateway.networking.k8s.io/v1beta1
            kind: ReferenceGrant
            metadata: {name: g, namespace: backend}
            spec:
              from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}]
              to: [{group: "", kind: Service, name: api}]
            """);
        Assert.True(grant.AdmitsService("gateway.networking.k8s.io", "HTTPRoute", "shop", "api"));
        Assert.False(grant.AdmitsService("gateway.networking.k8s.io", "HTTPRoute", "shop", "other"));
        Assert.False(grant.AdmitsService("gateway.networking.k8s.io", "HTTPRoute", "web", "api"));
        Assert.False(grant.AdmitsService("gateway.networking.k8s.io", "GRPCRoute", "shop", "api"));
    }

    [Fact]
    public void Service_monitor_selects_services_and_names_ports()
    {
        var monitor = Manifests.Single<ServiceMonitor>("""
            apiVersion: monitoring.coreos.com/v1
            kind: ServiceMonitor
            metadata: {name: m}
            spec:
              selector: {matchLabels: {app: web}}
              namespaceSelector: {matchNames: [shop]}
              endpoints:
                - port: metrics
                - targetPort: 9090
            """);
        Assert.Equal("web", monitor.Selector!.MatchLabels!["app"]);
        Assert.Equal("shop", monitor.MatchNames![0].Value);
        Assert.Equal("metrics", monitor.Endpoints![0].Port!.Span.Text);
        Assert.Equal(9090, monitor.Endpoints![1].TargetPort!.Value.Int);
        Assert.Null(monitor.AnyNamespace);
    }
}
