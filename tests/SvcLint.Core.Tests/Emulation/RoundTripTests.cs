using SvcLint.Emulation;
using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Emulation.Nftables;
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
        var goldens = GoldenFile.In(Root, "1." + minor, new KubernetesVersion(minor)).ToArray();
        Assert.NotEmpty(goldens);
        foreach (var golden in goldens)
        {
            var text = File.ReadAllText(golden.Path);
            Assert.Equal(text, Read(golden, text).ToText());
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(34)]
    [InlineData(36)]
    public void Texts_of_later_nftables_releases(int minor)
    {
        foreach (var path in Directory.EnumerateFiles(Root, "*.yaml"))
        {
            var environment = new ProxyEnvironment { ServiceCIDRs = [Range("10.96.0.0/12"), Range("10.112.0.0/12")] };
            var options = new EmulationOptions { Mode = ProxyMode.Nftables, Node = "node-a", Version = new KubernetesVersion(minor), Environment = environment };
            var text = Emulator.Emulate(Manifests.Read(path), options).Rules!.ToText();
            Assert.Equal(text, NftablesReader.Read(text).ToText());
        }
    }

    private static CidrValue Range(string text) => CidrValue.TryParse(text, out var range) ? range : throw new FormatException(text);

    [Fact]
    public void What_kube_proxy_does_not_write_is_refused() =>
        Assert.Throws<FormatException>(() => IptablesReader.Read(["*filter", ":INPUT - [0:0]", "-A INPUT -m limit --limit 5/min -j ACCEPT", "COMMIT"]));

    [Theory]
    [InlineData(
        "-A KUBE-NODEPORTS -m comment --comment shop/web:http -m tcp -p tcp -d 127.0.0.0/8 --dport 30080 -m nfacct --nfacct-name localhost_nps_accepted_pkts -j KUBE-EXT-67NZLRHBNDSAWJRO",
        "-A KUBE-NODEPORTS -d 127.0.0.0/8 -p tcp -m comment --comment \"shop/web:http\" -m tcp --dport 30080 -m nfacct --nfacct-name  localhost_nps_accepted_pkts -j KUBE-EXT-67NZLRHBNDSAWJRO")]
    [InlineData("-A KUBE-MARK-MASQ -j MARK --or-mark 0x00004000", "-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000")]
    [InlineData("-A KUBE-POSTROUTING -j MARK --xor-mark 0x00004000", "-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0")]
    [InlineData("-A KUBE-SERVICES -d 10.96.0.10 -j REJECT", "-A KUBE-SERVICES -d 10.96.0.10 -j REJECT --reject-with icmp-port-unreachable")]
    [InlineData("-A KUBE-SEP-X -m recent --name KUBE-SEP-X --rcheck --seconds 10800 --reap -j KUBE-SEP-X", "-A KUBE-SEP-X -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-X --mask 255.255.255.255 --rsource -j KUBE-SEP-X")]
    public void A_rule_as_iptables_save_prints_it_has_the_same_parts(string written, string saved)
    {
        var (_, rule) = IptablesReader.ReadLine(written);
        var (_, again) = IptablesReader.ReadLine(saved);
        Assert.Equal(rule!.Target, again!.Target);
        Assert.Equal(rule.Matches.ToHashSet().Select(m => m is ProtocolMatch p ? ProtocolMatch.Of(p.Protocol) : m).Order(Comparer), again.Matches.Select(m => m is ProtocolMatch p ? ProtocolMatch.Of(p.Protocol) : m).ToHashSet().Order(Comparer));
    }

    private static readonly Comparer<IptablesMatch> Comparer = Comparer<IptablesMatch>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));

    private static RuleSet Read(GoldenFile golden, string text)
    {
        if (golden.Mode == ProxyMode.Ipvs)
        {
            return IpvsReader.Read(text, golden.Family);
        }

        if (golden.Mode == ProxyMode.Nftables)
        {
            return NftablesReader.Read(text);
        }

        var (jumps, tables) = IptablesReader.Read(text.Split('\n'));
        return new IptablesRuleSet(golden.Family, jumps, tables);
    }
}
