using SvcLint.Cli.Commands;
using SvcLint.Cli.Hosting;

namespace SvcLint.Cli;

/// <summary>From words to a command to an exit status.</summary>
internal static class Application
{
    public static int Run(string[] words, Host host)
    {
        try
        {
            return Dispatch(words, host);
        }
        catch (UsageException exception)
        {
            host.Say(exception.Message, exception.Details);
            return ExitStatus.Usage;
        }
        catch (IOException exception) when (Host.IsBrokenPipe(exception))
        {
            // The reader has seen enough: svclint | head.
            return ExitStatus.Clean;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a stream that was never open.
            host.Say(exception.Message);
            return ExitStatus.Trouble;
        }
#pragma warning disable CA1031 // Whatever fails: the caller must be able to tell a broken tool from findings.
        catch (Exception exception)
        {
            host.Say($"internal error, please report it: {exception.GetType().Name}: {exception.Message}");
            if (Host.Variable("SVCLINT_TRACE") is { Length: > 0 })
            {
                host.Error.WriteLine(exception.StackTrace);
            }

            return ExitStatus.Trouble;
        }
#pragma warning restore CA1031
    }

    private static int Dispatch(string[] words, Host host)
    {
        if (words.Length == 1 && words[0] is "--version" or "-V")
        {
            host.Print($"svclint {ToolVersion.Text}\n");
            return ExitStatus.Clean;
        }

        var named = words.Length > 0 ? CommandTable.Find(words[0]) : null;
        var command = named ?? CommandTable.Default;
        var rest = named is null ? words : words[1..];
        if (rest.TakeWhile(w => w != "--").Any(w => w is "--help" or "-h"))
        {
            host.Print(named is null ? Help.Overview() : Help.Of(named));
            return ExitStatus.Clean;
        }

        if (named is null && words.Length > 0 && MisspeltCommand(words[0], host) is { } hint)
        {
            throw new UsageException($"no such command or file: {words[0]}{hint}");
        }

        return command.Run(Arguments.Read(rest, command.Options), host);
    }

    /// <summary>"; did you mean explain?" for a first word that is no file either.</summary>
    private static string? MisspeltCommand(string word, Host host) =>
        word.StartsWith('-') || Path.Exists(Path.GetFullPath(word, host.Folder)) || Arguments.Hint(word, CommandTable.All.Select(c => c.Name)) is not { Length: > 0 } hint
            ? null
            : hint;
}
