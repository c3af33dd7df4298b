using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>What the spelling of an address changes in kube-proxy's rules, release by release.</summary>
public sealed class WrittenAddressTests
{
    [Theory]
    [InlineData("0.0.0.0/0", "1.33", true)]
    [InlineData("0.0.0.0/0", "1.34", false)]
    [InlineData("::ffff:0.0.0.0/96", "1.33", true)]
    [InlineData("::ffff:0.0.0.0/96", "1.34", true)]
    public void Only_a_prefix_of_length_zero_lifts_source_ranges(string range, string version, bool isRestricted)
    {
        var text = Emulate($"""
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              type: LoadBalancer
              clusterIP: 10.96.0.10
              loadBalancerSourceRanges: ["{range}"]
              ports:
              - port: 80
            status:
              loadBalancer:
                ingress:
                - ip: 203.0.113.9
            ---
            {Slice("10.244.0.5", "IPv4")}
            """, ProxyMode.Iptables, IPFamily.IPv4, version);
        Assert.Equal(isRestricted, text.Contains(":KUBE-FW-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "1.30", true)]
    [InlineData(2, "1.30", false)]
    [InlineData(3, "1.30", true)]
    [InlineData(2, "1.31", true)]
    public void An_address_written_twice_loses_endpoints_of_another_spelling(int times, string version, bool isServed)
    {
        var addresses = string.Join(", ", Enumerable.Repeat("'2001:db8::9'", times));
        var text = Emulate($"""
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              clusterIP: fd96::10
              externalIPs: [{addresses}]
              ports:
              - port: 80
            ---
            {Slice("fd20:0::5", "IPv6")}
            """, ProxyMode.Ipvs, IPFamily.IPv6, version);
        Assert.Contains("-a -t [fd96::10]:80 -r [fd20::5]:80", text, StringComparison.Ordinal);
        Assert.Equal(isServed, text.Contains("-a -t [2001:db8::9]:80 -r [fd20::5]:80", StringComparison.Ordinal));
    }

    private static string Slice(string address, string type) => $$"""
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: web-1
          labels: {kubernetes.io/service-name: web}
        addressType: {{type}}
        endpoints:
        - addresses: ['{{address}}']
        ports:
        - port: 80
        """;

    private static string Emulate(string yaml, ProxyMode mode, IPFamily family, string version)
    {
        Assert.True(KubernetesVersion.TryParse(version, out var release));
        return Emulator.Emulate(Manifests.Parse(yaml), new EmulationOptions { Mode = mode, Family = family, Version = release }).Rules!.ToText(false);
    }
}
