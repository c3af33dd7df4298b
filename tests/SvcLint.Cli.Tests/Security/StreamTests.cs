namespace SvcLint.Cli.Tests.Security;

/// <summary>Who listens changes nothing: a stream that is closed, ends early or is full, and what the shell hands over in place of a file.</summary>
public sealed class StreamTests
{
    [SkippableTheory]
    [InlineData("lint . | head -c 1; exit ${PIPESTATUS[0]}", 1)]
    [InlineData("lint . --format sarif | head -c 1; exit ${PIPESTATUS[0]}", 1)]
    [InlineData("lint . 2>&1 | head -c 1; exit ${PIPESTATUS[0]}", 1)]
    [InlineData("lint . 2> >(true)", 1)]
    [InlineData("lint . 2>&-", 1)]
    [InlineData("lint . 2>/dev/full", 1)]
    [InlineData("lint . <&-", 1)]
    [InlineData("lint . >&-", 1)]
    [InlineData("rules >&-", 0)]
    [InlineData("lint . >/dev/full", 3)]
    [InlineData("rules | head -c 1; exit ${PIPESTATUS[0]}", 0)]
    [InlineData("emulate . 2>&-", 0)]
    public void A_stream_that_nobody_reads_ends_the_run_quietly(string words, int status)
    {
        Skip.If(!OperatingSystem.IsLinux());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", string.Join("---\n", Enumerable.Range(0, 300).Select(i => Manifests.Both("web" + i, "htpp", "http"))));

        var run = Shell(scratch, words);

        Assert.Equal(status, run.Status);
        Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("lint <(cat web.yaml)")]
    [InlineData("lint /dev/stdin < web.yaml")]
    [InlineData("lint web.yaml --config <(echo 'rules: {SVC2003: off}')")]
    public void What_the_shell_hands_over_is_read(string words)
    {
        Skip.If(!OperatingSystem.IsLinux());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http"));

        var run = Shell(scratch, words);

        Assert.Equal(1, run.Status);
        Assert.Contains("SVC2002", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_pipe_that_the_user_names_is_read()
    {
        Skip.If(!OperatingSystem.IsLinux());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http"));

        var run = Shell(scratch, "lint pipe.yaml", "mkfifo pipe.yaml; cat web.yaml > pipe.yaml & ");

        Assert.Contains("pipe.yaml:10", run.Output, StringComparison.Ordinal);
    }

    private static Run Shell(Scratch scratch, string words, string before = "") =>
        Tool.Start("bash", ["-c", $"{before}dotnet '{Tool.Assembly}' {words}"], scratch.Folder);
}
