using System.Text;
using Microsoft.Win32.SafeHandles;
using SvcLint.Cli.Files;
using SvcLint.Text;

namespace SvcLint.Cli.Hosting;

/// <summary>The world around a run. Data goes to <see cref="Output"/>, everything said to a person to <see cref="Error"/>.</summary>
internal sealed class Host
{
    private Stream? _output;
    private TextWriter? _error;

    /// <summary>Standard output, unbuffered.</summary>
    public Stream Output
    {
        get => _output ??= OperatingSystem.IsLinux() && !UnixCalls.IsWritable(1) ? Stream.Null
            : OutputIsTerminal ? Terminal(1) ?? Console.OpenStandardOutput() : Console.OpenStandardOutput();
        init => _output = value;
    }

    public TextWriter Error
    {
        get => _error ??= new StreamWriter(new UnheardStream((Console.IsErrorRedirected ? null : Terminal(2)) ?? Console.OpenStandardError()), new UTF8Encoding(false), 1 << 10) { AutoFlush = true, NewLine = "\n" };
        init => _error = value;
    }

    /// <summary>Absolute path of the current folder.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    public static bool OutputIsTerminal => !Console.IsOutputRedirected;

    public static Stream OpenInput() => Console.OpenStandardInput();

    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public static bool IsBrokenPipe(IOException exception) => (exception.HResult & 0xFFFF) is 32 or 109 or 232;

    // The console's own streams switch a terminal to application keys at the first write, and leave it so. No file is opened here.
#pragma warning disable RS0030
    private static FileStream? Terminal(int descriptor) =>
        OperatingSystem.IsWindows() ? null : new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
#pragma warning restore RS0030

    /// <summary>To the person who runs it, on one line whatever it quotes.</summary>
    /// <param name="message">What is to be said.</param>
    /// <param name="details">Further lines, set off: none can pass for one of another program.</param>
    public void Say(string message, params IEnumerable<string> details) => Error.Write($"svclint: {string.Join("\n  ", details.Prepend(message).Select(Printable.OneLine))}\n");

    /// <summary>Text as data.</summary>
    public void Print(string text) => Output.Write(Encoding.UTF8.GetBytes(text));
}
