using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

public sealed class AdmissionTests
{
    /// <summary>A cluster may hold what its API server of today would not take, as long as nothing foreign gets into the rules.</summary>
    [Theory]
    [InlineData("externalTrafficPolicy: Local", true)]
    [InlineData("externalTrafficPolicy: 'Local;'", false)]
    [InlineData("trafficDistribution: PreferSameNode", true)]
    [InlineData("trafficDistribution: 'Prefer\"'", false)]
    [InlineData("sessionAffinity: Never", false)]
    public void A_word_that_an_older_server_does_not_take_yet_does_not_hide_the_Service(string field, bool isKept)
    {
        var objects = Manifests.Parse($$"""
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec:
              clusterIP: 10.96.0.10
              externalIPs: [203.0.113.9]
              {{field}}
              ports: [{port: 80}]
            """);

        Assert.Equal(isKept ? 1 : 0, Admission.Of(objects, new KubernetesVersion(field.StartsWith("traffic", StringComparison.Ordinal) ? 31 : 26)).Admitted.Count);
    }
}
