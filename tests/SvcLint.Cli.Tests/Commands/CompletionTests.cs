namespace SvcLint.Cli.Tests.Commands;

public sealed class CompletionTests
{
    [SkippableTheory]
    [InlineData("svclint exp", "explain")]
    [InlineData("svclint --fo", "--format")]
    [InlineData("svclint lint --format sa", "sarif")]
    [InlineData("svclint rules --format j", "json")]
    [InlineData("svclint units --un", "--unit")]
    [InlineData("svclint explain SVC2001", "SVC2001")]
    [InlineData("svclint --rule SVC2001", "SVC2001=")]
    [InlineData("svclint --upgrade-to 1.4", "1.40", "1.41", "1.42", "1.43")]
    [InlineData("svclint emulate --diff-to 1.2", "1.26", "1.27", "1.28", "1.29")]
    [InlineData("svclint completion z", "zsh")]
    public void Bash_completes(string line, params string[] expected)
    {
        Skip.IfNot(Tool.Exists("bash"), "no bash");
        using var scratch = new Scratch();
        scratch.Write("complete.sh", scratch.Lint("completion", "bash").Output + $"""

            COMP_WORDS=({line}); COMP_CWORD=$((${"{"}#COMP_WORDS[@]{"}"} - 1)); _svclint; printf '%s\n' "${"{"}COMPREPLY[@]{"}"}"
            """);

        Assert.Equal(expected, Tool.Start("bash", ["complete.sh"], scratch.Folder).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [SkippableTheory]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public void The_script_is_valid(string shell, string check)
    {
        Skip.IfNot(Tool.Exists(shell), $"no {shell}");
        using var scratch = new Scratch();
        scratch.Write("script", scratch.Lint("completion", shell).Output);

        var run = Tool.Start(shell, [check, "script"], scratch.Folder);

        Assert.True(run.Status == 0, run.Error);
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Every_option_is_in_the_script(string shell)
    {
        using var scratch = new Scratch();

        var script = scratch.Lint("completion", shell).Output;

        foreach (var option in SvcLint.Cli.Commands.CommandTable.All.SelectMany(c => c.Options))
        {
            Assert.Contains(option.Name.TrimStart('-'), script);
        }
    }
}
