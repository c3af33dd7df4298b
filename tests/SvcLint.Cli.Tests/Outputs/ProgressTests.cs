using System.Text;

namespace SvcLint.Cli.Tests.Outputs;

/// <summary>The line that says how far a long run is, seen on a terminal of its own.</summary>
public sealed class ProgressTests
{
    private const string Erase = "\r\u001b[K";

    [SkippableFact]
    public void A_run_of_more_than_a_second_says_how_far_it_is_and_wipes_the_line_before_it_answers()
    {
        using var scratch = new Scratch();
        scratch.Write("big.yaml", Big() + Manifests.Both("web", "htpp", "http"));

        var seen = OnTerminal(scratch, "big.yaml");

        var shown = seen.LastIndexOf(Erase + "svclint: ", StringComparison.Ordinal);
        Assert.True(shown >= 0, seen);
        Assert.Contains("svclint: linting 1 file", seen);
        var wiped = seen.IndexOf(Erase, shown + 1, StringComparison.Ordinal);
        Assert.True(wiped > shown && seen.IndexOf("SVC2002", StringComparison.Ordinal) > wiped, seen);
    }

    [Fact]
    public void A_log_shows_no_such_line()
    {
        using var scratch = new Scratch();
        scratch.Write("big.yaml", Big());

        Assert.DoesNotContain(Erase, scratch.Lint("big.yaml").Error);
    }

    // Enough for more than a second before anything is compiled.
    private static string Big()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 3000; i++)
        {
            text.Append(Manifests.Both($"app-{i}", "http", "http")).Append("---\n");
        }

        return text.ToString();
    }

    // util-linux' script gives the command a terminal and copies what appears there.
    private static string OnTerminal(Scratch scratch, string file)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Tool.Exists("script"), "no script(1) to make a terminal with");
        return Tool.Start("script", ["-qec", $"dotnet '{Tool.Assembly}' --color never {file}", "/dev/null"], scratch.Folder).Output;
    }
}
