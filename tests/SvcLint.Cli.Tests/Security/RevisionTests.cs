namespace SvcLint.Cli.Tests.Security;

/// <summary>What a commit holds is a stranger's too: submodules, links, and names that no file system would take.</summary>
public sealed class RevisionTests
{
    private static readonly string Wrong = Manifests.Both("web", "htpp", "http");

    [SkippableTheory]
    [InlineData("--since", "HEAD", ".")]
    [InlineData("diff", "HEAD")]
    [InlineData("diff", "HEAD", "HEAD")]
    public void Odd_entries_are_names_and_nothing_else(params string[] words)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("secret/s.yaml", Wrong.Replace("web", "TOPSECRET", StringComparison.Ordinal));
        scratch.Write("repo/web.yaml", Wrong).Write("repo/a\nb.yaml", Wrong).Write("repo/..\\up.yaml", Wrong).Write("repo/-x.yaml", Wrong).Write("repo/:(top)y.yaml", Wrong).Write("repo/\u202ez.yaml", Wrong);
        File.CreateSymbolicLink(scratch["repo/l.yaml"], "../secret/s.yaml");
        File.CreateSymbolicLink(scratch["repo/folder"], "../secret");
        Git(scratch, "init", "-q");
        Git(scratch, "add", "-A");
        Git(scratch, "update-index", "--add", "--cacheinfo", "160000,1111111111111111111111111111111111111111,sub");
        Git(scratch, "commit", "-q", "-m", "odd");
        scratch.Write("repo/web.yaml", Wrong + "# changed\n");

        var run = Tool.Svclint(scratch["repo"], null, words);

        Assert.InRange(run.Status, 0, 1);
        Assert.DoesNotContain("TOPSECRET", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', run.Output + run.Error);
    }

    [SkippableFact]
    public void What_is_gone_from_a_folder_that_is_named_by_a_link_was_there()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("k8s/gone.yaml", Wrong).Write("k8s/kept.yaml", Wrong.Replace("web", "api", StringComparison.Ordinal));
        Directory.CreateSymbolicLink(scratch["deploy"], "k8s");
        scratch.Commit();
        File.Delete(scratch["k8s/gone.yaml"]);

        string Differences(string folder) => scratch.Lint("diff", "HEAD", folder).Output;

        Assert.Contains("default/web", Differences("k8s"), StringComparison.Ordinal);
        Assert.Equal(Differences("k8s"), Differences("deploy"));
    }

    [SkippableTheory]
    [InlineData("diff", "--output=written")]
    [InlineData("diff", "-x")]
    [InlineData("--since", "--output=written")]
    [InlineData("--since", "HEAD:../secret")]
    [InlineData("--since", "HEAD^{tree}")]
    [InlineData("--since", "^HEAD")]
    [InlineData("diff", "^HEAD")]
    public void A_revision_is_no_option_and_no_path(params string[] words)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Commit();

        Assert.Equal(2, scratch.Lint(words).Status);
        Assert.False(File.Exists(scratch["written"]));
    }

    private static void Git(Scratch scratch, params string[] words) =>
        Assert.Equal(0, Tool.Start("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", .. words], scratch["repo"]).Status);
}
