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

        if (Scripts(category) is { } script)
        {
            return Array.Exists(script, range => rune >= range.Low && rune <= range.High);
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

    public static bool IsCategory(string name) => name is "Any" or "L" or "M" or "N" or "P" or "S" or "Z" or "C" || Array.IndexOf(Names, name) >= 0 || Scripts(name) is not null;

    // The scripts that charts could ask for, by their blocks.
    private static (int Low, int High)[]? Scripts(string name) => name switch
    {
        "Latin" => [('A', 'Z'), ('a', 'z'), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2B8), (0x1E00, 0x1EFF), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)],
        "Greek" => [(0x370, 0x373), (0x375, 0x377), (0x37A, 0x37D), (0x37F, 0x37F), (0x384, 0x384), (0x386, 0x386), (0x388, 0x3E1), (0x3F0, 0x3FF), (0x1F00, 0x1FFE)],
        "Cyrillic" => [(0x400, 0x484), (0x487, 0x52F), (0x1C80, 0x1C88), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)],
        "Hebrew" => [(0x591, 0x5F4)],
        "Arabic" => [(0x600, 0x604), (0x606, 0x60B), (0x60D, 0x61A), (0x61C, 0x61E), (0x620, 0x63F), (0x641, 0x64A), (0x656, 0x66F), (0x671, 0x6DC), (0x6DE, 0x6FF), (0x750, 0x77F)],
        "Thai" => [(0xE01, 0xE3A), (0xE40, 0xE5B)],
        "Hangul" => [(0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3)],
        "Hiragana" => [(0x3041, 0x3096), (0x309D, 0x309F)],
        "Katakana" => [(0x30A1, 0x30FA), (0x30FD, 0x30FF), (0x31F0, 0x31FF)],
        "Han" => [(0x2E80, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x20000, 0x2FA1D)],
        _ => null,
    };

    private static string Name(UnicodeCategory category) => Names[(int)category];

    private static readonly string[] Names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc", "Sk", "So", "Cn",
    ];
}
