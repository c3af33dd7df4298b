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
}
