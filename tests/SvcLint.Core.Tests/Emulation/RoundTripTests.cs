using SvcLint.Emulation;
using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>What kube-proxy wrote, read into objects and written again, is the same text.</summary>
public sealed class RoundTripTests
{
    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Goldens");

    [Theory]
    [InlineData(26)]
    [InlineData(29)]
    [InlineData(30)]
    public void Text_to_objects_to_text(int minor)
    {
        var goldens = GoldenFile.In(Root, "1." + minor, new KubernetesVersion(minor)).Where(g => g.Mode != ProxyMode.Nftables).ToArray();
        Assert.NotEmpty(goldens);
        foreach (var golden in goldens)
        {
            var text = File.ReadAllText(golden.Path);
            Assert.Equal(text, Read(golden, text).ToText());
        }
    }

    [Fact]
    public void What_kube_proxy_does_not_write_is_refused() =>
        Assert.Throws<FormatException>(() => IptablesReader.Read(["*filter", ":INPUT - [0:0]", "-A INPUT -m limit --limit 5/min -j ACCEPT", "COMMIT"]));

    private static RuleSet Read(GoldenFile golden, string text)
    {
        if (golden.Mode == ProxyMode.Ipvs)
        {
            return IpvsReader.Read(text, golden.Family);
        }

        var (jumps, tables) = IptablesReader.Read(text.Split('\n'));
        return new IptablesRuleSet(golden.Family, jumps, tables);
    }
}
