namespace SvcLint.Cluster.Addresses;

/// <summary>
/// Configuration in directives and blocks: nginx, whose directives end with a semicolon, and Caddyfile or Corefile, whose directives
/// end with the line. One pass; no text makes it fail.
/// </summary>
internal sealed class DirectiveReader(EmbeddedFile file, bool endsWithLine)
{
    private const int MaxDepth = 32;

    private readonly List<ConfigurationSetting> _settings = [];
    private readonly List<string> _blocks = [];
    private int _start = -1;
    private int _end;

    public static IReadOnlyList<ConfigurationSetting> Read(EmbeddedFile file, bool endsWithLine) => new DirectiveReader(file, endsWithLine).Read();

    private List<ConfigurationSetting> Read()
    {
        var text = file.Text;
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '#' when at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] is ';' or '{' or '}':
                    at = LineEnd(at) - 1;
                    break;
                case '"' or '\'':
                    Extend(at);
                    at = Closing(at);
                    Extend(Math.Min(at, text.Length - 1));
                    break;
                case '{' when at + 1 < text.Length && !IsVariable(at):
                    Open();
                    break;
                case '}' when _start < 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] is ';' or '{' or '}':
                    Directive();
                    if (_blocks.Count > 0)
                    {
                        _blocks.RemoveAt(_blocks.Count - 1);
                    }

                    break;
                case ';' when !endsWithLine:
                    Directive();
                    break;
                case '\n' when endsWithLine:
                    Directive();
                    break;
                case var letter when !char.IsWhiteSpace(letter):
                    Extend(at);
                    break;
            }
        }

        Directive();
        return _settings;
    }

    // ${name} of nginx and {$NAME} or {path} of Caddy are no blocks.
    private bool IsVariable(int at) => (at > 0 && file.Text[at - 1] == '$') || (endsWithLine && !char.IsWhiteSpace(file.Text[at + 1]));

    private void Extend(int at)
    {
        _start = _start < 0 ? at : _start;
        _end = at + 1;
    }

    private void Open()
    {
        if (_blocks.Count < MaxDepth)
        {
            var words = _start < 0 ? "" : file.Text.Substring(_start, _end - _start);
            _blocks.Add(words.Trim().Replace('/', '|'));
        }

        // What opens a block is a directive of its own, too: "reverse_proxy api:80 {".
        Directive(_blocks.Count - 1);
    }

    private void Directive(int? depth = null)
    {
        if (_start >= 0)
        {
            var text = file.Text;
            var keyEnd = _start;
            while (keyEnd < _end && !char.IsWhiteSpace(text[keyEnd]))
            {
                keyEnd++;
            }

            var value = keyEnd;
            while (value < _end && char.IsWhiteSpace(text[value]))
            {
                value++;
            }

            _settings.Add(new ConfigurationSetting(string.Join("/", depth is { } outer && outer >= 0 ? _blocks.Take(outer) : _blocks), text.Substring(_start, keyEnd - _start), file.Part(value, _end)));
        }

        _start = -1;
    }

    private int Closing(int at)
    {
        var quote = file.Text[at];
        var end = at + 1;
        while (end < file.Text.Length && file.Text[end] != quote)
        {
            end += file.Text[end] == '\\' ? 2 : 1;
        }

        return Math.Min(end, file.Text.Length - 1);
    }

    private int LineEnd(int at)
    {
        var end = file.Text.IndexOf('\n', at);
        return end < 0 ? file.Text.Length : end;
    }
}
