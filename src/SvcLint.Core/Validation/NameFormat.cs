namespace SvcLint.Validation;

/// <summary>The API server's formats for names, labels and ports. Each check returns what is wrong, or null.</summary>
public static class NameFormat
{
    public static string? Dns1123Label(string value) =>
        value.Length > 63 ? "must have at most 63 characters"
        : IsLabel(value, 0, value.Length) ? null
        : "must consist of lower-case letters, digits and '-', with a letter or digit at both ends";

    public static string? Dns1035Label(string value) =>
        value.Length > 63 ? "must have at most 63 characters"
        : IsLabel(value, 0, value.Length) && value[0] is >= 'a' and <= 'z' ? null
        : "must consist of lower-case letters, digits and '-', start with a letter and not end with '-'";

    /// <summary>Labels with dots between; the server does not limit the single label.</summary>
    public static string? Dns1123Subdomain(string value) => Subdomain(value, underscores: false);

    public static string? Dns1123SubdomainWithUnderscore(string value) => Subdomain(value, underscores: true);

    /// <summary>A fully qualified domain name; one final dot is allowed.</summary>
    public static string? FullyQualifiedDomainName(string value)
    {
        var name = value.EndsWith(".", StringComparison.Ordinal) ? value.Substring(0, value.Length - 1) : value;
        if (Dns1123Subdomain(name) is { } problem)
        {
            return problem;
        }

        var labels = name.Split('.');
        return labels.Length < 2 ? "a domain name needs at least two labels" : labels.Select(Dns1123Label).FirstOrDefault(p => p is not null);
    }

    /// <summary>An optional DNS prefix and '/', then a name of up to 63 characters.</summary>
    public static string? QualifiedName(string value)
    {
        var slash = value.IndexOf('/');
        if (slash >= 0 && value.IndexOf('/', slash + 1) >= 0)
        {
            return "at most one '/' is allowed, between a DNS prefix and a name";
        }

        if (slash >= 0 && Dns1123Subdomain(value.Substring(0, slash)) is { } problem)
        {
            return "the prefix before '/' " + problem;
        }

        return QualifiedPart(value.Substring(slash + 1));
    }

    public static string? LabelValue(string value) => value.Length == 0 ? null : QualifiedPart(value);

    /// <summary>An environment variable as shells and property files know them.</summary>
    public static string? Variable(string value) =>
        value.Length == 0 || char.IsDigit(value[0]) || !value.All(c => IsAlphanumeric(c) || c is '-' or '.' or '_')
            ? "the name of a variable consists of letters, digits, '_', '-' and '.', and does not start with a digit"
        : value == "." || value.StartsWith("..", StringComparison.Ordinal) ? "the name of a variable must not be '.' or start with '..'"
        : null;

    /// <summary>An environment variable as the kernel takes it.</summary>
    public static string? PrintableVariable(string value) =>
        value.All(c => c is >= ' ' and <= '~' and not '=') ? null : "the name of a variable consists of printable ASCII characters other than '='";

    public static string? HttpHeader(string value) =>
        value.Length > 0 && value.All(c => IsAlphanumeric(c) || c == '-') ? null : "the name of a header consists of letters, digits and '-'";

    public const string PortNumberRange = "must be from 1 to 65535";

    public const int MaxPort = 65535;

    public static string? PortNumber(int value) => value is >= 1 and <= MaxPort ? null : PortNumberRange;

    /// <summary>The name of a container port: 15 characters, at least one letter.</summary>
    public static string? PortName(string value)
    {
        if (value.Length > 15)
        {
            return "a port name has at most 15 characters";
        }

        if (value.Length == 0 || !value.All(c => c is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
        {
            return "a port name consists of lower case letters, digits and '-'";
        }

        if (!value.Any(c => c is >= 'a' and <= 'z'))
        {
            return "a port name needs at least one letter; a number must not be quoted";
        }

        return value.IndexOf("--", StringComparison.Ordinal) >= 0 ? "a port name has no two hyphens in a row"
            : value[0] == '-' || value[value.Length - 1] == '-' ? "a port name neither starts nor ends with a hyphen"
            : null;
    }

    /// <summary>The rule for generateName: what follows a final hyphen is filled in later. The server masks the last two characters.</summary>
    public static string MaskTrailingDash(string prefix) =>
        prefix.Length > 1 && prefix[prefix.Length - 1] == '-' ? prefix.Substring(0, prefix.Length - 2) + "a" : prefix;

    private static string? Subdomain(string value, bool underscores)
    {
        if (value.Length > 253)
        {
            return "must have at most 253 characters";
        }

        for (var start = 0; start <= value.Length;)
        {
            var end = value.IndexOf('.', start);
            end = end < 0 ? value.Length : end;
            if (!(underscores ? IsUnderscoreLabel(value, start, end) : IsLabel(value, start, end)))
            {
                return $"must consist of lower-case letters, digits, '-'{(underscores ? ", '_'" : "")} and '.', each part with a letter or digit at both ends";
            }

            start = end + 1;
        }

        return null;
    }

    private static bool IsLabel(string value, int start, int end)
    {
        if (start >= end || !IsLowerAlphanumeric(value[start]) || !IsLowerAlphanumeric(value[end - 1]))
        {
            return false;
        }

        for (var i = start; i < end; i++)
        {
            if (!IsLowerAlphanumeric(value[i]) && value[i] != '-')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUnderscoreLabel(string value, int start, int end)
    {
        if (start < end && value[start] == '_')
        {
            start++;
        }

        if (start >= end || !IsLowerAlphanumeric(value[start]) || !IsLowerAlphanumeric(value[end - 1]))
        {
            return false;
        }

        for (var i = start; i < end; i++)
        {
            if (!IsLowerAlphanumeric(value[i]) && value[i] is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static string? QualifiedPart(string name)
    {
        if (name.Length == 0)
        {
            return "the name must not be empty";
        }

        if (name.Length > 63)
        {
            return "must have at most 63 characters";
        }

        var fits = IsAlphanumeric(name[0]) && IsAlphanumeric(name[name.Length - 1]) && name.All(c => IsAlphanumeric(c) || c is '-' or '_' or '.');
        return fits ? null : "must consist of letters, digits, '-', '_' and '.', with a letter or digit at both ends";
    }

    private static bool IsLowerAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');

    private static bool IsAlphanumeric(char c) => IsLowerAlphanumeric(c) || c is >= 'A' and <= 'Z';
}
