using System.Text;
using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Commands;

/// <summary>The manual page in roff, derived from the commands and their options.</summary>
internal static class ManualPage
{
    public static string Text()
    {
        var page = new StringBuilder();
        page.Append(".TH SVCLINT 1 \"\" \"svclint ").Append(ToolVersion.Text).Append("\" \"User Commands\"\n");
        page.Append(".SH NAME\nsvclint \\- find what breaks Kubernetes Service networking, before the cluster does\n");
        page.Append(".SH SYNOPSIS\n.B svclint\n[\\fICOMMAND\\fR] [\\fIOPTION\\fR...] [\\fIPATH\\fR...]\n");
        page.Append(".SH DESCRIPTION\nPATH is a file, a folder or \\- for standard input; without one the current folder. ");
        page.Append("Inside a git work tree a folder means what git tracks or would track.\n");
        page.Append(".SH COMMANDS\n");
        foreach (var command in CommandTable.All)
        {
            Command(page, command);
        }

        page.Append(".SH SEE ALSO\nhttps://github.com/svclint/svclint\n");
        return page.ToString();
    }

    private static void Command(StringBuilder page, Command command)
    {
        page.Append(".SS \"svclint ").Append(command.Name).Append(command.Operands.Length > 0 ? " " : "").Append(Escape(command.Operands)).Append("\"\n");
        page.Append(Line(command.Summary)).Append(".\n");
        foreach (var option in command.Options)
        {
            var choices = option.Choices is { Count: > 0 and < 10 } ? $": {string.Join(", ", option.Choices)}" : "";
            page.Append(".TP\n\\fB").Append(Escape(option.Name)).Append("\\fR");
            page.Append(option.Value is null ? "" : " \\fI" + Escape(option.Value) + "\\fR").Append('\n');
            page.Append(Line(option.Help + choices)).Append('\n');
        }

        foreach (var (line, does) in command.Examples)
        {
            page.Append(".PP\nExample:\n.RS\n.nf\n").Append(Line(line)).Append("\n.fi\n").Append(Line(does)).Append("\n.RE\n");
        }

        foreach (var (status, means) in command.Statuses)
        {
            page.Append(".TP\nexit status ").Append(status).Append('\n').Append(Line(means)).Append('\n');
        }
    }

    // A dot or an apostrophe at the start of a line would be a request.
    private static string Line(string text) => (text.Length > 0 && text[0] is '.' or '\'' ? "\\&" : "") + Escape(text);

    private static string Escape(string text) => text.Replace("\\", "\\e").Replace("-", "\\-").Replace("\"", "\\(dq");
}
