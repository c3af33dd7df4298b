using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

/// <summary>The lives of kinds, and what follows from them.</summary>
public sealed class ApiTableTests
{
    [Theory]
    [InlineData("networking.k8s.io/v1/Ingress", 26, true)]
    [InlineData("networking.k8s.io/v1/ServiceCIDR", 32, false)]
    [InlineData("networking.k8s.io/v1/ServiceCIDR", 33, true)]
    // Served only where an administrator asked for it.
    [InlineData("networking.k8s.io/v1beta1/ServiceCIDR", 36, false)]
    [InlineData("flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema", 31, true)]
    [InlineData("flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema", 32, false)]
    [InlineData("networking.k8s.io/v1beta1/Ingress", 21, true)]
    [InlineData("networking.k8s.io/v1beta1/Ingress", 22, false)]
    [InlineData("v1/Endpoints", 37, true)]
    public void Kinds_come_and_go(string kind, int minor, bool isServed) => Assert.Equal(isServed, ApiTable.ServedIn(new KubernetesVersion(minor)).Contains(kind));

    [Fact]
    public void Without_a_version_only_what_all_serve_counts()
    {
        var served = ApiTable.ServedIn(null).ToArray();
        Assert.Contains("policy/v1/PodDisruptionBudget", served);
        Assert.DoesNotContain("networking.k8s.io/v1/ServiceCIDR", served);
        Assert.DoesNotContain(served, k => ApiTable.Entries.Any(e => e.Name == k && e.IsGoneIn(KubernetesVersion.Newest)));
        Assert.Equal(served.Length, served.Distinct().Count());
    }

    [Fact]
    public void Every_kind_has_one_life() => Assert.Equal(ApiTable.Entries.Count, ApiTable.Entries.Select(e => e.Name).Distinct().Count());

    [Fact]
    public void A_life_begins_before_it_ends() => Assert.All(ApiTable.Entries, e =>
    {
        Assert.True(e.Since is null || e.Deprecated is null || e.Since <= e.Deprecated, e.Name);
        Assert.True(e.Deprecated is null || e.Removed is null || e.Deprecated <= e.Removed, e.Name);
        Assert.True(e.Removed is null || e.Deprecated is not null, e.Name);
    });

    [Fact]
    public void What_replaces_a_kind_is_there_when_the_kind_goes_or_later() => Assert.All(
        ApiTable.Entries.Where(e => e is { Removed: not null, Replacement: not null }),
        e => Assert.False(ApiTable.Find(e.Replacement!, e.Kind)!.IsGoneIn(KubernetesVersion.Newest), e.Name));

    [Theory]
    [InlineData("extensions/v1beta1", 22)]
    [InlineData("policy/v1beta1", 25)]
    [InlineData("networking.k8s.io/v1alpha1", 33)]
    [InlineData("apps/v1", null)]
    // It came back with other kinds.
    [InlineData("admissionregistration.k8s.io/v1beta1", null)]
    [InlineData("example.com/v1", null)]
    public void An_apiVersion_ends_with_its_last_kind(string apiVersion, int? end) => Assert.Equal(end, ApiTable.EndOf(apiVersion)?.Minor);

    [Theory]
    [InlineData("networking.k8s.io/v1", "ServiceCIDR", 28, null)]
    [InlineData("networking.k8s.io/v1", "ServiceCIDR", 29, "networking.k8s.io/v1alpha1")]
    [InlineData("networking.k8s.io/v1", "IPAddress", 28, "networking.k8s.io/v1alpha1")]
    [InlineData("networking.k8s.io/v1", "ServiceCIDR", 32, "networking.k8s.io/v1beta1")]
    [InlineData("networking.k8s.io/v1", "ServiceCIDR", 26, null)]
    [InlineData("autoscaling/v2beta2", "HorizontalPodAutoscaler", 30, "autoscaling/v2")]
    public void The_newest_other_apiVersion_of_a_kind_is_its_alternative(string apiVersion, string kind, int minor, string? other) =>
        Assert.Equal(other, ApiTable.Alternative(ApiTable.Find(apiVersion, kind)!, new KubernetesVersion(minor))?.ApiVersion);
}
