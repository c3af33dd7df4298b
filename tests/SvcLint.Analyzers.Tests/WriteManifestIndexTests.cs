using Microsoft.Build.Utilities;
using SvcLint.Analyzers.Tests.Hosts;
using SvcLint.Build;
using SvcLint.Cluster;

namespace SvcLint.Analyzers.Tests;

/// <summary>The index that projects without manifests share.</summary>
public sealed class WriteManifestIndexTests
{
    [Fact]
    public void It_is_written_again_only_when_an_input_changed_and_keeps_its_time_when_its_content_did_not()
    {
        using var folder = Repository();
        var first = Write(folder);
        var time = File.GetLastWriteTimeUtc(first);
        var stamp = File.GetLastWriteTimeUtc(first + ".inputs");

        Assert.Equal(first, Write(folder));
        Assert.Equal(stamp, File.GetLastWriteTimeUtc(first + ".inputs"));

        // The same bytes at another time: looked at, and the compiler need not know.
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "base/web.yaml"), time.AddSeconds(5));
        Assert.Equal(first, Write(folder));
        Assert.NotEqual(stamp, File.GetLastWriteTimeUtc(first + ".inputs"));
        Assert.Equal(time, File.GetLastWriteTimeUtc(first));

        // A file that only the kustomization names.
        folder.Write("base/web.yaml", Manifests.Web.Replace("name: web", "name: other", StringComparison.Ordinal));
        Assert.Equal(first, Write(folder));
        Assert.Contains("name: other", File.ReadAllText(first), StringComparison.Ordinal);

        // One that was not there.
        folder.Write("overlay/kustomization.yaml", "resources: [../base, late.yaml]\n");
        Write(folder);
        folder.Write("overlay/late.yaml", Manifests.Stock);
        Assert.Contains("stock", File.ReadAllText(Write(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void Projects_that_write_it_at_the_same_time_never_leave_a_torn_one()
    {
        using var folder = Repository();
        for (var round = 0; round < 20; round++)
        {
            var name = "round" + round;
            folder.Write("base/web.yaml", Manifests.Web.Replace("name: web", "name: " + name, StringComparison.Ordinal));
            Parallel.For(0, 8, _ => Assert.NotNull(ManifestIndex.Read(File.ReadAllText(Write(folder)))));
            var index = Assert.Single(Directory.EnumerateFiles(Path.Combine(folder.Path, "obj"), "*.svclint-index"));
            Assert.Contains(name, File.ReadAllText(index), StringComparison.Ordinal);
        }

        // The index and its list of inputs; nothing half written stays.
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(folder.Path, "obj")).Count());
    }

    [Fact]
    public void Where_nothing_can_be_written_there_is_none()
    {
        using var folder = Repository();
        folder.Write("obj", "a file where the folder should be");

        Assert.Equal("", Write(folder));
    }

    private static TemporaryFolder Repository()
    {
        var folder = new TemporaryFolder();
        folder.Write("overlay/kustomization.yaml", "resources: [../base]\n");
        folder.Write("base/kustomization.yaml", "resources: [web.yaml]\n");
        folder.Write("base/web.yaml", Manifests.Web);
        return folder;
    }

    private static string Write(TemporaryFolder folder)
    {
        var task = new WriteManifestIndex
        {
            BuildEngine = new TaskHost(folder.Path),
            Root = folder.Path,
            Folder = Path.Combine(folder.Path, "obj"),
            Manifests = [new TaskItem(Path.Combine(folder.Path, "overlay/kustomization.yaml"))],
        };
        Assert.True(task.Execute());
        return task.IndexFile;
    }
}
