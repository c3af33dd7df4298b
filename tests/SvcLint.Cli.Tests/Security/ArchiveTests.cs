using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace SvcLint.Cli.Tests.Security;

/// <summary>Packed charts and dumps: what they hold stays in memory, and there is an end to it.</summary>
public sealed class ArchiveTests
{
    private const string Chart = "apiVersion: v2\nname: web\nversion: 1.0.0\n";
    private static readonly string Wrong = Manifests.Both("web", "htpp", "http");

    [SkippableTheory]
    [InlineData("render", "web.tgz")]
    [InlineData("diagnose", "web.tgz")]
    [InlineData("lint", "whole")]
    public void An_archive_that_grows_without_end_is_refused(string command, string operand)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        // One part in a thousand when it is packed.
        Pack(scratch, "web.tgz", ("web/Chart.yaml", Chart), ("web/templates/a.yaml", new string('#', 200 << 20)));
        Umbrella(scratch);

        var run = scratch.Lint(command, operand);

        Orderly(run);
        Assert.DoesNotContain("####", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("render", "web.tgz")]
    [InlineData("diagnose", "web.tgz")]
    [InlineData("lint", "whole")]
    public void Names_and_links_of_an_archive_lead_nowhere(string command, string operand)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("secret.yaml", Wrong.Replace("web", "TOPSECRET", StringComparison.Ordinal));
        using (var writer = new TarWriter(new GZipStream(File.Create(scratch["web.tgz"]), CompressionLevel.Fastest)))
        {
            Add(writer, "web/Chart.yaml", Chart);
            Add(writer, "web/templates/a.yaml", Wrong);
            Add(writer, "web/../../up.yaml", Wrong);
            Add(writer, "../up.yaml", Wrong);
            Add(writer, scratch["absolute.yaml"], Wrong);
            Add(writer, "web/templates/..\\..\\back.yaml", Wrong);
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "web/values.yaml") { LinkName = scratch["secret.yaml"] });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "web/templates/l.yaml") { LinkName = "../../secret.yaml" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "web/templates/h.yaml") { LinkName = scratch["secret.yaml"] });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "web/templates/f.yaml"));
        }

        Umbrella(scratch);
        var run = scratch.Lint(command, operand);

        Orderly(run);
        Assert.DoesNotContain("TOPSECRET", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(["secret.yaml", "web.tgz", "whole"], Directory.EnumerateFileSystemEntries(scratch.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(scratch.Folder)!, "up.yaml")));
    }

    /// <summary>A dump is read in memory, and packs to a tenth or a twentieth.</summary>
    [Fact]
    public void A_dump_that_grows_more_than_any_other_is_refused()
    {
        using var scratch = new Scratch();
        Pack(scratch, "dump.tar.gz", ("a.yaml", Wrong), ("b.yaml", "apiVersion: v1\nkind: List\nitems: [" + string.Concat(Enumerable.Repeat("{},", 16 << 20)) + "]\n"));

        var run = scratch.Lint("diagnose", "dump.tar.gz");

        Orderly(run);
        Assert.Contains("dump.tar.gz: b.yaml makes it more than ", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 Service", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_an_archive_holds_besides_files_is_named()
    {
        using var scratch = new Scratch();
        using (var writer = new TarWriter(File.Create(scratch["dump.tar"])))
        {
            Add(writer, "a.yaml", Wrong);
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "pods.yaml"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link.yaml") { LinkName = "a.yaml" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "hard.yaml") { LinkName = "a.yaml" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "pipe.yaml"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "current.log") { LinkName = "a.log" });
        }

        var said = scratch.Lint("diagnose", "dump.tar").Error;

        Assert.Contains("link.yaml is a link; passed over", said, StringComparison.Ordinal);
        Assert.Contains("hard.yaml is a link; passed over", said, StringComparison.Ordinal);
        Assert.Contains("pipe.yaml is no file; passed over", said, StringComparison.Ordinal);
        Assert.DoesNotContain("current.log", said, StringComparison.Ordinal);
        Assert.DoesNotContain("pods.yaml", said, StringComparison.Ordinal);
    }

    /// <summary>Neither a broken header nor a second archive behind the first hides objects from who asks.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_follows_the_end_of_an_archive_is_said(bool isSecondArchive)
    {
        using var scratch = new Scratch();
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            Add(writer, "a.yaml", Wrong);
            Add(writer, "b.yaml", Wrong.Replace("web", "api", StringComparison.Ordinal));
        }

        var bytes = archive.ToArray();
        if (!isSecondArchive)
        {
            // A checksum of nothing means the end to the reader.
            var second = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("b.yaml\0"));
            bytes.AsSpan(second + 148, 8).Clear();
        }

        File.WriteAllBytes(scratch["dump.tar"], isSecondArchive ? [.. bytes, .. bytes] : bytes);

        Assert.Contains("something follows the end of the archive", scratch.Lint("diagnose", "dump.tar").Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("dump.tar")]
    [InlineData("dump.zip")]
    public void A_dump_that_is_not_compressed_as_a_whole_leads_nowhere_and_has_an_end(string name)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("secret.yaml", Wrong.Replace("web", "TOPSECRET", StringComparison.Ordinal));
        (string Name, string Text)[] entries = [("a.yaml", Wrong), ("../up.yaml", Wrong), (scratch["absolute.yaml"], Wrong), ("huge.yaml", new string('#', 100 << 20))];
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(File.Create(scratch[name]), ZipArchiveMode.Create);
            foreach (var (entry, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(entry, CompressionLevel.Fastest).Open());
                writer.Write(text);
            }
        }
        else
        {
            using var tar = new TarWriter(File.Create(scratch[name]));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link.yaml") { LinkName = scratch["secret.yaml"] });
            foreach (var (entry, text) in entries)
            {
                Add(tar, entry, text);
            }
        }

        var run = scratch.Lint("diagnose", name);

        Orderly(run);
        Assert.DoesNotContain("TOPSECRET", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("####", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal([name, "secret.yaml"], Directory.EnumerateFileSystemEntries(scratch.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(scratch.Folder)!, "up.yaml")));
    }

    [SkippableFact]
    public void Damaged_archives_are_said_to_be_damaged()
    {
        Skip.If(OperatingSystem.IsWindows());
        var random = new Random(20261128);
        for (var round = 0; round < 6; round++)
        {
            using var scratch = new Scratch();
            Pack(scratch, "web.tgz", ("web/Chart.yaml", Chart), ("web/templates/a.yaml", Wrong));
            var bytes = File.ReadAllBytes(scratch["web.tgz"]);
            for (var i = 0; i < 1 + round; i++)
            {
                bytes[random.Next(round % 2 == 0 ? 0 : 10, bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(scratch["web.tgz"], round % 3 == 2 ? bytes[..random.Next(bytes.Length)] : bytes);
            Umbrella(scratch);
            foreach (var words in (string[][])[["render", "web.tgz"], ["diagnose", "web.tgz"], ["lint", "whole"]])
            {
                Orderly(scratch.Lint(words));
            }
        }
    }

    [SkippableTheory]
    [InlineData("long name")]
    [InlineData("long link")]
    [InlineData("attributes")]
    [InlineData("attributes of all")]
    [InlineData("size beyond the file")]
    public void Metadata_of_a_dump_has_an_end(string kind)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        var text = new string('m', 2 << 20);
        using (var writer = new TarWriter(File.Create(scratch["dump.tar"])))
        {
            Add(writer, "before.yaml", WithoutPods("before"));
            writer.WriteEntry(kind switch
            {
                "long link" => new GnuTarEntry(TarEntryType.SymbolicLink, "link.yaml") { LinkName = text },
                "attributes" => new PaxTarEntry(TarEntryType.RegularFile, "a.yaml", [new("comment", text)]),
                "attributes of all" => new PaxGlobalExtendedAttributesTarEntry([new("comment", text)]),
                "long name" => new GnuTarEntry(TarEntryType.RegularFile, text),
                _ => new GnuTarEntry(TarEntryType.RegularFile, text[..1000]),
            });
            Add(writer, "after.yaml", WithoutPods("after"));
        }

        if (kind == "size beyond the file")
        {
            var bytes = File.ReadAllBytes(scratch["dump.tar"]);
            "77777777777"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("././@LongLink"u8) + 124));
            File.WriteAllBytes(scratch["dump.tar"], bytes);
        }

        var run = scratch.Lint("diagnose", "dump.tar");

        Orderly(run);
        Assert.Contains("dump.tar: the archive is broken (a name or attributes of more than 1 MB); what came before counts", run.Error, StringComparison.Ordinal);
        // What lacks may follow the break.
        Assert.StartsWith("no cause found in 1 Service\n", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Long_names_and_attributes_of_a_dump_hide_nothing()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        using (var writer = new TarWriter(File.Create(scratch["dump.tar"])))
        {
            // Content that looks like the header of a long name is no header.
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "log.txt") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('7', 156) + 'L' + new string('7', 355), 9)) + "7")) });
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, string.Concat(Enumerable.Repeat("deep/", 4000)) + "a.yaml") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(WithoutPods("first"))) });
            writer.WriteEntry(new PaxGlobalExtendedAttributesTarEntry([new("comment", new string('m', 100_000))]));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "folder"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "b.yaml", [new("comment", new string('m', 100_000))]) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(WithoutPods("second"))) });
        }

        var run = scratch.Lint("diagnose", "dump.tar");

        Assert.Equal("", run.Error);
        Assert.Contains("shop/first", run.Output, StringComparison.Ordinal);
        Assert.Contains("shop/second", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(2, "dump.yaml.gz: holds a gzip file inside the gzip file; passed over")]
    [InlineData(3, "dump.yaml.gz: holds a gzip file inside the gzip file; passed over")]
    [InlineData(1, " MB when unpacked; passed over")]
    public void A_packed_dump_is_unpacked_once_and_within_a_limit(int layers, string problem)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        var bytes = Encoding.UTF8.GetBytes(layers > 1 ? Wrong : Wrong + new string('#', 65 << 20));
        for (var layer = 0; layer < layers; layer++)
        {
            bytes = Packed(bytes);
        }

        File.WriteAllBytes(scratch["dump.yaml.gz"], bytes);
        var run = scratch.Lint("diagnose", "dump.yaml.gz");

        Orderly(run);
        Assert.Equal(3, run.Status);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_packed_archive_of_any_name_is_read_member_by_member()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        Pack(scratch, "dump", ("pods.log", new string('#', 65 << 20)), ("a.yaml", WithoutPods("web")));

        var run = scratch.Lint("diagnose", "dump");

        Assert.Equal("", run.Error);
        Assert.Contains("shop/web", run.Output, StringComparison.Ordinal);
    }

    // The pod has another label: diagnose names the Service.
    private static string WithoutPods(string service) =>
        $$"""
        { apiVersion: v1, kind: Service, metadata: { name: {{service}}, namespace: shop }, spec: { selector: { app: {{service}} }, ports: [{ port: 80 }] } }
        ---
        { apiVersion: v1, kind: Pod, metadata: { name: {{service}}-0, namespace: shop, labels: { app: other } }, spec: { containers: [{ name: c, image: i }] } }
        """;

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest))
        {
            packing.Write(bytes);
        }

        return packed.ToArray();
    }

    // A chart that holds the package as a dependency.
    private static void Umbrella(Scratch scratch)
    {
        scratch.Write("whole/Chart.yaml", "apiVersion: v2\nname: whole\nversion: 1.0.0\ndependencies: [{name: web, version: 1.0.0, repository: \"https://charts.example.com\"}]\n").Write("whole/templates/b.yaml", Wrong);
        Directory.CreateDirectory(scratch["whole/charts"]);
        File.Copy(scratch["web.tgz"], scratch["whole/charts/web-1.0.0.tgz"]);
    }

    private static void Pack(Scratch scratch, string name, params (string Name, string Text)[] entries)
    {
        using var writer = new TarWriter(new GZipStream(File.Create(scratch[name]), CompressionLevel.Fastest));
        foreach (var (entry, text) in entries)
        {
            Add(writer, entry, text);
        }
    }

    private static void Add(TarWriter writer, string name, string text) =>
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });

    private static void Orderly(Run run)
    {
        Assert.InRange(run.Status, 0, 4);
        Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SVC0009", run.Output, StringComparison.Ordinal);
    }
}
