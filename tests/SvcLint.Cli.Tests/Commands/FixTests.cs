using System.Text;

namespace SvcLint.Cli.Tests.Commands;

public sealed class FixTests
{
    // Host bits in a source range: svclint knows the one right spelling (SVC4002).
    private const string Wrong =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: web   # layout stays
        spec:
          type: LoadBalancer
          loadBalancerSourceRanges:
            - 10.1.2.3/8
            - "192.168.1.77/24"
          ports:
            - port: 80

        """;

    private static readonly string Right = Wrong.Replace("10.1.2.3/8", "10.0.0.0/8").Replace("192.168.1.77/24", "192.168.1.0/24");

    [Fact]
    public void A_diff_shows_the_repair_and_changes_nothing()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Wrong).Commit();

        var run = Run(scratch, "--diff");

        Assert.Equal(Wrong, scratch.Read("k8s/web.yaml"));
        Assert.StartsWith("--- a/k8s/web.yaml\n+++ b/k8s/web.yaml\n@@ -5,7 +5,7 @@\n", run.Output);
        scratch.Write("change.patch", run.Output).Git("apply", "change.patch");
        Assert.Equal(Right, scratch.Read("k8s/web.yaml"));
    }

    [Fact]
    public void A_diff_with_nothing_to_repair_says_so_and_one_in_JSON_is_JSON()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Right);

        var nothing = Run(scratch, "--diff");

        Assert.Equal("", nothing.Output);
        Assert.Contains("--diff: nothing to repair", nothing.Error);
        scratch.Write("k8s/web.yaml", Wrong);
        Assert.Contains("SVC4002", scratch.Lint("--diff", "--format", "json", "--fail-on", "never").Findings.Select(f => f.GetProperty("rule").GetString()));
    }

    [Fact]
    public void A_fix_keeps_layout_encoding_and_line_ends_and_is_done_after_one_run()
    {
        using var scratch = new Scratch();
        var utf16 = Encoding.BigEndianUnicode.GetPreamble().Concat(Encoding.BigEndianUnicode.GetBytes(Wrong.Replace("\n", "\r\n"))).ToArray();
        File.WriteAllBytes(scratch["a.yaml"], utf16);
        scratch.Write("b.yaml", Wrong.Replace("name: web", "name: other"));

        var run = Run(scratch, "--fix");

        Assert.Equal(0, run.Status);
        Assert.Contains("repaired 2 files: a.yaml, b.yaml", run.Error);
        Assert.Equal(Encoding.BigEndianUnicode.GetPreamble().Concat(Encoding.BigEndianUnicode.GetBytes(Right.Replace("\n", "\r\n"))), File.ReadAllBytes(scratch["a.yaml"]));
        var after = File.ReadAllBytes(scratch["b.yaml"]);
        Assert.Contains("nothing to fix", Run(scratch, "--fix").Error);
        Assert.Equal(after, File.ReadAllBytes(scratch["b.yaml"]));
    }

    [Fact]
    public void Without_the_option_nothing_is_written()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);

        Run(scratch);

        Assert.Equal(Wrong, scratch.Read("web.yaml"));
    }

    // Other rules have a word on such a Service; this is about repairs.
    private static Run Run(Scratch scratch, params string[] words) => scratch.Lint([.. words, "--fail-on", "error", "--format", "text"]);
}
