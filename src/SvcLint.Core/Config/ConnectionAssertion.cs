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
    public const string Form = "write SOURCE -> DESTINATION, for example shop/web -> shop/db:5432";

    /// <summary>Reads <c>A, B -> C:80</c>, in brackets or not; null where there is no arrow or nothing beside it.</summary>
    public static ConnectionAssertion? Read(AssertionKind kind, Located<string> text, string? unit)
    {
        var arrow = text.Value.IndexOf("->", StringComparison.Ordinal);
        if (arrow < 0)
        {
            return null;
        }

        var sources = Ends(text.Value.Substring(0, arrow));
        var destinations = Ends(text.Value.Substring(arrow + 2));
        return sources.Count > 0 && destinations.Count > 0 ? new ConnectionAssertion(kind, text, sources, destinations, unit) : null;
    }

    private static List<string> Ends(string text)
    {
        text = text.Trim();
        var ends = new List<string>();
        foreach (var part in (IsBracketed(text) ? text.Substring(1, text.Length - 2) : text).Split(',').Select(p => p.Trim()).Where(p => p.Length > 0))
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
