namespace SvcLint.Text;

/// <summary>
/// Values that look concrete and are not: <c>$VAR</c>, <c>${VAR:-x}</c>, <c>&lt;name&gt;</c>, <c>{{ x }}</c>, <c>__NAME__</c>,
/// <c>@@name@@</c>.
/// </summary>
public static class Placeholder
{
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
                    return true;
            }
        }

        return false;
    }
}
