namespace SvcLint.Text;

/// <summary>
/// Values that look concrete and are not: <c>$VAR</c>, <c>${VAR:-x}</c>, <c>&lt;name&gt;</c>, <c>{{ x }}</c>, <c>__NAME__</c>,
/// <c>@@name@@</c>, <c>#{name}</c>, <c>%NAME%</c>, and words such as <c>REPLACEME</c>, which people search for before they deploy.
/// </summary>
public static class Placeholder
{
    // In capitals, or with a line that no name of Kubernetes has: in prose these words are small.
    private static readonly string[] Words = ["replace_", "change_me", "REPLACE", "CHANGEME", "CHANGE_ME", "CHANGE-ME", "PLACEHOLDER", "YOUR_", "YOUR-", "FIXME", "TODO", "-TIMESTAMP", "XXX"];

    public static bool Is(string value)
    {
        for (var i = 0; i + 1 < value.Length; i++)
        {
            var next = value[i + 1];
            switch (value[i])
            {
                // "$(VAR)" is Kubernetes' own and known to the kubelet alone.
                case '$' when next is '{' or '(' || char.IsLetter(next) || next == '_':
                case '{' when next is '{' or '%':
                case '@' when next == '@':
                    return true;
                case '<' when char.IsLetter(next) && value.IndexOf('>', i) > i:
                    return true;
                case '_' when next == '_' && value.Length > 4 && i == 0 && value.EndsWith("__", StringComparison.Ordinal):
                case '#' when next == '{' && value.IndexOf('}', i) > i:
                case '%' when IsCapital(next) && IsName(value, i + 1, value.IndexOf('%', i + 1)):
                    return true;
            }
        }

        // A sentence that mentions one is no placeholder.
        return value.IndexOf(' ') < 0 && Array.Exists(Words, w => value.IndexOf(w, StringComparison.Ordinal) >= 0);
    }

    // Longer than the two digits of an escape in a URL.
    private static bool IsName(string value, int start, int end)
    {
        var at = start;
        while (at < end && (IsCapital(value[at]) || value[at] == '_'))
        {
            at++;
        }

        return at == end && end - start > 2;
    }

    private static bool IsCapital(char character) => character is >= 'A' and <= 'Z';
}
