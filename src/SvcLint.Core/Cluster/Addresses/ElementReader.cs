namespace SvcLint.Cluster.Addresses;

/// <summary>
/// The texts and attributes of XML. A pair such as <c>&lt;name&gt;</c> and <c>&lt;value&gt;</c>, or <c>name="" value=""</c>, is one setting under
/// its name. One pass; no text makes it fail, and entities stay as they are written.
/// </summary>
internal sealed class ElementReader(EmbeddedFile file)
{
    private const int MaxDepth = 64;

    private readonly List<ConfigurationSetting> _settings = [];

    // Each open element, and the name that its children told last.
    private readonly List<(string Name, string? Told)> _open = [];

    private int _at;

    public static IReadOnlyList<ConfigurationSetting> Read(EmbeddedFile file) => new ElementReader(file).Read();

    private List<ConfigurationSetting> Read()
    {
        var text = file.Text;
        while (_at < text.Length)
        {
            if (text[_at] != '<')
            {
                Content();
            }
            else if (Skips("<!--", "-->") || Skips("<![CDATA[", "]]>") || Skips("<?", "?>") || Skips("<!", ">"))
            {
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '/')
            {
                Close();
            }
            else
            {
                Open();
            }
        }

        return _settings;
    }

    private bool Skips(string start, string end)
    {
        if (string.CompareOrdinal(file.Text, _at, start, 0, start.Length) != 0)
        {
            return false;
        }

        var close = file.Text.IndexOf(end, _at + start.Length, StringComparison.Ordinal);
        _at = close < 0 ? file.Text.Length : close + end.Length;
        return true;
    }

    private void Content()
    {
        var end = file.Text.IndexOf('<', _at);
        var (from, to) = (_at, end < 0 ? file.Text.Length : end);
        _at = to;
        while (from < to && char.IsWhiteSpace(file.Text[from]))
        {
            from++;
        }

        while (to > from && char.IsWhiteSpace(file.Text[to - 1]))
        {
            to--;
        }

        if (from == to || _open.Count == 0)
        {
            return;
        }

        var name = _open[_open.Count - 1].Name;
        var parent = _open.Count - 2;
        if (parent >= 0 && name is "name" or "key")
        {
            _open[parent] = (_open[parent].Name, file.Text.Substring(from, to - from));
        }

        Add(name == "value" && parent >= 0 && _open[parent].Told is { } told ? told : name, from, to, _open.Count - 1);
    }

    private void Close()
    {
        var end = file.Text.IndexOf('>', _at);
        _at = end < 0 ? file.Text.Length : end + 1;
        if (_open.Count > 0)
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    private void Open()
    {
        var text = file.Text;
        var start = ++_at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('>' or '/'))
        {
            _at++;
        }

        var name = text.Substring(start, _at - start);
        var attributes = new List<(string Key, int Start, int End)>();
        while (_at < text.Length && text[_at] is not ('>' or '<'))
        {
            if (char.IsLetter(text[_at]) && Attribute() is { } attribute)
            {
                attributes.Add(attribute);
            }
            else if (_at < text.Length && text[_at] is not ('>' or '<'))
            {
                _at++;
            }
        }

        var isEmpty = _at < text.Length && text[_at] == '>' && text[_at - 1] == '/';
        var told = attributes.Find(a => a.Key is "name" or "key") is { Key: not null } own ? text.Substring(own.Start, own.End - own.Start) : null;
        if (_open.Count < MaxDepth)
        {
            _open.Add((name, null));
        }

        foreach (var (key, from, to) in attributes)
        {
            Add(key == "value" && told is not null ? told : key, from, to, _open.Count);
        }

        if (isEmpty && _open.Count > 0)
        {
            _open.RemoveAt(_open.Count - 1);
        }

        _at += _at < text.Length && text[_at] == '>' ? 1 : 0;
    }

    private (string Key, int Start, int End)? Attribute()
    {
        var text = file.Text;
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '-' or '_' or ':' or '.'))
        {
            _at++;
        }

        var end = _at;
        while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] == '='))
        {
            _at++;
        }

        if (_at >= text.Length || text[_at] is not ('"' or '\''))
        {
            return null;
        }

        var close = text.IndexOf(text[_at], _at + 1);
        if (close < 0)
        {
            _at = text.Length;
            return null;
        }

        var from = _at + 1;
        _at = close + 1;
        return (text.Substring(start, end - start), from, close);
    }

    private void Add(string key, int from, int to, int depth)
    {
        if (to > from)
        {
            _settings.Add(new ConfigurationSetting(string.Join("/", _open.Take(depth).Select(o => o.Name)), key, file.Part(from, to)));
        }
    }
}
