using System.Text.RegularExpressions;
using SvcLint.Diagnosis;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Diagnosis;

/// <summary>What nodes' tools print beside a dump, in the forms that people have: node-b is behind, node-a is not.</summary>
public sealed class NodeRuleFilesTests
{
    private const string Iptables = "stale-iptables";
    private const string Nftables = "stale-nftables";
    private const string Ipvs = "stale-ipvs";

    [Theory]
    [InlineData(Iptables, "")]
    [InlineData(Iptables, "counters")]
    [InlineData(Iptables, "other chains")]
    [InlineData(Iptables, "file names")]
    [InlineData(Nftables, "")]
    [InlineData(Nftables, "handles")]
    [InlineData(Ipvs, "")]
    [InlineData(Ipvs, "other servers")]
    public void The_node_that_is_behind_is_named_and_no_other(string sample, string form)
    {
        var cause = Assert.Single(Diagnose(sample, (path, text) => Rewrite(form, path, text)).Services.SelectMany(s => s.Causes));
        Assert.StartsWith("kube-proxy of node node-b is behind, or does not run: its IPv4 rules still send to 10.244.2.4, no endpoint of the Service any more", cause.Text);
    }

    [Theory]
    [InlineData(Iptables)]
    [InlineData(Nftables)]
    public void A_listing_that_breaks_off_tells_nothing(string sample)
    {
        var report = Diagnose(sample, (path, text) => path.StartsWith("node-b/", StringComparison.Ordinal) ? (path, text[..(text.Length / 2)]) : (path, text));
        Assert.Empty(report.Services.SelectMany(s => s.Causes));
        Assert.Contains(report.Services.Single().Unknown, u => u.Text.StartsWith("node-b/", StringComparison.Ordinal) && u.Text.EndsWith("breaks off in the middle of a table: what node node-b holds is not known", StringComparison.Ordinal));
    }

    private static (string Path, string Text) Rewrite(string form, string path, string text) => form switch
    {
        "counters" => (path, Regex.Replace(Regex.Replace(text, "^-A", "[12:3456] -A", RegexOptions.Multiline), @"\[0:0\]", "[77:8888]")),
        "other chains" => (path, "*mangle\n:PREROUTING ACCEPT [1:2]\n:KUBE-KUBELET-CANARY - [0:0]\nCOMMIT\n" + text.Replace("*nat\n", "*nat\n:cali-PREROUTING - [0:0]\n-A PREROUTING -m comment --comment \"cali:6gwbT8clXdHdC1b1\" -j cali-PREROUTING\n", StringComparison.Ordinal)),
        "file names" => (path.Replace("/iptables-save.txt", ".iptables-save", StringComparison.Ordinal), text),
        "handles" => (path, "table ip filter { # handle 1\n\tchain INPUT { # handle 1\n\t\ttype filter hook input priority filter; policy accept;\n\t}\n}\n" + Regex.Replace(text, @"^(table|\tchain|\t\t.*\}$|\t\t(?!type|comment).*[a-z]$)(.*)$", "$1$2 # handle 12", RegexOptions.Multiline)),
        "other servers" when path.Contains("ipvsadm", StringComparison.Ordinal) => (path, text + "-A -t 10.96.0.1:443 -s rr\n-a -t 10.96.0.1:443 -r 192.168.10.11:6443 -m -w 1\n"),
        _ => (path, text),
    };

    private static DiagnosisReport Diagnose(string sample, Func<string, string, (string Path, string Text)> rewrite)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "samples", "on-call", sample);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "expected.txt").Order(StringComparer.Ordinal)
            .Select(f => (Path: Path.GetRelativePath(folder, f).Replace('\\', '/'), Text: File.ReadAllText(f)))
            .Select(f => f.Path == "dump.yaml" ? f : rewrite(f.Path, f.Text));
        return ClusterDiagnosis.Of(ClusterDump.Read([.. files.Select(f => new SourceText(f.Path, f.Text))]), KubernetesVersion.Newest);
    }
}
