using System.Text;

namespace SvcLint.Charts.Templates;

/// <summary>Helm 4's layout of an execution error: each template on lines of its own. What it cannot take apart stays as Go wrote it.</summary>
internal static class ExecutionTrace
{
    private const string Prefix = "template: ";
    private const string Executing = ": executing ";

    public static string Format(string message)
    {
        var text = new StringBuilder();
        for (var rest = message; ;)
        {
            if (!rest.StartsWith(Prefix, StringComparison.Ordinal))
            {
                return message;
            }

            if (rest.StartsWith("template: no template ", StringComparison.Ordinal))
            {
                return text.Append(rest).ToString().Trim();
            }

            var executing = rest.IndexOf(Executing, StringComparison.Ordinal);
            var at = executing < 0 ? -1 : rest.IndexOf(">: ", executing, StringComparison.Ordinal);
            if (at < 0)
            {
                return message;
            }

            var said = rest.Substring(at + 3);
            var chained = said.IndexOf(" template:", StringComparison.Ordinal);
            text.Append(rest, Prefix.Length, executing - Prefix.Length).Append("\n  ");
            text.Append(rest, executing + 2, at - executing).Append("\n    ");
            text.Append(chained < 0 ? said : said.Substring(0, chained)).Append('\n');
            if (!said.StartsWith("error calling ", StringComparison.Ordinal))
            {
                return text.ToString().Trim();
            }

            var colon = said.IndexOf(": ", StringComparison.Ordinal);
            rest = colon < 0 ? "" : said.Substring(colon + 2);
        }
    }
}
