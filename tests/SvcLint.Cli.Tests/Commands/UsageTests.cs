namespace SvcLint.Cli.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("--fromat json", "unknown option --fromat; did you mean --format?")]
    [InlineData("--format jsn", "did you mean json?")]
    [InlineData("--format", "--format needs a value")]
    [InlineData("--fix=yes", "--fix takes no value")]
    [InlineData("explan SVC2002", "did you mean explain?")]
    [InlineData("explain SVC9999", "no rule SVC9999")]
    [InlineData("explain target-port-name-mising", "did you mean target-port-name-missing?")]
    [InlineData("--rule SVC2002=loud", "write SVC2002=off, info, warning or error")]
    [InlineData("--rule SVC202=off", "no such rule")]
    [InlineData("--kubernetes-version 1.9", "svclint knows 1.26 to ")]
    [InlineData("--format json --format sarif", "several formats for standard output")]
    [InlineData("--output a --output b", "write a --format for each --output")]
    [InlineData("completion tcsh", "bash, zsh, fish or pwsh")]
    [InlineData("--config nowhere.yaml", "--config nowhere.yaml: no such file")]
    public void What_makes_no_sense_gives_2_and_a_hint(string line, string said)
    {
        using var scratch = new Scratch();

        var run = scratch.Lint(line.Split(' '));

        Assert.Equal(2, run.Status);
        Assert.Contains(said, run.Error);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("web.yaml", 1)]
    [InlineData("web.yaml --fail-on never", 0)]
    [InlineData("web.yaml --rule SVC2002=info", 0)]
    [InlineData("web.yaml --rule SVC2002=info --fail-on info", 1)]
    [InlineData("web.yaml --rule target-port-name-missing=off --fail-on info", 0)]
    [InlineData("web.yaml gone.yaml", 3)]
    [InlineData("web.yaml gone.yaml --fail-on never", 3)]
    [InlineData("web.yaml gone.yaml --bad", 2)]
    [InlineData("broken.yaml", 1)]
    [InlineData("good.yaml", 0)]
    [InlineData("-- web.yaml", 1)]
    public void The_exit_status_tells_findings_from_trouble(string line, int status)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http")).Write("good.yaml", Manifests.Both("web", "http", "http")).Write("broken.yaml", "apiVersion: v1\nkind: Service\n  metadata: {\n");

        Assert.Equal(status, scratch.Lint(line.Split(' ')).Status);
    }

    [Fact]
    public void A_configuration_that_cannot_be_followed_gives_2_with_its_place()
    {
        using var scratch = new Scratch();
        scratch.Write("svclint.yaml", "rules:\n  SVC2002: of\n").Write("web.yaml", Manifests.Both("web", "htpp", "http"));

        var run = scratch.Lint("web.yaml", "gone.yaml");

        Assert.Equal(2, run.Status);
        Assert.Contains("svclint.yaml(2,12)", run.Error);
    }

    [Fact]
    public void The_nearest_configuration_counts_and_an_option_is_stronger()
    {
        using var scratch = new Scratch();
        scratch
            .Write("svclint.yaml", "rules:\n  SVC2002: info\n")
            .Write("k8s/.svclint.yaml", "rules:\n  SVC2002: warning\nexclude: [old/**]\n")
            .Write("k8s/web.yaml", Manifests.Both("web", "htpp", "http"))
            .Write("k8s/old/web.yaml", Manifests.Both("web", "htpp", "http"))
            .Commit();

        Assert.Equal(["k8s/old/web.yaml info", "k8s/web.yaml info"], Severities(scratch.Lint("--format", "json")));
        Assert.Equal(["k8s/web.yaml warning"], Severities(Tool.Svclint(scratch["k8s"], null, "--format", "json")));
        Assert.Equal(["k8s/web.yaml error"], Severities(Tool.Svclint(scratch["k8s"], null, "--format", "json", "--rule", "SVC2002=error")));
        Assert.Equal(["k8s/old/web.yaml info", "k8s/web.yaml info"], Severities(Tool.Svclint(scratch["k8s"], null, "--format", "json", "--config", "../svclint.yaml")));

        static IEnumerable<string> Severities(Run run) => run.Findings.Select(f => $"{f.GetProperty("file").GetString()} {f.GetProperty("severity").GetString()}");
    }

    [Fact]
    public void Help_and_version_go_to_standard_output()
    {
        using var scratch = new Scratch();

        Assert.Matches(@"^svclint \d+\.\d+\.\d+", scratch.Lint("--version").Output);
        Assert.Contains("Exit status:", scratch.Lint("--help").Output);
        Assert.StartsWith("Usage: svclint explain RULE", scratch.Lint("explain", "-h").Output.Split("\n\n")[1].Replace("[OPTION...] ", ""));
    }

    [Fact]
    public void Init_writes_a_configuration_that_svclint_follows_and_never_overwrites_one()
    {
        using var scratch = new Scratch();

        Assert.Equal(0, scratch.Lint("init").Status);
        Assert.StartsWith("# yaml-language-server: $schema=", scratch.Read("svclint.yaml"));
        Assert.Equal(0, scratch.Lint().Status);
        Assert.Equal(2, scratch.Lint("init").Status);

        // Every suggestion in it must be right once the comment sign is taken away.
        scratch.Write("svclint.yaml", string.Join("\n", scratch.Read("svclint.yaml").Split('\n').Select(l => l.StartsWith("  # ", StringComparison.Ordinal) ? "  " + l[4..] : l)));
        var run = scratch.Lint();
        Assert.True(run.Status == 0, run.Error);
    }

    [Fact]
    public void Rules_and_explain_know_the_catalogue()
    {
        using var scratch = new Scratch();

        var rules = scratch.Lint("rules", "--format", "json").Json.GetProperty("rules").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("name").GetString()!);

        Assert.Equal("target-port-name-missing", rules["SVC2002"]);
        Assert.Contains("SVC2002  error    target-port-name-missing", scratch.Lint("rules").Output);
        Assert.Equal(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "rules", "SVC2002.md")), scratch.Lint("explain", "target-port-name-missing").Output);
    }

    [Fact]
    public void Units_shows_what_is_applied_together()
    {
        using var scratch = new Scratch();
        scratch.Write("shop/web.yaml", Manifests.Both("web", "http", "http")).Write("shop/db.yaml", Manifests.Both("db", "http", "http"));

        var unit = scratch.Lint("units", "--format", "json").Json.GetProperty("units")[0];

        Assert.Equal("shop", unit.GetProperty("name").GetString());
        Assert.Equal(["shop/db.yaml", "shop/web.yaml"], unit.GetProperty("files").EnumerateArray().Select(f => f.GetString()!));
        Assert.True(unit.GetProperty("fullyKnown").GetBoolean());
        Assert.Contains("2 Service", scratch.Lint("units").Output);
    }
}
