using System.Globalization;
using System.Text;
using SvcLint.Text;

namespace SvcLint.Model.DotNet;

/// <summary>Reads a Dockerfile as BuildKit does, as far as <see cref="Dockerfile"/> tells. Never throws; what it does not understand says nothing.</summary>
internal sealed class DockerfileReader
{
    // A value per name: null when only the build or the base image knows it.
    private readonly Dictionary<string, string?> _globals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string?>> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<DockerfileStage> _stages = [];
    private Dictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private List<(string Name, Located<string>? Value)> _environment = [];
    private List<Located<int>> _exposed = [];
    private List<Located<string>> _copied = [];
    private bool _isCut;

    /// <summary>Null when there is no stage in it.</summary>
    public static Dockerfile? Read(SourceText source)
    {
        var reader = new DockerfileReader();
        foreach (var line in new DockerfileLines(source).Read())
        {
            reader.Read(line);
        }

        reader.EndStage();
        return reader._stages.Count == 0 ? null : new Dockerfile(source, reader._stages) { IsCut = reader._isCut };
    }

    private void Read(DockerfileLine line)
    {
        if (line.Keyword == "FROM")
        {
            From(line);
        }
        else if (line.Keyword == "ARG")
        {
            Arguments(line);
        }
        else if (_stages.Count > 0)
        {
            switch (line.Keyword)
            {
                case "ENV":
                    Environment(line);
                    break;
                case "EXPOSE":
                    Expose(line);
                    break;
                case "ENTRYPOINT":
                    _stages[_stages.Count - 1] = _stages[_stages.Count - 1] with { Entrypoint = Command(line) };
                    break;
                case "CMD":
                    _stages[_stages.Count - 1] = _stages[_stages.Count - 1] with { Command = Command(line) };
                    break;
                case "COPY" or "ADD":
                    Copy(line);
                    break;
            }
        }
    }

    private void From(DockerfileLine line)
    {
        EndStage();
        var words = DockerfileWords.Split(line, 0);
        var at = words.FindIndex(w => !w.Text.StartsWith("--", StringComparison.Ordinal));
        if (at < 0)
        {
            return;
        }

        var name = at + 2 < words.Count && words[at + 1].Text.Equals("AS", StringComparison.OrdinalIgnoreCase) ? words[at + 2].Text : null;
        var image = Expand(words[at], _globals) ?? words[at].Text;
        // A stage keeps the environment of the stage that it goes on from.
        _variables = _known.TryGetValue(image, out var inherited) ? new Dictionary<string, string?>(inherited, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        _stages.Add(new DockerfileStage(new Located<string>(image, words[at].Span), name));
    }

    private void EndStage()
    {
        if (_stages.Count == 0)
        {
            return;
        }

        var stage = _stages[_stages.Count - 1] = _stages[_stages.Count - 1] with { Environment = _environment, Exposed = _exposed, Copied = _copied };
        if (stage.Name is not null)
        {
            _known[stage.Name] = _variables;
        }

        (_environment, _exposed, _copied) = ([], [], []);
    }

    private void Arguments(DockerfileLine line)
    {
        foreach (var word in DockerfileWords.Split(line, 0))
        {
            var (name, value) = word.Pair();
            if (_stages.Count == 0)
            {
                _globals[name.Text] = value is null ? null : Expand(value, _globals);
            }
            else if (value is not null || !_variables.ContainsKey(name.Text))
            {
                // Without a value it takes the one from before the first stage.
                _variables[name.Text] = value is null ? _globals.TryGetValue(name.Text, out var global) ? global : null : Expand(value, _variables);
            }
        }
    }

    private void Environment(DockerfileLine line)
    {
        var words = DockerfileWords.Split(line, 0);
        if (words.Count == 0)
        {
            return;
        }

        if (words[0].Pair().Value is null)
        {
            // ENV NAME the rest of the line
            var rest = words.Count > 1 ? new DockerfileWord(line, words[1].Start, line.Text.TrimEnd().Length) : null;
            Set(words[0].Text, rest, rest is null ? null : Expand(rest, _variables));
            return;
        }

        // Within one instruction, variables have the values from before it.
        foreach (var (name, value, text) in words.Select(w => w.Pair()).Where(p => p.Value is not null).Select(p => (p.Name, p.Value, Expand(p.Value!, _variables))).ToArray())
        {
            Set(name.Text, value, text);
        }
    }

    private void Set(string name, DockerfileWord? value, string? text)
    {
        _variables[name] = text;
        _environment.Add((name, value is null || text is null ? null : new Located<string>(text, value.Span)));
    }

    private void Expose(DockerfileLine line)
    {
        foreach (var word in DockerfileWords.Split(line, 0))
        {
            var text = Expand(word, _variables) ?? "";
            var slash = text.IndexOf('/');
            if (int.TryParse(slash < 0 ? text : text.Substring(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                _exposed.Add(new Located<int>(port, word.Span));
            }
        }
    }

    private void Copy(DockerfileLine line)
    {
        var words = DockerfileWords.Split(line, 0);
        var first = words.FindIndex(w => !w.Text.StartsWith("--", StringComparison.Ordinal));
        if (first < 0 || words.Take(first).Any(w => w.Text.StartsWith("--from", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        var sources = DockerfileWords.Json(line, words[first].Start)?.ToList()
            ?? words.Skip(first).Select(w => new Located<string>(Expand(w, _variables) ?? w.Text, w.Span)).ToList();
        _copied.AddRange(sources.Take(sources.Count - 1));
    }

    private string? Expand(DockerfileWord word, IReadOnlyDictionary<string, string?> variables)
    {
        var value = word.Expand(variables, out var isCut);
        _isCut |= isCut;
        return value;
    }

    private static DockerfileCommand Command(DockerfileLine line) => DockerfileWords.Json(line, 0) is { } words
        ? new DockerfileCommand(IsShell: false, words)
        : new DockerfileCommand(IsShell: true, [.. DockerfileWords.Split(line, 0).Select(w => new Located<string>(w.Unquoted(), w.Span))]);
}

/// <summary>A word of an instruction, quotes and escapes included.</summary>
internal sealed record DockerfileWord(DockerfileLine Line, int Start, int End)
{
    private const int LongestValue = 1 << 16;

    public string Text => Line.Text.Substring(Start, End - Start);

    public SourceSpan Span => Line.Span(Start, End);

    /// <summary><c>NAME=value</c>; without a value only the name.</summary>
    public (DockerfileWord Name, DockerfileWord? Value) Pair()
    {
        var equals = Line.Text.IndexOf('=', Start, End - Start);
        return equals < 0 ? (this, null) : (this with { End = equals }, this with { Start = equals + 1 });
    }

    public string Unquoted() => Read(_ => null, expand: false, out _)!;

    /// <summary>The value with variables replaced; null when one of them is not known, or the value is too long.</summary>
    public string? Expand(IReadOnlyDictionary<string, string?> variables, out bool isCut) => Read(n => variables.TryGetValue(n, out var value) ? value : null, expand: true, out isCut);

    private string? Read(Func<string, string?> variable, bool expand, out bool isCut)
    {
        isCut = false;
        var value = new StringBuilder();
        var quote = '\0';
        for (var at = Start; at < End; at++)
        {
            // Sixty lines that each double a value would fill any memory.
            if (value.Length > LongestValue)
            {
                isCut = true;
                return expand ? null : value.ToString();
            }

            var letter = Line.Text[at];
            if (letter == quote && quote != '\0')
            {
                quote = '\0';
            }
            else if (quote == '\0' && letter is '"' or '\'')
            {
                quote = letter;
            }
            else if (letter == Line.Escape && quote != '\'' && at + 1 < End)
            {
                value.Append(Line.Text[++at]);
            }
            else if (letter == '$' && quote != '\'' && expand)
            {
                if (Variable(ref at, variable) is not { } text)
                {
                    return null;
                }

                value.Append(text);
            }
            else
            {
                value.Append(letter);
            }
        }

        return value.ToString();
    }

    // $NAME, ${NAME}, ${NAME:-word}, ${NAME:+word}; "at" ends on the last letter of it.
    private string? Variable(ref int at, Func<string, string?> variable)
    {
        var braced = at + 1 < End && Line.Text[at + 1] == '{';
        var start = at + (braced ? 2 : 1);
        var end = start;
        while (end < End && (char.IsLetterOrDigit(Line.Text[end]) || Line.Text[end] == '_'))
        {
            end++;
        }

        if (end == start)
        {
            return braced ? null : "$";
        }

        var name = Line.Text.Substring(start, end - start);
        if (!braced)
        {
            at = end - 1;
            return variable(name);
        }

        var close = Line.Text.IndexOf('}', end, End - end);
        if (close < 0)
        {
            return null;
        }

        var rest = Line.Text.Substring(end, close - end);
        at = close;
        if (rest.Length == 0)
        {
            return variable(name);
        }

        // A word with variables of its own is rare.
        return rest.IndexOf('$') >= 0 ? null
            : rest.StartsWith(":-", StringComparison.Ordinal) ? variable(name) is { Length: > 0 } value ? value : rest.Substring(2)
            : rest.StartsWith("-", StringComparison.Ordinal) ? variable(name) ?? rest.Substring(1)
            : null;
    }
}

internal static class DockerfileWords
{
    /// <summary>Words between blanks that no quotes hold.</summary>
    public static List<DockerfileWord> Split(DockerfileLine line, int from)
    {
        var words = new List<DockerfileWord>();
        var text = line.Text;
        for (var at = from; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var quote = '\0';
            for (; at < text.Length && (quote != '\0' || !char.IsWhiteSpace(text[at])); at++)
            {
                if (text[at] == line.Escape && quote != '\'' && at + 1 < text.Length)
                {
                    at++;
                }
                else if (quote != '\0' ? text[at] == quote : text[at] is '"' or '\'')
                {
                    quote = quote == '\0' ? text[at] : '\0';
                }
            }

            words.Add(new DockerfileWord(line, start, Math.Min(at, text.Length)));
        }

        return words;
    }

    /// <summary>A JSON list of strings; null when the text is none: a shell reads it then.</summary>
    public static IReadOnlyList<Located<string>>? Json(DockerfileLine line, int from)
    {
        var text = line.Text;
        var at = Blanks(text, from);
        if (at >= text.Length || text[at] != '[')
        {
            return null;
        }

        var words = new List<Located<string>>();
        at = Blanks(text, at + 1);
        while (at < text.Length && text[at] == '"')
        {
            var start = at++;
            var word = new StringBuilder();
            while (at < text.Length && text[at] != '"')
            {
                at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
                word.Append(text[at++]);
            }

            if (at >= text.Length)
            {
                return null;
            }

            words.Add(new Located<string>(word.ToString(), line.Span(start, at + 1)));
            at = Blanks(text, at + 1);
            if (at < text.Length && text[at] == ',')
            {
                at = Blanks(text, at + 1);
            }
            else
            {
                break;
            }
        }

        return at < text.Length && text[at] == ']' && Blanks(text, at + 1) == text.Length && words.Count > 0 ? words : null;
    }

    private static int Blanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
