using System.Globalization;

namespace SvcLint.Cluster.Applications;

/// <summary>The functions that Flux has for its variables: cases, parts, cut beginnings and ends, and replacements, as the shell writes them.</summary>
internal static class VariableFunction
{
    /// <param name="value">The variable's value.</param>
    /// <param name="function">What stands behind the name: <c>^^</c>, <c>:0:3</c>, <c>#prefix</c>, <c>/a/b</c> …</param>
    /// <returns>Null for patterns, and for what there is no function for.</returns>
    public static string? Apply(string value, string function)
    {
        var argument = function.Substring(1);
        switch (function[0])
        {
            case '^' when argument.Length == 0:
                return value.Length == 0 ? value : char.ToUpperInvariant(value[0]) + value.Substring(1);
            case '^' when argument == "^":
                return value.ToUpperInvariant();
            case ',' when argument.Length == 0:
                return value.Length == 0 ? value : char.ToLowerInvariant(value[0]) + value.Substring(1);
            case ',' when argument == ",":
                return value.ToLowerInvariant();
            case ':':
                return Part(value, argument);
            case '#' when Plain(argument.TrimStart('#')) is { } start:
                return value.StartsWith(start, StringComparison.Ordinal) ? value.Substring(start.Length) : value;
            case '%' when Plain(argument.TrimStart('%')) is { } end:
                return value.EndsWith(end, StringComparison.Ordinal) ? value.Substring(0, value.Length - end.Length) : value;
            case '/':
                return Replaced(value, argument);
            default:
                return null;
        }
    }

    private static string? Plain(string text) => text.IndexOfAny(['*', '?', '[', '\\']) < 0 ? text : null;

    private static string? Part(string value, string argument)
    {
        var parts = argument.Split(':');
        if (parts.Length > 2 || !Number(parts[0], out var start))
        {
            return null;
        }

        var length = value.Length;
        if (parts.Length == 2 && !Number(parts[1], out length))
        {
            return null;
        }

        start = Math.Min(start, value.Length);
        return value.Substring(start, Math.Min(length, value.Length - start));
    }

    private static bool Number(string text, out int number) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string? Replaced(string value, string argument)
    {
        var kind = argument.Length > 0 && argument[0] is '/' or '#' or '%' ? argument[0] : ' ';
        var text = kind == ' ' ? argument : argument.Substring(1);
        var slash = text.IndexOf('/');
        var old = slash < 0 ? text : text.Substring(0, slash);
        var with = slash < 0 ? "" : text.Substring(slash + 1);
        if (old.Length == 0 || Plain(old) is null || with.IndexOf('/') >= 0)
        {
            return null;
        }

        switch (kind)
        {
            case '/':
                return value.Replace(old, with);
            case '#':
                return value.StartsWith(old, StringComparison.Ordinal) ? with + value.Substring(old.Length) : value;
            case '%':
                return value.EndsWith(old, StringComparison.Ordinal) ? value.Substring(0, value.Length - old.Length) + with : value;
            default:
                var at = value.IndexOf(old, StringComparison.Ordinal);
                return at < 0 ? value : value.Substring(0, at) + with + value.Substring(at + old.Length);
        }
    }
}
