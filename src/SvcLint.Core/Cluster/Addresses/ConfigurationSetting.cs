using SvcLint.Model;

namespace SvcLint.Cluster.Addresses;

/// <summary>One line, directive or leaf of a configuration file.</summary>
/// <param name="Section">What it stands in: <c>http/server</c>, <c>receivers/otlp/protocols/grpc</c>, the section of an ini file; "" at the top.</param>
/// <param name="Key">The directive or key itself.</param>
/// <param name="Value">Everything behind it, without quotes.</param>
public sealed record ConfigurationSetting(string Section, string Key, Located<string> Value)
{
    /// <summary>The value's words, without their quotes.</summary>
    public IReadOnlyList<Located<string>> Words()
    {
        var words = new List<Located<string>>();
        var text = Value.Value;
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var quote = text[at] is '"' or '\'' ? text[at] : ' ';
            var start = quote == ' ' ? at : at + 1;
            var end = start;
            while (end < text.Length && (quote == ' ' ? !char.IsWhiteSpace(text[end]) : text[end] != quote))
            {
                end++;
            }

            words.Add(Value.Slice(start, end));
            at = end + 1;
        }

        return words;
    }

    public bool IsIn(string section) => Section == section || Section.EndsWith("/" + section, StringComparison.Ordinal);
}
