using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>A version as Helm's library reads it: minor and patch may be missing, a leading <c>v</c> and leading zeros may stand.</summary>
public sealed class SemanticVersion
{
    private SemanticVersion(ulong major, ulong minor, ulong patch, string prerelease, string metadata, string original)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
        Metadata = metadata;
        Original = original;
    }

    public ulong Major { get; }

    public ulong Minor { get; }

    public ulong Patch { get; }

    public string Prerelease { get; }

    public string Metadata { get; }

    /// <summary>The text it was read from.</summary>
    public string Original { get; }

    /// <summary>The version, or null and the library's own words.</summary>
    public static SemanticVersion? Parse(string text, out string error)
    {
        error = "";
        var parts = VersionParts.Scan(text, 0, wildcards: false);
        if (parts is not { } scanned || scanned.End != text.Length)
        {
            error = "invalid semantic version";
            return null;
        }

        var numbers = new ulong[3];
        string[] segments = [scanned.Major, scanned.Minor, scanned.Patch];
        for (var i = 0; i < 3; i++)
        {
            if (segments[i].Length > 0 && !GoNumber.TryUint(segments[i], out numbers[i], 10))
            {
                error = $"error parsing version segment: strconv.ParseUint: parsing \"{segments[i]}\": value out of range";
                return null;
            }
        }

        foreach (var part in scanned.Prerelease.Split('.'))
        {
            if (part.Length > 1 && part[0] == '0' && IsNumber(part))
            {
                error = "version segment starts with 0";
                return null;
            }
        }

        return new SemanticVersion(numbers[0], numbers[1], numbers[2], scanned.Prerelease, scanned.Metadata, text);
    }

    /// <summary>The version as the strict reader of charts takes it: three numbers, no prefix, no leading zeros.</summary>
    public static bool IsStrict(string text)
    {
        if (VersionParts.Scan(text, 0, wildcards: false) is not { } parts || parts.End != text.Length || text[0] == 'v' || parts.Minor.Length == 0 || parts.Patch.Length == 0)
        {
            return false;
        }

        return !LeadingZero(parts.Major) && !LeadingZero(parts.Minor) && !LeadingZero(parts.Patch) && Parse(text, out _) is not null;
    }

    public SemanticVersion WithoutPrerelease() =>
        new(Major, Minor, Patch, "", "", FormattableString.Invariant($"{Major}.{Minor}.{Patch}"));

    public SemanticVersion NextPatch() => Next(Major, Minor, Prerelease.Length > 0 ? Patch : Patch + 1);

    public SemanticVersion NextMinor() => Next(Major, Minor + 1, 0);

    public SemanticVersion NextMajor() => Next(Major + 1, 0, 0);

    private SemanticVersion Next(ulong major, ulong minor, ulong patch)
    {
        var text = FormattableString.Invariant($"{major}.{minor}.{patch}");
        return new SemanticVersion(major, minor, patch, "", "", (Original.Length > 0 && Original[0] == 'v' ? "v" : "") + text);
    }

    public int CompareTo(SemanticVersion other)
    {
        var order = Major.CompareTo(other.Major);
        order = order != 0 ? order : Minor.CompareTo(other.Minor);
        order = order != 0 ? order : Patch.CompareTo(other.Patch);
        if (order != 0 || Prerelease == other.Prerelease)
        {
            return order;
        }

        return Prerelease.Length == 0 ? 1 : other.Prerelease.Length == 0 ? -1 : ComparePrerelease(Prerelease, other.Prerelease);
    }

    public override string ToString() => FormattableString.Invariant($"{Major}.{Minor}.{Patch}")
        + (Prerelease.Length > 0 ? "-" + Prerelease : "") + (Metadata.Length > 0 ? "+" + Metadata : "");

    internal static int ComparePrerelease(string left, string right)
    {
        var first = left.Split('.');
        var second = right.Split('.');
        for (var i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            var order = ComparePart(i < first.Length ? first[i] : "", i < second.Length ? second[i] : "");
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    // A missing part comes first, then numbers, then words.
    private static int ComparePart(string left, string right)
    {
        if (left == right)
        {
            return 0;
        }

        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length == 0 ? -1 : 1;
        }

        var leftIsNumber = GoNumber.TryUint(left, out var first, 10);
        var rightIsNumber = GoNumber.TryUint(right, out var second, 10);
        if (!leftIsNumber && !rightIsNumber)
        {
            return string.CompareOrdinal(left, right) > 0 ? 1 : -1;
        }

        return leftIsNumber != rightIsNumber ? (leftIsNumber ? -1 : 1) : first > second ? 1 : -1;
    }

    private static bool LeadingZero(string number) => number.Length > 1 && number[0] == '0';

    private static bool IsNumber(string text)
    {
        foreach (var c in text)
        {
            if (c is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The pieces of a version or of a constraint's operand, and where they end.</summary>
internal readonly record struct VersionParts(string Major, string Minor, string Patch, string Prerelease, string Metadata, int End)
{
    /// <summary>The longest version that starts at an offset; a constraint's numbers may also be <c>x</c>, <c>X</c>, <c>*</c> and (an oddity of Helm's library) hold bars.</summary>
    public static VersionParts? Scan(string text, int start, bool wildcards)
    {
        var i = start;
        i += i < text.Length && text[i] == 'v' ? 1 : 0;
        var major = Number(text, ref i, wildcards);
        if (major.Length == 0)
        {
            return null;
        }

        var minor = DotNumber(text, ref i, wildcards);
        var patch = minor.Length > 0 ? DotNumber(text, ref i, wildcards) : "";
        var prerelease = Identifiers(text, ref i, '-');
        var metadata = Identifiers(text, ref i, '+');
        return new VersionParts(major, minor, patch, prerelease, metadata, i);
    }

    private static string DotNumber(string text, ref int i, bool wildcards)
    {
        var at = i + 1;
        if (i >= text.Length || text[i] != '.')
        {
            return "";
        }

        var number = Number(text, ref at, wildcards);
        i = number.Length > 0 ? at : i;
        return number;
    }

    private static string Number(string text, ref int i, bool wildcards)
    {
        var start = i;
        while (i < text.Length && (text[i] is >= '0' and <= '9' || (wildcards && text[i] is 'x' or 'X' or '*' or '|')))
        {
            i++;
        }

        return text.Substring(start, i - start);
    }

    private static string Identifiers(string text, ref int i, char sign)
    {
        if (i >= text.Length || text[i] != sign)
        {
            return "";
        }

        var start = i + 1;
        var end = start;
        for (var at = start; ; at = end + 1)
        {
            var stop = at;
            while (stop < text.Length && text[stop] is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '-')
            {
                stop++;
            }

            if (stop == at)
            {
                break;
            }

            end = stop;
            if (stop >= text.Length || text[stop] != '.')
            {
                break;
            }
        }

        i = end > start ? end : i;
        return text.Substring(start, end - start);
    }
}
