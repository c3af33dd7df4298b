using SvcLint.Cli.Commands;

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
            host.Say(exception.Message);
            return ExitStatus.Usage;
        }
#pragma warning disable CA1031 // Whatever fails: the caller must be able to tell a broken tool from findings.
        catch (Exception exception)
        {
            host.Say($"internal error, please report it: {exception.GetType().Name}: {exception.Message}");
            if (Host.Variable("SVCLINT_TRACE") is not null)
            {
                host.Error.WriteLine(exception.StackTrace);
            }

            return ExitStatus.Trouble;
        }
#pragma warning restore CA1031
    }

    private static int Dispatch(string[] words, Host host)
    {
        var named = words.Length > 0 ? CommandTable.Find(words[0]) : null;
        var command = named ?? CommandTable.Default;
        return command.Run(Arguments.Read(named is null ? words : words[1..], command.Options), host);
    }
}
