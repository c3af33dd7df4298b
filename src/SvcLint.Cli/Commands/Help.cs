using System.Text;

namespace SvcLint.Cli.Commands;

/// <summary>Help, derived from the commands and their options.</summary>
internal static class Help
{
    private const int Width = 100;
    private const int Indent = 32;

    public static string Overview()
    {
        var text = new StringBuilder("svclint finds what breaks Kubernetes Service networking, before the cluster does.\n\n");
        text.Append("Usage: svclint [COMMAND] [OPTION...] [PATH...]\n\n");
        text.Append("PATH is a file, a folder or - for standard input; without one the current folder. Inside a git work\ntree a folder means what git tracks or would track.\n");
        text.Append("\nCommands:\n");
        foreach (var command in CommandTable.All)
        {
            Row(text, command.Name, command.Summary + (command == CommandTable.Default ? " (default)" : ""));
        }

        Row(text, "COMMAND --help", "All about one command");
        Row(text, "--version", "The version");
        Options(text, CommandTable.Default);
        Examples(text, CommandTable.Default);
        Status(text, CommandTable.Default);
        return text.ToString();
    }

    public static string Of(Command command)
    {
        var text = new StringBuilder($"{command.Summary}\n\nUsage: svclint {command.Name}{(command.Options.Count > 0 ? " [OPTION...]" : "")} {command.Operands}".TrimEnd()).Append('\n');
        Options(text, command);
        Examples(text, command);
        Status(text, command);
        return text.ToString();
    }

    private static void Options(StringBuilder text, Command command)
    {
        if (command.Options.Count == 0)
        {
            return;
        }

        text.Append("\nOptions:\n");
        foreach (var option in command.Options)
        {
            var choices = option.Choices is { Count: > 0 and < 10 } ? $": {string.Join(", ", option.Choices)}" : "";
            Row(text, $"{option.Name}{(option.Value is null ? "" : " " + option.Value)}", option.Help + choices);
        }
    }

    private static void Examples(StringBuilder text, Command command)
    {
        if (command.Examples.Count == 0)
        {
            return;
        }

        text.Append("\nExamples:\n");
        foreach (var (line, does) in command.Examples)
        {
            text.Append($"  {line}\n      {does}\n");
        }
    }

    private static void Status(StringBuilder text, Command command)
    {
        if (command.Statuses.Count == 0)
        {
            return;
        }

        text.Append("\nExit status:\n");
        foreach (var (status, means) in command.Statuses)
        {
            text.Append($"  {status}  {means}\n");
        }
    }

    private static void Row(StringBuilder text, string left, string right)
    {
        var line = new StringBuilder("  " + left);
        line.Append(' ', Math.Max(2, Indent - line.Length));
        foreach (var word in right.Split(' '))
        {
            if (line.Length + word.Length > Width)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(' ', Indent);
            }

            line.Append(word).Append(' ');
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
