using SvcLint.Model;

namespace SvcLint.Cluster.Addresses;

/// <summary>A text as words between blanks.</summary>
internal static class TextWords
{
    /// <summary>The words, without the quotes around one.</summary>
    public static IReadOnlyList<Located<string>> Words(this Located<string> value)
    {
        var words = new List<Located<string>>();
        var text = value.Value;
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

            words.Add(value.Slice(start, end));
            at = end + 1;
        }

        return words;
    }
}
