namespace SvcLint.Cli;

/// <summary>The world around a run. Data goes to <see cref="Output"/>, everything said to a person to <see cref="Error"/>.</summary>
internal sealed class Host
{
    private Stream? _output;

    /// <summary>Standard output, unbuffered.</summary>
    public Stream Output => _output ??= Console.OpenStandardOutput();

    public TextWriter Error { get; } = Console.Error;

    /// <summary>Absolute path of the current folder.</summary>
    public string Folder { get; } = Directory.GetCurrentDirectory();

    public static Stream OpenInput() => Console.OpenStandardInput();

    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    /// <summary>One line to the person who runs it.</summary>
    public void Say(string message) => Error.WriteLine("svclint: " + message);
}
