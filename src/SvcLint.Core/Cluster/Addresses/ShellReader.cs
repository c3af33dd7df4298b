using SvcLint.Model;

namespace SvcLint.Cluster.Addresses;

/// <summary>
/// The commands of a shell text, as far as words go: lines, pipes, lists, groups and substitutions each begin a command. What a variable
/// or a substitution yields is not known and stays as it is written.
/// </summary>
internal static class ShellReader
{
    private const string Boundaries = ";&|(){}`\n";

    public static IReadOnlyList<IReadOnlyList<Located<string>>> Read(EmbeddedFile file)
    {
        var text = file.Text;
        var commands = new List<IReadOnlyList<Located<string>>>();
        var words = new List<Located<string>>();
        for (var at = 0; at < text.Length;)
        {
            var letter = text[at];
            if (letter == '#' && (at == 0 || char.IsWhiteSpace(text[at - 1])))
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else if (letter == '\\' && at + 1 < text.Length && text[at + 1] is '\n' or '\r')
            {
                at += 2;
            }
            else if (letter == '$' && at + 1 < text.Length && text[at + 1] == '{')
            {
                at = Word(file, at, words);
            }
            else if (Boundaries.IndexOf(letter) >= 0 || (letter == '$' && at + 1 < text.Length && text[at + 1] == '('))
            {
                End();
                at++;
            }
            else if (char.IsWhiteSpace(letter) || letter is '<' or '>')
            {
                at++;
            }
            else
            {
                at = Word(file, at, words);
            }
        }

        End();
        return commands;

        void End()
        {
            if (words.Count > 0)
            {
                commands.Add(words.ToArray());
                words.Clear();
            }
        }
    }

    // Quotes around a whole word are left out; others stay, and make the word no address.
    private static int Word(EmbeddedFile file, int start, List<Located<string>> words)
    {
        var text = file.Text;
        var at = start;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('<' or '>'))
        {
            if (text[at] is '"' or '\'')
            {
                at = Closing(text, at) + 1;
            }
            else if (text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{')
            {
                var close = text.IndexOf('}', at);
                at = close < 0 ? text.Length : close + 1;
            }
            else if (Boundaries.IndexOf(text[at]) >= 0 || (text[at] == '$' && at + 1 < text.Length && text[at + 1] == '('))
            {
                break;
            }
            else
            {
                at++;
            }
        }

        at = Math.Min(at, text.Length);
        var isQuoted = at - start >= 2 && text[start] is '"' or '\'' && Closing(text, start) == at - 1;
        words.Add(isQuoted ? file.Part(start + 1, at - 1) : file.Part(start, at));
        return Math.Max(at, start + 1);
    }

    private static int Closing(string text, int at)
    {
        var quote = text[at];
        var end = at + 1;
        while (end < text.Length && text[end] != quote)
        {
            end += text[end] == '\\' && quote == '"' ? 2 : 1;
        }

        return Math.Min(end, text.Length - 1);
    }
}
