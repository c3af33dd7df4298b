using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>What a container runs, as far as it is written.</summary>
/// <param name="Words">The program and its arguments: of a shell's text or a script that is mounted, those of the last command.</param>
/// <param name="Assignments">Variables that the command line sets itself, stronger than those of the container.</param>
internal sealed record ContainerCommand(IReadOnlyList<Located<string>> Words, IReadOnlyDictionary<string, Located<string>> Assignments)
{
    public static ContainerCommand Of(Container container, ContainerEnvironment environment, IReadOnlyList<MountedFile> files)
    {
        var words = (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).ToArray();
        if (Shell(words, files) is not { } text)
        {
            return Of([[.. words.Select(w => environment.Expand(w) is var expanded && expanded.Value != w.Value ? new Located<string>(expanded.Value, w.Span) : w)]]);
        }

        var commands = ShellReader.Read(text);
        return commands.Any(c => c.Count > 1) ? Of(commands) : Of([words]);
    }

    private static ContainerCommand Of(IReadOnlyList<IReadOnlyList<Located<string>>> commands)
    {
        var assignments = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        var last = 0;
        for (var i = 0; i < commands.Count; i++)
        {
            last = commands[i].Count > 1 ? i : last;
            foreach (var word in commands[i].Count > 1 && commands[i][0].Value == "export" ? commands[i].Skip(1) : [])
            {
                Assign(word, assignments);
            }
        }

        if (commands.Count == 0)
        {
            return new ContainerCommand([], assignments);
        }

        var words = commands[last];
        var at = 0;
        while (at < words.Count && (words[at].Value is "exec" or "env" || Assign(words[at], assignments)))
        {
            at++;
        }

        return new ContainerCommand(at == 0 ? words : [.. words.Skip(at)], assignments);
    }

    // NAME=value, also with quotes around the value.
    private static bool Assign(Located<string> word, Dictionary<string, Located<string>> assignments)
    {
        var equals = word.Value.IndexOf('=');
        if (equals < 1 || !word.Value.Take(equals).All(c => c == '_' || char.IsLetterOrDigit(c)) || char.IsDigit(word.Value[0]))
        {
            return false;
        }

        var (start, end) = (equals + 1, word.Value.Length);
        if (end - start > 1 && word.Value[start] is '"' or '\'' && word.Value[end - 1] == word.Value[start])
        {
            (start, end) = (start + 1, end - 1);
        }

        assignments[word.Value.Substring(0, equals)] = word.Slice(start, end);
        return true;
    }

    // The text behind -c, or the script of a ConfigMap that is run.
    private static EmbeddedFile? Shell(Located<string>[] words, IReadOnlyList<MountedFile> files)
    {
        var option = Array.FindIndex(words, w => w.Value is "-c" or "-ec" or "-lc" or "-exc");
        if (option > 0 && option + 1 < words.Length && (IsShell(words[option - 1].Value) || option > 1))
        {
            return EmbeddedFile.Of("", words[option + 1]);
        }

        var script = words.Length > 0 && IsShell(words[0].Value) ? Array.Find(words, w => w.Value.Length > 1 && w.Value[0] == '/' && !IsShell(w.Value)) : words.FirstOrDefault();
        return script is null ? null : files.FirstOrDefault(f => f.Path == script.Value && f.File.Format == FileFormat.Script)?.File.Text;
    }

    private static bool IsShell(string word) => word.EndsWith("sh", StringComparison.Ordinal) && word.Substring(word.LastIndexOf('/') + 1) is "sh" or "bash" or "ash" or "dash" or "zsh";
}
