namespace SvcLint.Yaml;

/// <summary>The structure of JSON text, without reading it.</summary>
internal static class JsonBrackets
{
    /// <summary>The brackets outside strings, each with how many are open after it.</summary>
    public static IEnumerable<(int At, int Open)> Of(string text, int from, int to)
    {
        var open = 0;
        var quoted = false;
        for (var at = from; at < to; at++)
        {
            switch (text[at])
            {
                case '\\' when quoted:
                    at++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '{' or '[' when !quoted:
                    yield return (at, ++open);
                    break;
                case '}' or ']' when !quoted:
                    yield return (at, --open);
                    break;
            }
        }
    }
}
