using SvcLint.Core.Tests.Reachability;
using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>What controllers make of slices and Endpoints that people write beside theirs.</summary>
public sealed class HandMadeSlicesTests
{
    private const string Selecting = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 80 }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: c }] } } }

        """;

    private const string Plain = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { ports: [{ port: 80 }] }

        """;

    [Theory]
    [InlineData("endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io", "", "Deployment/web")]
    [InlineData("endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io", "ownerReferences: [{ apiVersion: v1, kind: Service, name: web, uid: 7a1c2d3e-0000-4000-8000-000000000001, controller: true }],", "10.9.9.7")]
    [InlineData("endpointslice.kubernetes.io/managed-by: example.com", "", "Deployment/web 10.9.9.7")]
    [InlineData("", "", "Deployment/web 10.9.9.7")]
    public void The_controller_deletes_what_has_its_name_and_not_its_owner(string label, string owner, string endpoints) =>
        Assert.Equal(endpoints, Listed(Selecting + Slice(label, owner)));

    [Fact]
    public void A_slice_that_names_pods_stands_for_the_controllers_own() =>
        Assert.Equal("10.9.9.7", Listed(Selecting + Slice("", "").Replace("[10.9.9.7]", "[10.9.9.7], targetRef: { kind: Pod, name: web-x }", StringComparison.Ordinal)));

    [Theory]
    [InlineData("endpointslice.kubernetes.io/managed-by: endpointslicemirroring-controller.k8s.io", "", "")]
    [InlineData("endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io", "", "10.9.9.7")]
    [InlineData("", "", "10.9.9.7")]
    public void The_mirroring_controller_deletes_what_no_Endpoints_stand_behind(string label, string owner, string endpoints) =>
        Assert.Equal(endpoints, Listed(Plain + Slice(label, owner)));

    [Fact]
    public void Endpoints_are_mirrored_beside_a_slice_made_by_hand() =>
        Assert.Equal("10.0.0.1 10.9.9.7", Listed(Plain + Slice("", "") + Endpoints("[{ addresses: [{ ip: 10.0.0.1 }], ports: [{ port: 80 }] }]")));

    [Theory]
    [InlineData("[{ addresses: [{ ip: 10.0.0.1 }], notReadyAddresses: [{ ip: 10.0.0.1 }], ports: [{ port: 80 }] }]", "80: 10.0.0.1-")]
    [InlineData("[{ addresses: [{ ip: 10.0.0.1 }, { ip: 10.0.0.2 }], ports: [{ name: a, port: 80 }] }, { addresses: [{ ip: 10.0.0.2 }, { ip: 10.0.0.1 }], ports: [{ name: b, port: 81 }] }]", "80,81: 10.0.0.1 10.0.0.2")]
    [InlineData("[{ addresses: [{ ip: 10.0.0.1 }, { ip: 10.0.0.2 }], ports: [{ name: a, port: 80 }] }, { addresses: [{ ip: 10.0.0.1 }], ports: [{ name: b, port: 81 }] }]", "80: 10.0.0.1 10.0.0.2; 81: 10.0.0.1")]
    [InlineData("[{ addresses: [{ ip: 10.0.0.1 }], ports: [{ port: 80 }] }, { notReadyAddresses: [{ ip: 10.0.0.1 }], ports: [{ name: b, port: 81 }] }]", "80: 10.0.0.1; 81: 10.0.0.1-")]
    [InlineData("[{ addresses: [{ ip: 'fd00:0:0::0001' }, { ip: '::ffff:10.0.0.1' }], ports: [{ port: 80 }] }]", "80: 10.0.0.1; 80: fd00::1")]
    [InlineData("[{ addresses: [{ ip: 10.0.0.1 }] }]", "none: 10.0.0.1")]
    public void Subsets_are_put_together_anew(string subsets, string slices) => Assert.Equal(slices, Mirrored(subsets));

    [Fact]
    public void A_subset_has_a_thousand_addresses_at_most_in_the_order_of_their_texts()
    {
        var four = string.Join(", ", Enumerable.Range(0, 1200).Select(i => $"{{ ip: 10.1.{i / 250}.{i % 250} }}"));
        var six = string.Join(", ", Enumerable.Range(1, 500).Select(i => $"{{ ip: 'fd00::{i:x}' }}"));
        var slice = Assert.Single(Of(Plain + Endpoints($"[{{ addresses: [{six}], ports: [{{ port: 80 }}] }}, {{ addresses: [{four}], ports: [{{ port: 80 }}] }}]")).Single().Slices);
        Assert.Equal(("IPv4", 1000), (slice.Family, slice.Endpoints.Count));
    }

    private static string Slice(string label, string metadata) => $$"""
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: web-x, namespace: shop, {{metadata}} labels: { kubernetes.io/service-name: web, {{label}} } }
        addressType: IPv4
        ports: [{ port: 80 }]
        endpoints: [{ addresses: [10.9.9.7] }]

        """;

    private static string Endpoints(string subsets) => $$"""
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: { name: web, namespace: shop }
        subsets: {{subsets}}

        """;

    private static string Listed(string manifests) =>
        string.Join(" ", Of(manifests).Single().Slices.SelectMany(s => s.Endpoints).Select(e => e.Owner ?? e.Addresses![0]).OrderBy(e => e.StartsWith("10.", StringComparison.Ordinal)).ThenBy(e => e, StringComparer.Ordinal));

    private static string Mirrored(string subsets) => string.Join("; ", Of(Plain + Endpoints(subsets)).Single().Slices
        .Select(s => $"{(s.Slice.Ports is { } ports ? string.Join(",", ports.Items.Select(p => p.Port!.Value)) : "none")}: {string.Join(" ", s.Endpoints.Select(e => e.Addresses![0] + (e.Ready == true ? "" : "-")))}"));

    private static IReadOnlyList<ListedService> Of(string manifests) => ClusterEndpoints.Of(Units.Of(manifests).Objects, KubernetesVersion.Newest);
}
