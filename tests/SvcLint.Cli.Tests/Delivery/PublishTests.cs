using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Tests.Delivery;

/// <summary>tools/publish.sh: what the release workflow does with the files of a release.</summary>
public sealed class PublishTests
{
    private static readonly string Version = ToolVersion.Text;

    [SkippableFact]
    public void A_tag_is_the_version_that_the_changelog_tells_of()
    {
        Assert.Equal(0, Step("check", "v" + Version).Status);
        var other = Step("check", "v99.0.0");
        Assert.Equal(1, other.Status);
        Assert.Contains($"tag v99.0.0 is not v{Version}", other.Error, StringComparison.Ordinal);
        Assert.StartsWith($"## {Version}", Step("notes").Output, StringComparison.Ordinal);
        Assert.Equal(2, Step("elsewhere").Status);
    }

    [SkippableFact]
    public void Checksums_and_formula_cover_the_files_of_all_machines()
    {
        using var scratch = new Scratch();
        string[] archives = [.. new[] { "linux-x64", "linux-arm64", "osx-x64", "osx-arm64" }.Select(rid => $"svclint-{Version}-{rid}.tar.gz")];
        foreach (var file in archives.Append("SHA256SUMS"))
        {
            scratch.Write(file, file);
        }

        Assert.Equal(0, Step("collect", scratch.Folder).Status);

        var sums = scratch.Read("SHA256SUMS").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(archives.Order(StringComparer.Ordinal), sums.Select(l => l.Split("  ")[1]));
        Assert.Equal(0, Tool.Start("sha256sum", ["--check", "--quiet", "SHA256SUMS"], scratch.Folder).Status);
        Assert.All(sums, line => Assert.Contains($"sha256 \"{line.Split(' ')[0]}\"", scratch.Read("svclint.rb"), StringComparison.Ordinal));
    }

    [SkippableFact]
    public void The_image_is_laid_out_from_the_archive()
    {
        using var scratch = new Scratch();
        var folder = $"svclint-{Version}-linux-x64";
        Directory.CreateDirectory(scratch[folder]);
        File.Copy("/bin/true", scratch[$"{folder}/svclint"]);
        Assert.Equal(0, Tool.Start("tar", ["-czf", folder + ".tar.gz", folder], scratch.Folder).Status);

        var image = Step("image", scratch.Folder, scratch["root"]);

        Assert.True(image.Status == 0, image.Error);
        Assert.True(File.Exists(scratch["root/usr/bin/svclint"]));
        Assert.Contains("nonroot:x:65532", scratch.Read("root/etc/passwd"), StringComparison.Ordinal);
    }

    private static Run Step(params string[] words)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs Linux");
        return Tool.Start("bash", [Path.Combine(RepositoryRoot.Path, "tools/publish.sh"), .. words], RepositoryRoot.Path);
    }
}
