namespace SvcLint.Cli.Tests.Security;

/// <summary>Nothing outside the work tree is read or quoted, and nothing keeps svclint waiting.</summary>
public sealed class BorderTests
{
    private const string Secret = "TOPSECRET";

    private static readonly string Wrong = Manifests.Both("web", "htpp", "http");

    [SkippableTheory]
    [InlineData("x.yaml", "a.yaml")]
    [InlineData("deploy/r.yaml", "deploy/kustomization.yaml")]
    public void A_link_out_of_the_tree_is_named_and_not_followed(string link, string beside)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var outside = Outside();
        using var scratch = new Scratch();
        scratch.Write(beside, beside.EndsWith("kustomization.yaml", StringComparison.Ordinal) ? "resources: [r.yaml]\n" : Wrong).Write("own.yaml", Wrong);
        File.CreateSymbolicLink(scratch[link], outside["secret.yaml"]);
        scratch.Commit();

        var run = scratch.Lint();

        Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains($"1 link out of the work tree skipped ({link})", run.Error, StringComparison.Ordinal);
        Assert.Equal("link-leads-out", scratch.Lint("--format", "json").Json.GetProperty("summary").GetProperty("skipped")[0].GetProperty("reason").GetString());
        Assert.Equal(3, scratch.Lint(link).Status);
    }

    [Theory]
    [InlineData("skaffold.yaml", "apiVersion: skaffold/v4beta11\nkind: Config\nmanifests:\n  rawYaml: [\"a\\0b\"]\n")]
    [InlineData("helmfile.yaml", "releases:\n  - name: web\n    chart: \"./a\\0b\"\n    values: [\"c\\0d\"]\n")]
    [InlineData("app.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: web\nspec:\n  source:\n    repoURL: https://git.example.com/web.git\n    path: \"a\\0b\"\n")]
    [InlineData("flux.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: web\nspec:\n  path: \"./a\\0b\"\n")]
    public void A_path_that_no_file_can_have_is_no_file(string file, string text)
    {
        using var scratch = new Scratch();
        scratch.Write(file, text).Write("own.yaml", Wrong);

        Assert.Contains("own.yaml:10 SVC2002", scratch.Lint("--format", "json").Places);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_that_is_a_link_out_of_the_tree_is_named(bool isCommitted)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var outside = Outside();
        using var scratch = new Scratch();
        scratch.Write("own.yaml", Wrong);
        Directory.CreateSymbolicLink(scratch["deploy"], outside.Folder);
        _ = isCommitted ? scratch.Commit() : scratch;

        var run = scratch.Lint(".");

        Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("1 link out of the work tree skipped (deploy)", run.Error, StringComparison.Ordinal);
        Assert.Equal(isCommitted ? 3 : 1, scratch.Lint("deploy").Status);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_to_a_folder_of_the_tree_is_followed_when_it_is_named(bool isCommitted)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("in/web.yaml", Wrong);
        Directory.CreateSymbolicLink(scratch["deploy"], "in");
        _ = isCommitted ? scratch.Commit() : scratch;

        Assert.Single(scratch.Lint("deploy", "--format", "json").Places);
        Assert.Single(scratch.Lint("deploy", "in", "--format", "json").Places);
        Assert.Equal(["in/web.yaml:10 SVC2002"], scratch.Lint("--format", "json").Places);
    }

    [SkippableTheory]
    [InlineData("..", "inner")]
    [InlineData("../..", "REPO/inner")]
    [InlineData("../inner", ".")]
    public void A_repository_within_the_tree_is_read_when_it_is_named(string from, string operand)
    {
        Skip.IfNot(Tool.Exists("git"));
        using var scratch = new Scratch();
        scratch.Write("folder/web.yaml", Wrong).Commit().Git("worktree", "add", "-q", "inner");

        var run = Tool.Svclint(Path.GetFullPath(scratch["folder/" + from]), null, ["lint", operand.Replace("REPO", Path.GetFileName(scratch.Folder), StringComparison.Ordinal), "--format", "json"]);

        Assert.EndsWith("folder/web.yaml:10 SVC2002", Assert.Single(run.Places), StringComparison.Ordinal);
        Assert.Equal("folder/web.yaml:10 SVC2002", Assert.Single(scratch.Lint(".", "--format", "json").Places));
    }

    [SkippableFact]
    public void What_a_kustomization_refers_to_by_way_of_a_linked_folder_is_not_read()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var outside = Outside();
        using var scratch = new Scratch();
        scratch.Write("kustomization.yaml", "resources: [out/secret.yaml]\npatches: [{path: out/secret.yaml}]\ncomponents: [out]\nconfigMapGenerator: [{name: c, files: [out/secret.yaml]}]\n");
        Directory.CreateSymbolicLink(scratch["out"], outside.Folder);
        scratch.Commit();

        var run = scratch.Lint();

        Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, scratch.Lint("--fix", "--diff", "--unsafe-fixes").Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_link_within_the_tree_is_linted_once_and_a_dangling_one_is_named()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("deploy/web.yaml", Wrong).Write("deploy/text", Wrong);
        File.CreateSymbolicLink(scratch["again.yaml"], "deploy/web.yaml");
        File.CreateSymbolicLink(scratch["named.yaml"], "deploy/text");
        File.CreateSymbolicLink(scratch["nowhere.json"], "nothing");

        foreach (var isRepository in new[] { false, true })
        {
            if (isRepository)
            {
                scratch.Commit();
            }

            var run = scratch.Lint("--format", "json");

            Assert.Equal(["deploy/web.yaml:10 SVC2002", "named.yaml:10 SVC2002"], run.Places);
            Assert.Equal(1, run.Status);
            Assert.Contains("1 dangling link skipped (nowhere.json)", run.Error, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData(10, "s")]
    [InlineData(14, "n")]
    public void What_lies_deeper_than_the_system_opens_is_named(int below, string beginning)
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        using var scratch = new Scratch();
        var name = new string('n', 200);
        var (upper, lower) = (string.Join('/', Enumerable.Repeat(name, 10)), string.Join('/', Enumerable.Repeat(name, below)));
        scratch.Write("web.yaml", Wrong).Write($"lower/{lower}/{new string('s', 100)}.yaml", Wrong);
        Directory.CreateDirectory(scratch["upper/" + upper]);
        Directory.Move(scratch["lower"], scratch[$"upper/{upper}/lower"]);
        try
        {
            var run = scratch.Lint("--format", "json");

            Assert.Equal(["web.yaml:10 SVC2002"], run.Places);
            Assert.Contains($"1 path longer than 4,095 bytes skipped (upper/{name[..34]}…/{beginning}", run.Error, StringComparison.Ordinal);
            Assert.Contains("has a path longer than 4,095 bytes", Tool.Svclint(scratch.Folder, null, "diagnose", ".").Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Move(scratch[$"upper/{upper}/lower"], scratch["lower"]);
        }
    }

    [SkippableFact]
    public void Pipes_and_devices_are_named_and_nobody_waits_for_them()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Tool.Exists("mkfifo"));
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);
        Tool.Start("mkfifo", ["pipe.yaml", "kustomization.yml"], scratch.Folder);
        File.CreateSymbolicLink(scratch["zero.yaml"], "/dev/zero");
        File.CreateSymbolicLink(scratch["stdin.yaml"], "/dev/stdin");

        foreach (var isRepository in new[] { false, true })
        {
            _ = isRepository ? scratch.Git("init", "-q") : scratch;

            var run = scratch.Lint("--format", "json");

            Assert.Equal(["web.yaml:10 SVC2002"], run.Places);
            Assert.Contains("2 pipes or devices skipped (kustomization.yml, pipe.yaml)", run.Error, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public void The_trees_configuration_and_what_it_extends_stay_within_the_tree()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var outside = Outside();
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("svclint.yaml", $"extends: ../{Path.GetFileName(outside.Folder)}/secret.yaml\n").Commit();

        var run = scratch.Lint();
        Assert.Equal(2, run.Status);
        Assert.Contains("which is outside the work tree and is not read", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);

        File.Delete(scratch["svclint.yaml"]);
        File.CreateSymbolicLink(scratch["svclint.yaml"], outside["secret.yaml"]);
        run = scratch.Lint();
        Assert.Equal(2, run.Status);
        Assert.Contains("svclint.yaml: is a link that leads out of the work tree", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);

        // The user's own, named: it may extend what lies beside it.
        outside.Write("mine.yaml", "extends: theirs.yaml\n").Write("theirs.yaml", "rules: {SVC2002: off}\n");
        Assert.Equal(0, scratch.Lint("--config", outside["mine.yaml"]).Status);
    }

    [SkippableFact]
    public void A_baseline_that_is_a_link_out_of_the_tree_is_not_read()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var outside = Outside();
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);
        File.CreateSymbolicLink(scratch["baseline.json"], outside["secret.yaml"]);

        var run = scratch.Lint("--baseline", "baseline.json");

        Assert.Equal(2, run.Status);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_backslash_in_a_name_separates_nothing()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("outside/victim.yaml", "kept: 1\n").Write("repo/..\\outside\\victim.yaml", Sources);
        var run = Tool.Svclint(scratch["repo"], null, ".", "--fix", "--unsafe-fixes");

        Assert.Equal("kept: 1\n", scratch.Read("outside/victim.yaml"));
        Assert.Contains("repaired 1 file", run.Error, StringComparison.Ordinal);
        Assert.Contains("10.0.0.0/8", scratch.Read("repo/..\\outside\\victim.yaml"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_name_that_is_no_text_is_linted_and_shown()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);
        Tool.Start("sh", ["-c", "mv web.yaml \"$(printf 'b\\377d.yaml')\""], scratch.Folder);

        Assert.Equal(["b\\xffd.yaml:10 SVC2002"], scratch.Lint("--format", "json").Places);
        scratch.Commit();
        Assert.Equal(["b\\xffd.yaml:10 SVC2002"], scratch.Lint("--format", "json").Places);
        Assert.Contains("b%FFd.yaml", scratch.Lint("--format", "sarif").Output, StringComparison.Ordinal);
        Tool.Start("sh", ["-c", "rm b*"], scratch.Folder);
    }

    [SkippableFact]
    public void Links_of_a_chart_lead_no_further_than_the_tree()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Tool.Exists("mkfifo"));
        using var outside = Outside();
        using var scratch = new Scratch();
        scratch.Write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n").Write("chart/templates/a.yaml", "x: {{ .Files.Get \"f.txt\" | quote }}\n").Commit();
        Directory.CreateDirectory(scratch["chart/charts"]);
        File.CreateSymbolicLink(scratch["chart/f.txt"], outside["secret.yaml"]);
        File.CreateSymbolicLink(scratch["chart/templates/s.yaml"], outside["secret.yaml"]);
        File.CreateSymbolicLink(scratch["chart/values.yaml"], outside["secret.yaml"]);
        File.CreateSymbolicLink(scratch["chart/more.yaml"], outside["secret.yaml"]);
        Directory.CreateSymbolicLink(scratch["chart/charts/sub"], outside.Folder);
        Directory.CreateSymbolicLink(scratch["chart/loop"], scratch["chart"]);
        Tool.Start("mkfifo", ["chart/templates/p.yaml"], scratch.Folder);

        foreach (var words in (string[][])[["render", "chart"], ["render", "chart", "-f", "chart/more.yaml"], ["render", "chart", "--set-file", "a=chart/more.yaml"], ["lint", "."], ["units", "."]])
        {
            var run = scratch.Lint(words);

            Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal("---\n# Source: web/templates/a.yaml\nx: \"\"\n", scratch.Lint("render", "chart").Output);
    }

    [SkippableFact]
    public void A_dump_is_read_within_its_folder_and_nobody_waits_for_pipes()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Tool.Exists("mkfifo"));
        using var outside = Outside();
        using var scratch = new Scratch();
        scratch.Write("dump/web.yaml", Sources);
        File.CreateSymbolicLink(scratch["dump/s.yaml"], outside["secret.yaml"]);
        File.CreateSymbolicLink(scratch["dump/b.tar.gz"], outside["secret.yaml"]);
        File.CreateSymbolicLink(scratch["dump/zero.yaml"], "/dev/zero");
        Tool.Start("mkfifo", ["dump/pipe.yaml", "dump/pipe.tgz"], scratch.Folder);

        var run = scratch.Lint("diagnose", "dump");

        Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("in 1 Service", run.Output, StringComparison.Ordinal);
        foreach (var refused in new[] { "s.yaml: is a link", "b.tar.gz: is a link", "zero.yaml: is a link", "pipe.yaml: is no regular file", "pipe.tgz: is no regular file" })
        {
            Assert.Contains(refused, run.Error, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public void Assertions_that_are_a_link_out_of_the_tree_are_not_read()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var outside = Outside();
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);
        File.CreateSymbolicLink(scratch["assert.yaml"], outside["secret.yaml"]);

        var run = scratch.Lint("reach", ".", "--assert", "assert.yaml");

        Assert.Equal(2, run.Status);
        Assert.Contains("--assert assert.yaml: is a link that leads out of the work tree", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);
    }

    private const string Sources = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [10.1.2.3/8]\n  ports: [{port: 80}]\n";

    private static Scratch Outside() => new Scratch().Write("secret.yaml", Wrong.Replace("web", Secret)).Write("kustomization.yaml", "resources: [secret.yaml]\n");
}
