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

    [Theory]
    [InlineData("clusterIP: 10.96.0.010", true)]
    [InlineData("clusterIP: '::ffff:10.96.0.10'", true)]
    [InlineData("externalIPs: [203.0.113.09]", true)]
    [InlineData("externalIPs: [203.0.113.256]", false)]
    public void A_Service_with_another_spelling_of_an_address_may_be_older_than_the_check(string field, bool isKept)
    {
        var objects = Manifests.Parse($$"""
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec:
              {{field}}
              ports: [{port: 80}]
            """);

        Assert.Equal(isKept ? 1 : 0, Admission.Of(objects, new KubernetesVersion(37)).Admitted.Count);
    }

    [Theory]
    [InlineData("'FD00:244::5'", true)]
    [InlineData("'fd00:244:2:0:0:0:0:5'", true)]
    [InlineData("'::1'", false)]
    [InlineData("'fd00;flush'", false)]
    public void A_slice_with_another_spelling_of_an_address_may_be_older_than_the_check(string address, bool isKept)
    {
        var objects = Manifests.Parse($$"""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: web
              labels: {kubernetes.io/service-name: web}
            addressType: IPv6
            endpoints:
              - addresses: [{{address}}]
            ports: [{port: 8080}]
            """);

        Assert.Equal(isKept ? 1 : 0, Admission.Of(objects, new KubernetesVersion(37)).Admitted.Count);
    }
}
