namespace SvcLint.Cli.Tests.Inputs;

public sealed class GitTests
{
    private static readonly string Wrong = Manifests.Both("web", "htpp", "http");

    [Fact]
    public void A_folder_means_what_git_tracks_or_would_track()
    {
        using var scratch = new Scratch();
        scratch.Write(".gitignore", "rendered/\n").Write("tracked/web.yaml", Wrong).Commit();
        scratch.Write("untracked/web.yaml", Wrong).Write("rendered/web.yaml", Wrong);

        Assert.Equal(["tracked/web.yaml:10 SVC2002", "untracked/web.yaml:10 SVC2002"], scratch.Lint("--format", "json").Places);
    }

    [Fact]
    public void An_ignored_file_or_folder_that_is_named_is_read()
    {
        using var scratch = new Scratch();
        scratch.Write(".gitignore", "rendered/\n").Commit().Write("rendered/web.yaml", Wrong);

        Assert.Equal(["rendered/web.yaml:10 SVC2002"], scratch.Lint("rendered", "--format", "json").Places);
        Assert.Equal(["rendered/web.yaml:10 SVC2002"], scratch.Lint("rendered/web.yaml", "--format", "json").Places);
    }

    [Fact]
    public void Paths_are_relative_to_the_root_of_the_work_tree_and_people_see_them_from_where_they_are()
    {
        using var scratch = new Scratch();
        scratch.Write("deploy/k8s/web ü.yaml", Wrong).Commit();

        Assert.Equal(["deploy/k8s/web ü.yaml:10 SVC2002"], Tool.Svclint(scratch["deploy"], null, "k8s", "--format", "json").Places);
        Assert.StartsWith("k8s/web ü.yaml(10,19,10,23): error SVC2002: ", Tool.Svclint(scratch["deploy"], null, "--format", "msbuild").Output);
        Assert.Contains("--> deploy/k8s/web ü.yaml:10:19", Tool.Svclint(scratch.Folder, null, "deploy").Output);

        using var elsewhere = new Scratch();
        Assert.Contains($"--> {scratch["deploy/k8s/web ü.yaml"]}:10:19", Tool.Svclint(elsewhere.Folder, null, scratch["deploy"]).Output);
        Assert.Equal(["deploy/k8s/web ü.yaml:10 SVC2002"], Tool.Svclint(Path.GetDirectoryName(scratch.Folder)!, null, scratch["deploy"], "--format", "json").Places);
    }

    [Fact]
    public void A_tracked_file_that_was_deleted_is_no_trouble()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("gone.yaml", Wrong).Commit();
        File.Delete(scratch["gone.yaml"]);

        var run = scratch.Lint("--format", "json");

        Assert.Equal(1, run.Status);
        Assert.Equal(["web.yaml:10 SVC2002"], run.Places);
    }

    [Fact]
    public void Fingerprints_do_not_depend_on_where_svclint_runs()
    {
        using var scratch = new Scratch();
        scratch.Write("deploy/web.yaml", Wrong).Commit();

        var atRoot = scratch.Lint("--format", "json").Findings.Single().GetProperty("fingerprint").GetString();

        Assert.Equal(atRoot, Tool.Svclint(scratch["deploy"], null, "--format", "json").Findings.Single().GetProperty("fingerprint").GetString());
    }
}
