using SvcLint.Cluster.Listening;

namespace SvcLint.Core.Tests.Cluster.Listening;

public sealed class StockImagesTests
{
    [Theory]
    [InlineData("nginx", 80)]
    [InlineData("docker.io/library/nginx:1.27", 80)]
    [InlineData("public.ecr.aws/docker/library/redis:7@sha256:0123", 6379)]
    [InlineData("nginxinc/nginx-unprivileged", 8080)]
    [InlineData("quay.io/prometheus/prometheus:v3.0.0", 9090)]
    public void Images_are_known_under_their_names_and_mirrors(string image, int port) => Assert.Contains(port, StockImages.Find(image)!.Numbers);

    [Theory]
    [InlineData("registry.example.com/nginx:1")]
    [InlineData("shop/nginx:1")]
    [InlineData("wordpress:6-fpm")]
    [InlineData("$IMAGE")]
    [InlineData(null)]
    public void Copies_of_another_registry_and_variants_are_not(string? image) => Assert.Null(StockImages.Find(image));

    /// <summary>One line an image: who says it can be looked up, and what its tags change.</summary>
    [Fact]
    public void Every_image_says_where_its_ports_are_written()
    {
        Assert.All(StockImages.All, i => Assert.Matches("^[A-Za-z0-9.-]+/[A-Za-z0-9._-]+[ ,]", i.Source));
        Assert.True(StockImages.All.Count >= 60);
    }

    [Theory]
    [InlineData("quay.io/keycloak/keycloak:24.0", 9000, false)]
    [InlineData("quay.io/keycloak/keycloak:25.0.6", 9000, true)]
    [InlineData("influxdb:2.7", 8086, true)]
    [InlineData("influxdb:3.1-core", 8086, false)]
    [InlineData("influxdb:3.1-core", 8181, true)]
    [InlineData("eclipse-mosquitto:1.6", 1883, true)]
    [InlineData("hashicorp/consul:1.13", 8503, false)]
    [InlineData("jaegertracing/jaeger-collector:1.17", 14267, true)]
    [InlineData("jaegertracing/jaeger-collector:1.18", 14267, false)]
    [InlineData("jaegertracing/all-in-one:1.8", 14267, true)]
    [InlineData("jaegertracing/all-in-one", 14267, false)]
    [InlineData("jaegertracing/all-in-one:latest", 14267, false)]
    [InlineData("jaegertracing/jaeger-collector:1.34", 4317, false)]
    [InlineData("jaegertracing/jaeger-collector:1.35", 4318, true)]
    [InlineData("couchdb:2.3.1", 5986, true)]
    [InlineData("couchdb:3", 5986, false)]
    [InlineData("hashicorp/consul:1.20", 8503, true)]
    [InlineData("rabbitmq:4.0", 15672, false)]
    [InlineData("rabbitmq:4.0-management", 15672, true)]
    public void Ports_that_came_or_went_go_by_the_tag(string image, int port, bool listens) =>
        Assert.Equal(listens, StockImages.Find(image)!.Slots.Any(s => s.Default == port && s.IsIn(image[(image.IndexOf(':') + 1)..])));

    /// <summary>The images that people use most.</summary>
    [Theory]
    [InlineData("nginx nginxinc/nginx-unprivileged httpd caddy haproxy traefik envoyproxy/envoy redis postgres mysql mariadb mongo rabbitmq apache/kafka nats memcached")]
    [InlineData("elasticsearch opensearchproject/opensearch kibana grafana/grafana prom/prometheus prom/alertmanager prom/node-exporter grafana/loki grafana/tempo jaegertracing/all-in-one")]
    [InlineData("quay.io/keycloak/keycloak hashicorp/vault hashicorp/consul minio/minio registry gitea/gitea jenkins/jenkins sonarqube wordpress ghost tomcat jetty mcr.microsoft.com/dotnet/samples")]
    [InlineData("registry.k8s.io/ingress-nginx/controller quay.io/jetstack/cert-manager-webhook registry.k8s.io/metrics-server/metrics-server coredns/coredns registry.k8s.io/kube-state-metrics/kube-state-metrics")]
    public void They_are_in_the_catalogue(string images) => Assert.All(images.Split(' '), i => Assert.NotNull(StockImages.Find(i)));
}
