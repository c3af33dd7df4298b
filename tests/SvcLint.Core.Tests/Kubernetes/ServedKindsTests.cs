using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

/// <summary>What every cluster serves follows from the tables of versions.</summary>
public sealed class ServedKindsTests
{
    [Theory]
    [InlineData("networking.k8s.io/v1/Ingress", 26, true)]
    [InlineData("networking.k8s.io/v1/ServiceCIDR", 32, false)]
    [InlineData("networking.k8s.io/v1/ServiceCIDR", 33, true)]
    [InlineData("networking.k8s.io/v1beta1/ServiceCIDR", 36, true)]
    [InlineData("networking.k8s.io/v1beta1/ServiceCIDR", 37, false)]
    [InlineData("networking.k8s.io/v1beta1/Ingress", 21, true)]
    [InlineData("networking.k8s.io/v1beta1/Ingress", 22, false)]
    [InlineData("v1/Endpoints", 37, true)]
    public void Kinds_come_and_go(string kind, int minor, bool isServed) => Assert.Equal(isServed, VersionTable.KindsServedIn(new KubernetesVersion(minor)).Contains(kind));

    [Fact]
    public void Without_a_version_only_what_all_serve_counts()
    {
        var served = VersionTable.KindsServedIn(null).ToArray();
        Assert.Contains("policy/v1/PodDisruptionBudget", served);
        Assert.DoesNotContain("networking.k8s.io/v1/ServiceCIDR", served);
        Assert.DoesNotContain(served, k => VersionTable.Find(VersionedThing.Api, k) is { Removed: not null });
        Assert.Equal(served.Length, served.Distinct().Count());
    }

    [Fact]
    public void What_replaces_a_kind_is_served() => Assert.All(
        VersionTable.Entries.Where(e => e is { Thing: VersionedThing.Api, Removed: not null, Replacement: not null }),
        e => Assert.Contains(e.Replacement + e.Name[e.Name.LastIndexOf('/')..], VersionTable.KindsServedIn(KubernetesVersion.Newest)));
}
