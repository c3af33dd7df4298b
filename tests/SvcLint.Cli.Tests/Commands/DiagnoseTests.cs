using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace SvcLint.Cli.Tests.Commands;

public sealed class DiagnoseTests
{
    private const string Service = """{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "web", "namespace": "shop" }, "spec": { "clusterIP": "10.96.0.9", "selector": { "app": "web" }, "ports": [{ "port": 80 }] } }""";

    private const string Pod = """{ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "web-0", "namespace": "shop", "labels": { "app": "web" } }, "spec": { "containers": [{ "name": "web", "image": "web" }] }, "status": { "phase": "Running", "podIP": "10.244.0.5", "conditions": [{ "type": "Ready", "status": "False" }] } }""";

    private const string List = $$"""{ "apiVersion": "v1", "kind": "List", "items": [{{Service}}, {{Pod}}] }""";

    private static readonly string Samples = Path.Combine(RepositoryRoot.Path, "samples", "on-call");

    public static TheoryData<string> Flows => [.. Directory.EnumerateDirectories(Samples).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Flows))]
    public void Every_flow_of_the_runbook_ends_in_its_cause(string flow)
    {
        using var copy = new Scratch();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Samples, flow), "*", SearchOption.AllDirectories))
        {
            copy.Write(Path.GetRelativePath(Samples, file), File.ReadAllText(file));
        }

        var run = copy.Lint("diagnose", flow, "--color", "never");
        Assert.Equal(1, run.Status);
        var expected = Path.Combine(Samples, flow, "expected.txt");
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            File.WriteAllText(expected, run.Output);
        }

        Assert.Equal(File.ReadAllText(expected), run.Output);
    }

    [Theory]
    [InlineData("dump.tar", false)]
    [InlineData("dump.tar.gz", true)]
    [InlineData("dump.tgz", true)]
    public void Archives_are_read_without_unpacking(string name, bool isZipped)
    {
        using var scratch = new Scratch();
        WriteArchive(scratch[name], isZipped, ("bundle/services/shop.json", $"[{Service}]"), ("bundle/pods/shop.json", $"[{Pod}]"), ("bundle/secrets/shop.json", "not even opened"));
        var run = scratch.Lint("diagnose", name, "--format", "json");
        Assert.Equal((1, ""), (run.Status, run.Error));
        Assert.Contains("the only endpoint is not ready", run.Output, StringComparison.Ordinal);
        Assert.Equal([name], Directory.EnumerateFileSystemEntries(scratch.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("dump.json.gz")]
    [InlineData("dump.txt")]
    [InlineData("dump")]
    public void A_file_that_is_named_is_read_whatever_it_is_called(string name)
    {
        using var scratch = new Scratch().Write("plain", List);
        using (var file = File.Create(scratch[name]))
        using (var written = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file)
        {
            written.Write(Encoding.UTF8.GetBytes(List));
        }

        Assert.Contains("shop/web  dump", scratch.Lint("diagnose", name, "--color", "never").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_kubectl_prints_comes_through_a_pipe()
    {
        using var scratch = new Scratch();
        var run = scratch.LintInput(List, "diagnose", "-", "--color", "never");
        Assert.Equal(1, run.Status);
        Assert.Contains("shop/web  <stdin>:1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_file_that_is_cut_off_ends_in_a_clear_error()
    {
        using var scratch = new Scratch();
        File.WriteAllBytes(scratch["dump.json.gz"], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF]);
        var run = scratch.Lint("diagnose", "dump.json.gz");
        Assert.Equal(3, run.Status);
        Assert.Contains("dump.json.gz: cannot be unpacked", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_leave_the_archive_and_archives_in_it_are_passed_over()
    {
        using var scratch = new Scratch();
        WriteArchive(scratch["in.tar"], false, ("../escape.json", Service), ("/absolute.json", Service), ("inner.tar.gz", "x"), ("services.json", Service), ("pods.json", Pod));
        var run = scratch.Lint("diagnose", "in.tar");
        Assert.Equal(3, run.Status);
        Assert.Contains("shop/web", run.Output, StringComparison.Ordinal);
        Assert.Contains("a member's path leaves the archive (../escape.json); passed over", run.Error, StringComparison.Ordinal);
        Assert.Contains("a member's path leaves the archive (/absolute.json); passed over", run.Error, StringComparison.Ordinal);
        Assert.Contains("inner.tar.gz is an archive inside the archive; passed over", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(scratch.Folder)!, "escape.json")));
    }

    [Fact]
    public void Of_a_truncated_archive_what_came_before_counts()
    {
        using var scratch = new Scratch();
        WriteArchive(scratch["whole.tar.gz"], true, ("services.json", Service), ("pods.json", Pod), ("nodes.json", "[" + string.Join(",", Enumerable.Range(0, 4000).Select(i => $"{{ \"metadata\": {{ \"name\": \"n{i * 7919 % 4001}\" }} }}")) + "]"));
        var bytes = File.ReadAllBytes(scratch["whole.tar.gz"]);
        var statuses = new HashSet<int>();
        foreach (var part in new[] { 0, 1, 5, 20, bytes.Length / 3, bytes.Length / 2, bytes.Length - 9 })
        {
            File.WriteAllBytes(scratch["part.tar.gz"], bytes[..part]);
            var run = scratch.Lint("diagnose", "part.tar.gz");
            Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
            Assert.True(run.Status is 1 or 3, $"{part}: {run.Status} {run.Error}");
            statuses.Add(run.Status);
        }

        Assert.Equal(2, statuses.Count);
    }

    /// <summary>Whatever bytes an archive has: an exit status of the contract, no stack trace, and nothing beside it.</summary>
    [Fact]
    public void Damaged_archives_end_in_a_clear_error()
    {
        using var scratch = new Scratch();
        WriteArchive(scratch["whole.tar.gz"], true, ("services.json", Service), ("pods.json", Pod));
        WriteArchive(scratch["plain.tar"], false, ("services.json", Service), ("pods.json", Pod));
        for (var seed = 0; seed < 24; seed++)
        {
            var random = new Random(seed);
            var name = seed % 2 == 0 ? "whole.tar.gz" : "plain.tar";
            var bytes = File.ReadAllBytes(scratch[name]);
            for (var i = 0; i < 1 + (seed / 2); i++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var part = "part" + (seed % 2 == 0 ? ".tar.gz" : ".tar");
            File.WriteAllBytes(scratch[part], bytes);
            var run = scratch.Lint("diagnose", part);
            Assert.True(run.Status is 0 or 1 or 2 or 3 or 4, $"{seed}: {run.Status}");
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(["part.tar", "part.tar.gz", "plain.tar", "whole.tar.gz"], Directory.EnumerateFileSystemEntries(scratch.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[1, null, \"a\", []]")]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": { \"a\": 1 } }")]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": \"web\", \"spec\": [1], \"status\": 7 }")]
    [InlineData("{ \"apiVersion\": 1, \"kind\": [\"Pod\"], \"metadata\": { \"name\": { } } }")]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": { \"name\": \"x\", \"namespace\": \"shop\" }, \"spec\": { \"ports\": \"80\", \"selector\": [] } }")]
    public void Wrong_types_lose_nothing_else(string text)
    {
        using var scratch = new Scratch();
        WriteArchive(scratch["in.tar"], false, ("wrong.json", text), ("services.json", Service), ("pods.json", Pod));
        var run = scratch.Lint("diagnose", "in.tar");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Contains("shop/web", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_of_a_hundred_megabytes_is_passed_over_and_the_rest_judged()
    {
        using var scratch = new Scratch();
        WriteArchive(scratch["in.tar.gz"], true, ("huge.json", new string(' ', 101 << 20)), ("services.json", Service), ("pods.json", Pod));
        var run = scratch.Lint("diagnose", "in.tar.gz");
        Assert.Contains("huge.json", run.Error, StringComparison.Ordinal);
        Assert.Contains("shop/web", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_of_a_folder_is_not_followed()
    {
        using var outside = new Scratch().Write("services.json", Service);
        using var scratch = new Scratch().Write("dump/pods.json", Pod);
        File.CreateSymbolicLink(scratch["dump/services.json"], outside["services.json"]);
        Assert.Contains("the dump holds no Service", scratch.Lint("diagnose", "dump").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_Service_shows_every_step()
    {
        using var scratch = new Scratch().Write("services.json", Service).Write("pods.json", Pod);
        var run = scratch.Lint("diagnose", ".", "--service", "shop/web", "--color", "never");
        Assert.Equal(1, run.Status);
        Assert.Contains("ok  does the selector match pods: app=web matches 1 pod", run.Output, StringComparison.Ordinal);
        Assert.Contains("FAULT  are the pods ready:", run.Output, StringComparison.Ordinal);
        Assert.Contains("UNKNOWN  do the EndpointSlices show the pods:", run.Output, StringComparison.Ordinal);
        Assert.Contains("confirm: kubectl ", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, scratch.Lint("diagnose", ".", "--service", "shop/wbe").Status);
    }

    [Theory]
    [InlineData("markdown", "## shop/web")]
    [InlineData("html", "<h2>shop/web</h2>")]
    public void Reports_are_written(string format, string expected)
    {
        using var scratch = new Scratch().Write("services.json", Service).Write("pods.json", Pod.Replace("\"False\"", "\"False\", \"message\": \"<script>alert(1)</script>\"", StringComparison.Ordinal));
        var run = scratch.Lint("diagnose", ".", "--format", format);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "x.tar.xz")]
    [InlineData(3, "nothing")]
    public void What_cannot_be_read_is_said(int status, string path)
    {
        using var scratch = new Scratch().Write("x.tar.xz", "x");
        var run = scratch.Lint("diagnose", path);
        Assert.Equal((status, ""), (run.Status, run.Output));
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NAMESPACE  NAME  TYPE\nshop  web  ClusterIP\n", "no Kubernetes objects")]
    [InlineData("3", "no Kubernetes objects")]
    [InlineData("", "no Kubernetes objects")]
    [InlineData("{ \"kind\": \"Table\", \"apiVersion\": \"meta.k8s.io/v1\", \"columnDefinitions\": [], \"rows\": [] }", "a Table holds what kubectl prints")]
    public void A_file_that_holds_no_objects_is_said_to(string text, string expected)
    {
        using var scratch = new Scratch().Write("get.txt", text).Write("get.json", text);
        foreach (var name in new[] { "get.txt", "get.json" })
        {
            var run = scratch.Lint("diagnose", name);
            Assert.Equal(3, run.Status);
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{ \"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [] }")]
    [InlineData("[]")]
    public void A_dump_of_nothing_is_understood(string text)
    {
        using var scratch = new Scratch().Write("empty.json", text);
        Assert.Equal((4, ""), (scratch.Lint("diagnose", "empty.json").Status, scratch.Lint("diagnose", "empty.json").Error));
    }

    private static void WriteArchive(string path, bool isZipped, params (string Name, string Text)[] members)
    {
        using var file = File.Create(path);
        using var zipped = isZipped ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file;
        using var archive = new TarWriter(zipped);
        foreach (var (name, text) in members)
        {
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }
    }
}
