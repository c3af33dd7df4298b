using SvcLint.Findings;

namespace SvcLint.Cli.Outputs;

/// <summary>Colors for a terminal, or none.</summary>
internal sealed class Paint(bool enabled)
{
    public static readonly Paint None = new(false);

    public string Bold(string text) => Wrap("1", text);

    public string Dim(string text) => Wrap("2", text);

    public string Place(string text) => Wrap("34", text);

    public string Added(string text) => Wrap("32", text);

    public string Removed(string text) => Wrap("31", text);

    public string Of(Severity severity, string text) => Wrap(severity switch { Severity.Error => "1;31", Severity.Warning => "1;33", _ => "1;36" }, text);

    /// <summary>What the person wants: the option first, then NO_COLOR, then FORCE_COLOR, then whether a terminal listens.</summary>
    /// <param name="option"><c>auto</c>, <c>always</c>, <c>never</c> or null.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="isTerminal">True when the stream goes to a terminal.</param>
    public static Paint Choose(string? option, Func<string, string?> variable, bool isTerminal) => new(option switch
    {
        "always" => true,
        "never" => false,
        _ when variable("NO_COLOR") is { Length: > 0 } => false,
        _ when variable("FORCE_COLOR") is { Length: > 0 } force => force != "0",
        _ => isTerminal && variable("TERM") != "dumb",
    });

    private string Wrap(string code, string text) => enabled ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
