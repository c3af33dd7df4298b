using System.Globalization;

namespace SvcLint.Charts.Functions.Regex;

/// <summary>A set of code points: ranges, Unicode categories and their opposites.</summary>
internal sealed class RuneClass
{
    private readonly List<(int Low, int High)> _ranges = [];
    private readonly List<(string Category, bool Negated)> _categories = [];
    private readonly List<RuneClass> _classes = [];

    /// <summary>Everything but what was added.</summary>
    public bool Negated { get; set; }

    /// <summary>Letters match without regard to case.</summary>
    public bool IgnoresCase { get; set; }

    public static RuneClass Of(int rune, bool ignoresCase)
    {
        var set = new RuneClass { IgnoresCase = ignoresCase };
        set.Add(rune, rune);
        return set;
    }

    public void Add(int low, int high) => _ranges.Add((low, high));

    public void Add(RuneClass inner) => _classes.Add(inner);

    public void AddCategory(string category, bool negated) => _categories.Add((category, negated));

    public bool Contains(int rune)
    {
        var found = Holds(rune);
        if (!found && IgnoresCase)
        {
            foreach (var other in Folded(rune))
            {
                found |= Holds(other);
            }
        }

        return found != Negated;
    }

    private bool Holds(int rune)
    {
        foreach (var (low, high) in _ranges)
        {
            if (rune >= low && rune <= high)
            {
                return true;
            }
        }

        foreach (var inner in _classes)
        {
            if (inner.Contains(rune))
            {
                return true;
            }
        }

        foreach (var (category, negated) in _categories)
        {
            if (HasCategory(rune, category) != negated)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasCategory(int rune, string category)
    {
        if (category == "Any")
        {
            return true;
        }

        var name = Name(rune is >= 0xD800 and <= 0xDFFF ? UnicodeCategory.Surrogate : CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(rune), 0));
        return category.Length == 1 ? name[0] == category[0] : name == category;
    }

    private static int[] Folded(int rune) => rune switch
    {
        'k' or 'K' or 0x212A => ['k', 'K', 0x212A],
        's' or 'S' or 0x17F => ['s', 'S', 0x17F],
        > 0xFFFF or (>= 0xD800 and <= 0xDFFF) => [],
        _ => [char.ToLowerInvariant((char)rune), char.ToUpperInvariant((char)rune)],
    };

    public static bool IsCategory(string name) => name is "Any" or "L" or "M" or "N" or "P" or "S" or "Z" or "C" || Array.IndexOf(Names, name) >= 0;

    private static string Name(UnicodeCategory category) => Names[(int)category];

    private static readonly string[] Names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc", "Sk", "So", "Cn",
    ];
}
