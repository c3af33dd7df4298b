using System.Text;
using SvcLint.Text;

namespace SvcLint.Cli;

/// <summary>The world around a run. Data goes to <see cref="Output"/>, everything said to a person to <see cref="Error"/>.</summary>
internal sealed class Host
{
    private Stream? _output;
    private TextWriter? _error;

    /// <summary>Standard output, unbuffered.</summary>
    public Stream Output
    {
        get => _output ??= Console.OpenStandardOutput();
        init => _output = value;
    }

    public TextWriter Error
    {
        get => _error ??= new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false), 1 << 10) { AutoFlush = true, NewLine = "\n" };
        init => _error = value;
    }

    /// <summary>Absolute path of the current folder.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    public static bool OutputIsTerminal => !Console.IsOutputRedirected;

    public static Stream OpenInput() => Console.OpenStandardInput();

    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public static bool IsBrokenPipe(IOException exception) => (exception.HResult & 0xFFFF) is 32 or 109 or 232;

    /// <summary>One line to the person who runs it.</summary>
    public void Say(string message) => Error.Write($"svclint: {string.Join('\n', message.Split('\n').Select(Printable.OneLine))}\n");

    /// <summary>Text as data.</summary>
    public void Print(string text) => Output.Write(Encoding.UTF8.GetBytes(text));
}
