using SvcLint.Findings;

namespace SvcLint.Rules.Api;

/// <summary>Paths of fields in messages.</summary>
internal static class FittingPath
{
    /// <summary>A message that names a field; where the whole path does not fit, as many of its last parts as do. The span shows the place anyway.</summary>
    public static string In(string field, Func<string, string> message)
    {
        var text = message(field);
        for (var dot = field.IndexOf('.'); dot >= 0 && text.Length > Finding.LongestMessage; dot = field.IndexOf('.', dot + 1))
        {
            text = message("…" + field.Substring(dot + 1));
        }

        return text;
    }
}
