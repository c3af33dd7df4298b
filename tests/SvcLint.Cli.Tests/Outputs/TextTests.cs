namespace SvcLint.Cli.Tests.Outputs;

public sealed class TextTests
{
    [Fact]
    public void Both_ends_are_underlined_and_the_summary_goes_to_standard_error()
    {
        using var scratch = new Scratch();
        scratch.Write("svc.yaml", Manifests.Service("web", "htpp")).Write("deploy.yaml", Manifests.Deployment("web", "http"));

        var run = scratch.Lint();

        var lines = run.Output.Split('\n');
        Assert.Equal("error[SVC2002] target-port-name-missing", lines[0]);
        Assert.Equal(
            [
                "  --> svc.yaml:10:19",
                "10 |       targetPort: htpp",
                "   |                   ^^^^",
                "  ::: deploy.yaml:17:11",
                "17 |           ports: [{name: http, containerPort: 8080}]",
            ],
            lines[2..7]);
        Assert.Matches("^ +\\| +-+ \\w", lines[7]);
        Assert.Contains("svclint: 1 error in 2 objects of 2 files", run.Error);
        Assert.DoesNotContain("1 error in", run.Output);
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("always", "", true)]
    [InlineData("always", "NO_COLOR", true)]
    [InlineData("never", "FORCE_COLOR", false)]
    [InlineData("", "FORCE_COLOR", true)]
    [InlineData("auto", "NO_COLOR", false)]
    public void Colour_follows_the_option_then_the_environment(string option, string variable, bool coloured)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http"));

        var run = Tool.Start("dotnet", [Tool.Assembly, .. option.Length == 0 ? Array.Empty<string>() : ["--color", option]], scratch.Folder, variables: variable.Length == 0 ? null : new Dictionary<string, string> { [variable] = "1" });

        Assert.Equal(coloured, run.Output.Contains('\u001b'));
    }

    [Fact]
    public void A_long_line_is_cut_around_the_place_and_control_characters_do_not_reach_the_terminal()
    {
        using var scratch = new Scratch();
        var padding = string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"k{i}\":\"\\u001b\\u009b31m\""));
        scratch
            .Write("svc.json", $$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","annotations":{{{{padding}}}}},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"htpp"}]}}""")
            .Write("web.yaml", Manifests.Deployment("web", "http"));

        var run = scratch.Lint();

        Assert.Contains("\"targetPort\":\"htpp\"", run.Output);
        Assert.All(run.Output.Split('\n').Skip(2).Where(l => l.Length > 0), l => Assert.InRange(l.Length, 0, 220));
        Assert.DoesNotContain(run.Output, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Wide_characters_keep_the_underline_in_place()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http").Replace("    - port: 80\n      targetPort: htpp", "    - {name: \"端口\", port: 80, targetPort: htpp}"));

        var lines = scratch.Lint("--rule", "SVC2002=error").Output.Split('\n');
        // The API server would refuse that name: another finding on the same line.
        var at = Array.FindIndex(lines, l => l.StartsWith("error[SVC2002]", StringComparison.Ordinal));
        at = Array.FindIndex(lines, at, l => l.Contains("端口", StringComparison.Ordinal) && l.Contains(" | ", StringComparison.Ordinal));

        // Two characters, each two columns wide.
        Assert.Equal(lines[at].IndexOf("htpp", StringComparison.Ordinal) + 2, lines[at + 1].IndexOf('^'));
    }

    [Fact]
    public void Msbuild_lines_have_the_compilers_shape()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Manifests.Both("web", "htpp", "http"));

        Assert.Matches(@"\Ak8s/web\.yaml\(10,19,10,23\): error SVC2002: [^\n]+\n\z", scratch.Lint("--format", "msbuild").Output);
    }
}
