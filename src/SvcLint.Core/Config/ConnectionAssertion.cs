using SvcLint.Model;

namespace SvcLint.Config;

/// <summary>What an assertion says of a connection.</summary>
public enum AssertionKind
{
    /// <summary>It passes.</summary>
    Allow,

    /// <summary>It does not pass.</summary>
    Deny,

    /// <summary>Nobody else gets through.</summary>
    Only,
}

/// <summary>A test of the connectivity: <c>allow: shop/web -> shop/db:5432</c>.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Text">As it is written, at its place.</param>
/// <param name="Sources">The ends before the arrow.</param>
/// <param name="Destinations">The ends behind it, each perhaps with ports.</param>
/// <param name="Unit">The unit in which it holds; null for every one that has such ends.</param>
public sealed record ConnectionAssertion(AssertionKind Kind, Located<string> Text, IReadOnlyList<string> Sources, IReadOnlyList<string> Destinations, string? Unit)
{
    private const string Arrow = "->";

    private static readonly char[] Quotes = ['"', '\''];

    public const string Form = "write SOURCE -> DESTINATION, for example shop/web -> shop/db:5432";

    /// <summary>Reads <c>A, B -> C:80</c>, in brackets or not; null where <see cref="Problem"/> says why it cannot be read.</summary>
    public static ConnectionAssertion? Read(AssertionKind kind, Located<string> text, string? unit)
    {
        if (Problem(text.Value) is not null)
        {
            return null;
        }

        var arrow = text.Value.IndexOf(Arrow, StringComparison.Ordinal);
        return new ConnectionAssertion(kind, text, Ends(text.Value.Substring(0, arrow)), Ends(text.Value.Substring(arrow + Arrow.Length)), unit);
    }

    /// <summary>What is wrong with a text, or null: one arrow, something on both sides, brackets in pairs.</summary>
    public static string? Problem(string text)
    {
        var arrow = text.IndexOf(Arrow, StringComparison.Ordinal);
        if (arrow < 0)
        {
            return Form;
        }

        var sides = new[] { text.Substring(0, arrow), text.Substring(arrow + Arrow.Length) };
        return sides[1].IndexOf(Arrow, StringComparison.Ordinal) >= 0 ? $"a second '{Arrow}' makes no sense; {Form}"
            : sides.Select(Brackets).FirstOrDefault(p => p is not null)
            ?? (Ends(sides[0]).All(IsExcluded) ? $"nothing stands before '{Arrow}'; {Form}"
            : Ends(sides[1]).All(IsExcluded) ? $"nothing stands behind '{Arrow}'; {Form}"
            : sides.Any(HasGap) ? "between two commas stands nothing"
            : sides.SelectMany(Ends).Select(Odd).FirstOrDefault(p => p is not null));
    }

    /// <summary>An end with a <c>!</c> before it is taken from the others: <c>shop/*, !shop/web</c>.</summary>
    public static bool IsExcluded(string end) => end.StartsWith("!", StringComparison.Ordinal);

    private static string? Odd(string end) => end.Any(char.IsWhiteSpace) ? $"'{end}' has a blank in it; a comma parts two ends"
        : end.IndexOfAny(Quotes) >= 0 ? "a quote is not closed"
        : Brackets(end) is null ? null : "a port stands behind each end, not behind the bracket";

    private static bool HasGap(string side) => Bare(side.Trim()).Split(',').Any(p => p.Trim().Length == 0);

    private static string? Brackets(string side)
    {
        var depth = 0;
        foreach (var sign in side)
        {
            depth += sign switch { '[' => 1, ']' => -1, _ => 0 };
            if (depth < 0)
            {
                return "']' closes no bracket";
            }
        }

        return depth > 0 ? "'[' is not closed" : null;
    }

    private static string Bare(string text) => IsBracketed(text) ? text.Substring(1, text.Length - 2) : text;

    private static List<string> Ends(string text)
    {
        text = text.Trim();
        var ends = new List<string>();
        foreach (var part in Bare(text).Split(',').Select(p => p.Trim()).Where(p => p.Length > 0))
        {
            // A comma also parts ports (80,443) and labels (app=web,tier=front).
            var isMore = ends.Count > 0
                && (IsPorts(part) && ends[ends.Count - 1].IndexOf(':') > 0
                    || part.IndexOf('=') > 0 && part.IndexOf('/') < 0 && ends[ends.Count - 1].IndexOf('=') > 0);
            if (isMore)
            {
                ends[ends.Count - 1] += "," + part;
            }
            else
            {
                ends.Add(part);
            }
        }

        return ends;
    }

    // The first bracket belongs to the last: one around an IPv6 range closes before its port.
    private static bool IsBracketed(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (depth == 0)
            {
                return i > 0 && i == text.Length - 1;
            }
        }

        return false;
    }

    // 443, 8000-8100, 53/UDP.
    private static bool IsPorts(string part)
    {
        var slash = part.IndexOf('/');
        var numbers = slash < 0 ? part : part.Substring(0, slash);
        return numbers.All(c => char.IsDigit(c) || c == '-') && (slash < 0 || part.Substring(slash + 1).ToUpperInvariant() is "TCP" or "UDP" or "SCTP");
    }
}
