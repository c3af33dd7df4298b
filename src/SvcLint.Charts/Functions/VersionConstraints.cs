using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>
/// Version constraints as Helm's library reads and checks them: <c>||</c> between groups, blanks or commas between the constraints of a
/// group, <c>1.2 - 1.4</c> ranges, wildcards, <c>~</c> and <c>^</c>. A pre-release satisfies only a group that names one.
/// </summary>
public sealed class VersionConstraints
{
    private readonly List<List<Constraint>> _groups;

    private VersionConstraints(List<List<Constraint>> groups) => _groups = groups;

    /// <summary>The constraints, or null and the library's own words.</summary>
    public static VersionConstraints? Parse(string text, out string error)
    {
        error = "";
        var groups = new List<List<Constraint>>();
        foreach (var group in Split(WithoutRanges(text)))
        {
            var constraints = ParseGroup(group);
            if (constraints is null)
            {
                error = $"improper constraint: {GoFormat.Quote(group)}";
                return null;
            }

            foreach (var (operation, operand) in constraints.Item2)
            {
                if (Create(operation, operand) is not { } constraint)
                {
                    error = "constraint parser error";
                    return null;
                }

                constraints.Item1.Add(constraint);
            }

            groups.Add(constraints.Item1);
        }

        return new VersionConstraints(groups);
    }

    public bool Check(SemanticVersion version)
    {
        foreach (var group in _groups)
        {
            var prereleases = group.Exists(constraint => constraint.Version.Prerelease.Length > 0);
            if ((version.Prerelease.Length == 0 || prereleases) && group.TrueForAll(constraint => constraint.Holds(version)))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var start = 0;
        for (var bars = text.IndexOf("||", StringComparison.Ordinal); bars >= 0; bars = text.IndexOf("||", start, StringComparison.Ordinal))
        {
            parts.Add(text.Substring(start, bars - start));
            start = bars + 2;
        }

        parts.Add(text.Substring(start));
        return parts;
    }

    // "1.2 - 1.4" becomes ">= 1.2, <= 1.4 ".
    private static string WithoutRanges(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var start = SkipBlanks(text, at);
            if (VersionParts.Scan(text, start, wildcards: true) is { } low
                && SkipBlanks(text, low.End) is var dash && dash > low.End && dash < text.Length && text[dash] == '-'
                && SkipBlanks(text, dash + 1) is var second && second > dash + 1
                && VersionParts.Scan(text, second, wildcards: true) is { } high)
            {
                var end = SkipBlanks(text, high.End);
                var replacement = ">= " + text.Substring(start, low.End - start) + ", <= " + text.Substring(second, high.End - second) + " ";
                text = text.Substring(0, at) + replacement + text.Substring(end);
                at += replacement.Length;
                continue;
            }

            at++;
        }

        return text;
    }

    private static Tuple<List<Constraint>, List<(string, VersionParts)>>? ParseGroup(string group)
    {
        var found = new List<(string, VersionParts)>();
        var i = SkipBlanks(group, 0);
        while (true)
        {
            var operation = Operator(group, i);
            var start = SkipBlanks(group, i + operation.Length);
            if (VersionParts.Scan(group, start, wildcards: true) is not { } operand)
            {
                return null;
            }

            found.Add((operation, operand));
            i = SkipBlanks(group, operand.End);
            if (i == group.Length)
            {
                return Tuple.Create(new List<Constraint>(), found);
            }

            var comma = group[i] == ',';
            if (!comma && i == operand.End)
            {
                return null;
            }

            i = comma ? SkipBlanks(group, i + 1) : i;
        }
    }

    private static string Operator(string text, int at)
    {
        foreach (var candidate in (ReadOnlySpan<string>)["!=", ">=", "=>", "<=", "=<", "~>", "=", ">", "<", "~", "^"])
        {
            if (string.CompareOrdinal(text, at, candidate, 0, candidate.Length) == 0)
            {
                return candidate;
            }
        }

        return "";
    }

    private static Constraint? Create(string operation, VersionParts operand)
    {
        var suffix = operand.Prerelease.Length > 0 ? "-" + operand.Prerelease : "";
        var any = IsWildcard(operand.Major);
        var anyMinor = !any && IsWildcard(operand.Minor);
        var anyPatch = !any && !anyMinor && IsWildcard(operand.Patch);
        var text = any ? "0.0.0" : anyMinor ? operand.Major + ".0.0" : anyPatch ? operand.Major + "." + operand.Minor + ".0" : operand.Major + "." + operand.Minor + "." + operand.Patch;
        return SemanticVersion.Parse(text + suffix, out _) is { } version ? new Constraint(operation, version, any || anyMinor || anyPatch, anyMinor, anyPatch) : null;
    }

    private static bool IsWildcard(string number) => number is "" or "x" or "X" or "*";

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r' or '\f')
        {
            at++;
        }

        return at;
    }

    private sealed record Constraint(string Operation, SemanticVersion Version, bool Open, bool OpenMinor, bool OpenPatch)
    {
        public bool Holds(SemanticVersion version)
        {
            var order = version.CompareTo(Version);
            return Operation switch
            {
                "!=" => Differs(version, order),
                ">" => Greater(version, order),
                "<" => order < 0,
                ">=" or "=>" => order >= 0,
                "<=" or "=<" => Open
                    ? version.Major <= Version.Major && !(version.Major == Version.Major && version.Minor > Version.Minor && !OpenMinor)
                    : order <= 0,
                "~" or "~>" => Tilde(version, order),
                "^" => Caret(version, order),
                _ => Open ? Tilde(version, order) : order == 0,
            };
        }

        private bool Differs(SemanticVersion version, int order)
        {
            if (!Open)
            {
                return order != 0;
            }

            if (version.Major != Version.Major || (version.Minor != Version.Minor && !OpenMinor))
            {
                return true;
            }

            if (OpenMinor)
            {
                return false;
            }

            return OpenPatch
                ? (version.Prerelease.Length > 0 || Version.Prerelease.Length > 0) && SemanticVersion.ComparePrerelease(version.Prerelease, Version.Prerelease) != 0
                : version.Patch != Version.Patch || order != 0;
        }

        private bool Greater(SemanticVersion version, int order)
        {
            if (!Open || version.Major != Version.Major)
            {
                return Open ? version.Major > Version.Major : order > 0;
            }

            return !OpenMinor && (OpenPatch ? version.Minor > Version.Minor : order > 0);
        }

        private bool Tilde(SemanticVersion version, int order)
        {
            if (order < 0)
            {
                return false;
            }

            if (Version.Major == 0 && Version.Minor == 0 && Version.Patch == 0 && !OpenMinor && !OpenPatch)
            {
                return true;
            }

            return version.Major == Version.Major && (version.Minor == Version.Minor || OpenMinor);
        }

        private bool Caret(SemanticVersion version, int order)
        {
            if (order < 0)
            {
                return false;
            }

            if (Version.Major > 0 || OpenMinor)
            {
                return version.Major == Version.Major;
            }

            if (version.Major > 0)
            {
                return false;
            }

            if (Version.Minor > 0 || OpenPatch)
            {
                return version.Minor == Version.Minor;
            }

            return version.Minor == 0 && version.Patch == Version.Patch;
        }
    }
}
