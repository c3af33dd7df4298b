namespace SvcLint.Cluster.Addresses;

/// <summary>Configuration of one setting a line: properties, ini, env, toml, and files of words such as redis.conf, httpd.conf and haproxy.cfg.</summary>
internal static class LineReader
{
    public static IReadOnlyList<ConfigurationSetting> Read(EmbeddedFile file)
    {
        var settings = new List<ConfigurationSetting>();
        var text = file.Text;
        var section = "";
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            var first = start;
            while (first < end && char.IsWhiteSpace(text[first]))
            {
                first++;
            }

            if (first < end && text[first] == '[')
            {
                var close = text.IndexOf(']', first, end - first);
                section = close < 0 ? section : text.Substring(first + 1, close - first - 1).Trim('[', ' ');
            }
            else if (first < end && text[first] == '<')
            {
                section = Tag(text.Substring(first, end - first), section);
            }
            else if (first < end && text[first] is not ('#' or ';' or '!') && Setting(file, section, first, end) is { } setting)
            {
                // HAProxy and Fluent Bit begin a section with a word at the margin, and indent what belongs to it.
                section = first == start && setting.Key is "frontend" or "backend" or "listen" or "defaults" or "global" ? setting.Key + " " + setting.Value.Value : section;
                settings.Add(setting);
            }

            start = end + 1;
        }

        return settings;
    }

    // httpd: <VirtualHost *:8080> … </VirtualHost>; Fluentd: <match app.**> … </match>
    private static string Tag(string line, string section) =>
        line.StartsWith("</", StringComparison.Ordinal) ? ""
        : line.Trim('<', '>', '\r', ' ').Split(' ')[0] is "VirtualHost" or "match" or "source" or "store" or "server" or "filter" ? line.Trim('<', '>', '\r', ' ')
        : section;

    private static ConfigurationSetting? Setting(EmbeddedFile file, string section, int start, int end)
    {
        var text = file.Text;
        if (string.CompareOrdinal(text, start, "export ", 0, 7) == 0)
        {
            start += 7;
        }

        var keyEnd = start;
        while (keyEnd < end && text[keyEnd] is not ('=' or ':') && !char.IsWhiteSpace(text[keyEnd]))
        {
            keyEnd++;
        }

        var value = keyEnd;
        while (value < end && char.IsWhiteSpace(text[value]))
        {
            value++;
        }

        if (value < end && text[value] is '=' or ':')
        {
            value++;
            while (value < end && char.IsWhiteSpace(text[value]))
            {
                value++;
            }
        }

        var stop = Comment(text, value, end);
        while (stop > value && char.IsWhiteSpace(text[stop - 1]))
        {
            stop--;
        }

        if (stop - value >= 2 && text[value] is '"' or '\'' && text[stop - 1] == text[value])
        {
            value++;
            stop--;
        }

        return keyEnd == start || value > stop ? null : new ConfigurationSetting(section, text.Substring(start, keyEnd - start), file.Part(value, stop));
    }

    private static int Comment(string text, int start, int end)
    {
        var at = text.IndexOf(" #", start, end - start, StringComparison.Ordinal);
        return at < 0 ? end : at;
    }
}
