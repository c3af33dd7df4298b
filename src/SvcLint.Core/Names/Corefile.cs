using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>A line of a server block, with the lines of the block that it opens.</summary>
internal sealed record CorefileDirective(IReadOnlyList<string> Words, IReadOnlyList<CorefileDirective> Body)
{
    public string Name => Words[0];

    public IEnumerable<string> Arguments => Words.Skip(1);
}

/// <summary>CoreDNS' configuration: server blocks, with what they import from a ConfigMap beside it.</summary>
internal static class Corefile
{
    private const int DeepestImport = 4;

    /// <summary>The server blocks: the zones before the brace, and the directives.</summary>
    /// <param name="map">Holds the Corefile.</param>
    /// <param name="custom">Holds what <c>import custom/*.override</c> means on AKS, k3s and others.</param>
    public static IReadOnlyList<CorefileDirective> Read(ConfigMap map, ConfigMap? custom)
    {
        var all = Parse(map.Data?["Corefile"] ?? "");
        var snippets = new Dictionary<string, IReadOnlyList<CorefileDirective>>(StringComparer.Ordinal);
        foreach (var block in all.Where(b => b.Name is ['(', .., ')']))
        {
            snippets[block.Name.Trim('(', ')')] = block.Body;
        }

        return [.. Imported(all, 0).Where(b => b.Name is not ['(', .., ')'])];

        IEnumerable<CorefileDirective> Imported(IReadOnlyList<CorefileDirective> directives, int depth) => directives.SelectMany(d =>
            d.Name != "import" ? [d with { Body = [.. Imported(d.Body, depth)] }]
            : depth < DeepestImport && d.Words.Count > 1 ? Imported(Meant(d.Words[1]), depth + 1) : []);

        IReadOnlyList<CorefileDirective> Meant(string path)
        {
            if (snippets.TryGetValue(path, out var snippet))
            {
                return snippet;
            }

            var file = path.Substring(path.LastIndexOf('/') + 1);
            var entries = new[] { custom, map }.SelectMany(m => m?.Data?.Entries ?? []).Where(e => e.Key.Value != "Corefile");
            return [.. entries.Where(e => file.StartsWith("*", StringComparison.Ordinal) ? e.Key.Value.EndsWith(file.Substring(1), StringComparison.Ordinal) : e.Key.Value == file).SelectMany(e => Parse(e.Value.Value))];
        }
    }

    private static List<CorefileDirective> Parse(string text)
    {
        var open = new Stack<(List<string> Words, List<CorefileDirective> Lines)>();
        var top = new List<CorefileDirective>();
        var pending = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var words = Words(line);
            foreach (var word in words)
            {
                if (word == "{" && pending.Count > 0)
                {
                    open.Push((pending, []));
                    pending = [];
                }
                else if (word == "}")
                {
                    End();
                    Close();
                }
                else
                {
                    pending.Add(word);
                }
            }

            // The zones of a server block may go on in the next line, behind a comma.
            if (open.Count > 0 || pending.Count == 0 || !pending[pending.Count - 1].EndsWith(",", StringComparison.Ordinal))
            {
                End();
            }
        }

        while (open.Count > 0)
        {
            Close();
        }

        return top;

        void End()
        {
            if (pending.Count > 0)
            {
                (open.Count > 0 ? open.Peek().Lines : top).Add(new CorefileDirective(pending, []));
                pending = [];
            }
        }

        void Close()
        {
            if (open.Count > 0)
            {
                var (words, lines) = open.Pop();
                (open.Count > 0 ? open.Peek().Lines : top).Add(new CorefileDirective(words, lines));
            }
        }
    }

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        for (var at = 0; at < line.Length;)
        {
            var c = line[at];
            if (c is ' ' or '\t' or '\r')
            {
                at++;
                continue;
            }

            if (c == '#')
            {
                break;
            }

            var end = c == '"' ? line.IndexOf('"', at + 1) : -1;
            var from = end > 0 ? at + 1 : at;
            if (end <= 0)
            {
                for (end = at; end < line.Length && line[end] is not (' ' or '\t' or '\r'); end++)
                {
                }
            }

            words.Add(line.Substring(from, end - from));
            at = Math.Max(end, from) + (c == '"' && from > at ? 1 : 0);
        }

        return words;
    }
}
