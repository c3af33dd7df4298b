using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

public class FieldTablesTests
{
    /// <summary>Two entries of one field may leave no version without it where its type changed.</summary>
    [Theory]
    [InlineData(26, "ResourceRequirements")]
    [InlineData(28, "ResourceRequirements")]
    [InlineData(29, "VolumeResourceRequirements")]
    [InlineData(null, "VolumeResourceRequirements")]
    public void A_field_whose_type_changed_exists_throughout(int? minor, string type)
    {
        var version = minor is { } m ? new KubernetesVersion(m) : (KubernetesVersion?)null;

        var field = FieldTables.Find("PersistentVolumeClaimSpec", "resources", version);

        Assert.True(field!.Value.ExistsInAll);
        Assert.Equal(type, field.Value.Type.Notation);
    }

    [Fact]
    public void A_newer_field_says_since_when()
    {
        var field = FieldTables.Find("ServiceSpec", "trafficDistribution", null)!.Value;

        Assert.False(field.ExistsIn(new KubernetesVersion(29)));
        Assert.True(field.ExistsIn(new KubernetesVersion(30)));
    }

    /// <summary>Every type that a field names has a table: a slip in one would make its fields unknown.</summary>
    [Theory]
    [InlineData("v1", "Service")]
    [InlineData("v1", "Pod")]
    [InlineData("apps/v1", "StatefulSet")]
    [InlineData("batch/v1", "CronJob")]
    [InlineData("discovery.k8s.io/v1", "EndpointSlice")]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy")]
    [InlineData("networking.k8s.io/v1", "Ingress")]
    [InlineData("kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration")]
    public void Every_type_that_is_named_has_fields(string apiVersion, string kind)
    {
        var seen = new HashSet<string>();
        Walk(FieldTables.Root(apiVersion, kind)!, seen);

        Assert.All(seen, type => Assert.NotEmpty(FieldTables.Fields(type)));
    }

    private static void Walk(string type, HashSet<string> seen)
    {
        if (!seen.Add(type))
        {
            return;
        }

        foreach (var field in FieldTables.Fields(type))
        {
            var element = field.Type;
            while (element.Kind is FieldKind.List or FieldKind.Map)
            {
                element = element.Element;
            }

            if (element.Kind == FieldKind.Object)
            {
                Walk(element.Notation, seen);
            }
        }
    }

    [Fact]
    public void A_field_of_a_younger_type_is_not_young_itself()
    {
        var requests = FieldTables.Find("VolumeResourceRequirements", "requests", null)!.Value;
        Assert.False(requests.ExistsInAll);
        Assert.True(FieldTables.ExistsThroughout("VolumeResourceRequirements", requests));
        Assert.False(FieldTables.ExistsThroughout("ServiceSpec", FieldTables.Find("ServiceSpec", "trafficDistribution", null)!.Value));
    }
}
