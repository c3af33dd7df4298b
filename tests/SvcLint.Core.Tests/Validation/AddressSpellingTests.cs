using SvcLint.Core.Tests.Model;
using SvcLint.Kubernetes;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Validation;

/// <summary>A spelling that a warning or an error asks for is one that no version minds, whichever version asked.</summary>
public sealed class AddressSpellingTests
{
    private static readonly string[] Addresses =
    [
        "::FFFF:203.0.113.9", "::ffff:203.0.113.9", "::ffff:cb00:7109", "0:0:0:0:0:FFFF:203.0.113.9", "::FfFf:203.0.113.009", "203.0.113.009", "2001:DB8::9", "2001:db8:0:0::9",
    ];

    private static readonly string[] Ranges =
    [
        "::FFFF:203.0.113.0/120", "::ffff:203.0.113.9/120", "::ffff:cb00:7100/120", "0:0:0:0:0:ffff:203.0.113.0/0120", "::FFFF:0:0/96", "203.0.113.009/24", "203.0.113.9/024", "2001:DB8::9/64", "2001:DB8::/064",
    ];

    private static readonly string[] Fields =
    [
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], externalIPs: ['ADDRESS']}",
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], clusterIP: 'ADDRESS', clusterIPs: ['ADDRESS']}",
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {type: LoadBalancer, ports: [{port: 80}], loadBalancerIP: 'ADDRESS', loadBalancerSourceRanges: ['RANGE']}",
        "apiVersion: v1\nkind: Endpoints\nmetadata: {name: a}\nsubsets: [{addresses: [{ip: 'ADDRESS'}], notReadyAddresses: [{ip: 'ADDRESS'}]}]",
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a}\naddressType: IPv4\nendpoints: [{addresses: ['ADDRESS']}]",
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a}\naddressType: IPv6\nendpoints: [{addresses: ['ADDRESS']}]",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 'RANGE'}}]}], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: ['RANGE']}}]}]}",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}], dnsConfig: {nameservers: ['ADDRESS']}, hostAliases: [{ip: 'ADDRESS', hostnames: [b]}]}",
    ];

    // The oldest one neither warns nor refuses.
    public static TheoryData<int> Versions => [.. KubernetesVersion.Supported.Skip(1).Select(v => v.Minor)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_is_preferred_is_right_in_every_version(int minor)
    {
        var preferred =
            from field in Fields
            from manifest in field.Contains("RANGE", StringComparison.Ordinal) ? Ranges.Select(r => field.Replace("RANGE", r).Replace("ADDRESS", "10.0.0.1")) : Addresses.Select(a => field.Replace("ADDRESS", a))
            let verdict = ObjectVerdict.Of(Manifests.Objects(manifest)[0], new KubernetesVersion(minor), (30000, 32767), [])
            from text in verdict.Warnings.Select(w => w.Value.Preferred).Concat(verdict.Errors.Select(e => e.Value.Preferred))
            where text is not null
            select text;

        Assert.NotEmpty(preferred);
        Assert.All(preferred, text => Assert.True(IsPlain(text), text));
    }

    [Theory]
    [InlineData(31, "::FFFF:203.0.113.9", "203.0.113.9")]
    [InlineData(33, "::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData(37, "::FFFF:203.0.113.9", "203.0.113.9")]
    [InlineData(31, "::FFFF:203.0.113.0/120", "203.0.113.0/24")]
    [InlineData(37, "::FFFF:203.0.113.0/120", "203.0.113.0/24")]
    [InlineData(31, "2001:DB8::9/64", "2001:db8::/64")]
    public void An_address_is_written_as_what_it_is(int minor, string written, string right)
    {
        var manifest = written.Contains('/') ? Fields[2].Replace("RANGE", written).Replace("ADDRESS", "10.0.0.1") : Fields[0].Replace("ADDRESS", written);
        var verdict = ObjectVerdict.Of(Manifests.Objects(manifest)[0], new KubernetesVersion(minor), (30000, 32767), []);

        Assert.Equal(right, verdict.Warnings.Select(w => w.Value.Preferred).Concat(verdict.Errors.Select(e => e.Value.Preferred)).First(p => p is not null));
    }

    private static bool IsPlain(string text) =>
        text.Contains('/') ? CidrValue.TryParse(text, out var range) && range is { IsIPv4Mapped: false, HasHostBits: false } && range.ToString() == text
            : IPAddressValue.TryParse(text, out var address) && !address.IsIPv4Mapped && address.ToString() == text;
}
