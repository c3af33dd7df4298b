namespace SvcLint.Charts.Functions;

/// <summary>Go's simple case mappings of one code point.</summary>
internal static class GoCase
{
    public static int Upper(int rune) => Single(rune, char.ToUpperInvariant, text => text.ToUpperInvariant());

    public static int Lower(int rune) => Single(rune, char.ToLowerInvariant, text => text.ToLowerInvariant());

    public static bool IsUpper(int rune) => char.IsUpper(Templates.GoText.FromRune(rune), 0);

    public static bool IsLower(int rune) => char.IsLower(Templates.GoText.FromRune(rune), 0);

    public static bool IsLetter(int rune) => char.IsLetter(Templates.GoText.FromRune(rune), 0);

    public static bool IsDigit(int rune) => char.IsDigit(Templates.GoText.FromRune(rune), 0);

    public static bool IsNumber(int rune) => char.IsNumber(Templates.GoText.FromRune(rune), 0);

    public static bool IsPunctuation(int rune) => char.IsPunctuation(Templates.GoText.FromRune(rune), 0);

    public static bool IsSpace(int rune) => rune <= 0xFFFF && StringFunctions.IsSpace((char)rune);

    private static int Single(int rune, Func<char, char> map, Func<string, string> mapPair) => rune switch
    {
        // The invariant culture leaves these two alone; Go does not.
        0x131 => map('i') == 'I' ? 'I' : rune,
        0x17F => map('s') == 'S' ? 'S' : rune,
        0x130 => map('I') == 'i' ? 'i' : rune,
        > 0xFFFF => char.ConvertToUtf32(mapPair(char.ConvertFromUtf32(rune)), 0),
        _ => map((char)rune),
    };
}
