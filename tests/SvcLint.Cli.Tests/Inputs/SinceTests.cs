namespace SvcLint.Cli.Tests.Inputs;

public sealed class SinceTests
{
    [Fact]
    public void Only_what_the_revision_did_not_have_is_reported()
    {
        using var scratch = new Scratch();
        scratch.Write("old.yaml", Manifests.Both("old", "htpp", "http")).Commit();
        scratch.Write("new.yaml", Manifests.Both("new", "htpp", "http"));

        Assert.Equal(["new.yaml:10 SVC2002", "old.yaml:10 SVC2002"], scratch.Lint("--format", "json").Places);
        Assert.Equal(["new.yaml:10 SVC2002"], scratch.Lint("--since", "HEAD", "--format", "json").Places);
    }

    [Fact]
    public void An_edit_elsewhere_that_moves_lines_brings_nothing_up()
    {
        using var scratch = new Scratch();
        scratch.Write("old.yaml", Manifests.Both("old", "htpp", "http")).Commit();
        scratch.Write("old.yaml", "# moved\n" + scratch.Read("old.yaml"));

        var run = scratch.Lint("--since", "HEAD", "--format", "json");

        Assert.Empty(run.Places);
        Assert.Equal(0, run.Status);
    }

    [Fact]
    public void An_edit_of_the_pods_alone_brings_up_the_Service()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/svc.yaml", Manifests.Service("web", "http")).Write("k8s/deploy.yaml", Manifests.Deployment("web", "http")).Commit();
        scratch.Write("k8s/deploy.yaml", Manifests.Deployment("web", "metrics"));

        Assert.Equal(["k8s/svc.yaml:10 SVC2002"], scratch.Lint("--since", "HEAD", "--format", "json").Places);
    }

    [Fact]
    public void A_change_that_is_taken_back_reports_nothing()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Manifests.Both("web", "htpp", "http")).Commit();
        scratch.Write("k8s/web.yaml", Manifests.Both("web", "http", "http"));

        Assert.Empty(scratch.Lint("--since", "HEAD", "--format", "json").Places);
    }

    [Fact]
    public void Before_the_first_commit_everything_is_new()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http")).Git("init", "-q");

        Assert.Equal(["web.yaml:10 SVC2002"], scratch.Lint("--since", "HEAD", "--format", "json").Places);
    }

    [Fact]
    public void A_revision_that_a_shallow_clone_lacks_is_a_usage_error_that_names_fetch_depth()
    {
        using var origin = new Scratch();
        origin.Write("web.yaml", Manifests.Both("web", "http", "http")).Commit().Git("tag", "v1").Write("b.yaml", "a: 1\n").Commit();
        using var scratch = new Scratch();
        scratch.Git("clone", "-q", "--depth", "1", "--no-tags", "file://" + origin.Folder, "clone");

        var run = Tool.Svclint(scratch["clone"], null, "--since", "v1");

        Assert.Equal(2, run.Status);
        Assert.Contains("fetch-depth", run.Error);
    }

    [Fact]
    public void An_unknown_revision_or_a_folder_without_git_is_a_usage_error()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "http", "http"));
        Assert.Equal(2, scratch.Lint("--since", "HEAD").Status);

        scratch.Commit();
        var run = scratch.Lint("--since", "nowhere");
        Assert.Equal(2, run.Status);
        Assert.Contains("no such revision", run.Error);
        Assert.Equal(2, scratch.Lint("--since", "--output=x").Status);
    }

    [Fact]
    public void A_change_that_the_server_refuses_is_found_only_against_the_revision()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Manifests.Deployment("web", "http")).Commit();
        scratch.Write("k8s/web.yaml", Manifests.Deployment("web", "http", label: "shop")).Write("k8s/svc.yaml", Manifests.Service("web", "http").Replace("app: web", "app: shop", StringComparison.Ordinal));

        Assert.Empty(scratch.Lint("--format", "json").Places);
        var run = scratch.Lint("--since", "HEAD", "--format", "json");

        var finding = Assert.Single(run.Findings);
        Assert.Equal("k8s/web.yaml:8 SVC1127", Assert.Single(run.Places));
        Assert.Equal("spec.selector", finding.GetProperty("api").GetProperty("field").GetString());
        Assert.Equal("Invalid", finding.GetProperty("api").GetProperty("type").GetString());
        Assert.Contains("'web' became 'shop'", finding.GetProperty("message").GetString());
        Assert.Equal(1, run.Status);
    }

    [Fact]
    public void A_refused_change_is_found_where_an_overlay_makes_it()
    {
        using var scratch = new Scratch();
        scratch.Write("base/web.yaml", Manifests.Deployment("web", "http"))
            .Write("base/kustomization.yaml", "resources: [web.yaml]\n")
            .Write("prod/kustomization.yaml", "resources: [../base]\n").Commit();
        scratch.Write("prod/kustomization.yaml", "resources: [../base]\ncommonLabels:\n  tier: front\n");

        var run = scratch.Lint("--since", "HEAD", "--format", "json");

        Assert.Equal("prod/kustomization.yaml:3 SVC1127", Assert.Single(run.Places));
        Assert.Equal("prod", Assert.Single(run.Findings).GetProperty("units")[0].GetString());
    }

    [Fact]
    public void A_suppressed_change_stays_silent_and_its_suppression_is_never_called_unused()
    {
        using var scratch = new Scratch();
        var moved = Manifests.Deployment("web", "http", label: "shop").Replace("      app: shop\n  template", "      app: shop # svclint:ignore SVC1127 -- deleted by hand before the rollout\n  template", StringComparison.Ordinal);
        scratch.Write("web.yaml", Manifests.Deployment("web", "http")).Commit();
        scratch.Write("web.yaml", moved);

        Assert.Empty(scratch.Lint("--since", "HEAD", "--format", "json").Places);
        scratch.Commit();
        Assert.Empty(scratch.Lint("--since", "HEAD~1", "--format", "json").Places);
        Assert.Empty(scratch.Lint("--since", "HEAD", "--format", "json").Places);
        Assert.Empty(scratch.Lint("--format", "json").Places);
    }
}
