namespace SvcLint.Cli.Tests.Commands;

/// <summary>The manual page says what the commands say; nothing of it acts on the program that shows it.</summary>
public sealed class ManualPageTests
{
    private static readonly string[] Requests = [".TH", ".SH", ".SS", ".TP", ".B", ".PP", ".RS", ".RE", ".nf", ".fi"];

    [Fact]
    public void Only_its_own_requests_start_a_line_and_its_own_escapes_are_in_it()
    {
        using var scratch = new Scratch();

        var lines = scratch.Lint("man").Output.Split('\n');

        Assert.Contains(lines, l => l.StartsWith(".SS \"svclint lint", StringComparison.Ordinal));
        Assert.All(lines.Where(l => l.StartsWith('.')), l => Assert.Contains(l.Split(' ')[0], Requests));
        Assert.DoesNotContain(lines, l => l.StartsWith('\''));
        Assert.All(lines, l => Assert.True(HasKnownEscapes(l), l));
        Assert.All(lines.Where(l => l.StartsWith("\\fB", StringComparison.Ordinal)), l => Assert.StartsWith("\\fB\\-", l, StringComparison.Ordinal));
    }

    private static bool HasKnownEscapes(string line)
    {
        for (var at = line.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = line.IndexOf('\\', at + 2))
        {
            if (at + 1 == line.Length || line[at + 1] is not ('-' or 'e' or '&' or 'f' or '('))
            {
                return false;
            }
        }

        return true;
    }
}
