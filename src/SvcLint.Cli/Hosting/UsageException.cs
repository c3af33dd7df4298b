namespace SvcLint.Cli.Hosting;

/// <summary>The command line or the configuration asks for something that makes no sense: exit status 2.</summary>
internal sealed class UsageException(string message, IReadOnlyList<string>? details = null) : Exception(message)
{
    /// <summary>Further lines.</summary>
    public IReadOnlyList<string> Details { get; } = details ?? [];
}
