using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>go-yaml's order of keys: digits count as numbers, letters come after what is no letter.</summary>
internal sealed class YamlKeyOrder(bool version3) : IComparer<string>
{
    public static YamlKeyOrder Version2 { get; } = new(version3: false);

    public static YamlKeyOrder Version3 { get; } = new(version3: true);

    public int Compare(string? x, string? y)
    {
        if (x == y)
        {
            return 0;
        }

        return Less(GoText.Runes(x!), GoText.Runes(y!)) ? -1 : 1;
    }

    private bool Less(int[] a, int[] b)
    {
        var digits = false;
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] == b[i])
            {
                digits = IsDigit(a[i]);
                continue;
            }

            var aLetter = IsLetter(a[i]);
            var bLetter = IsLetter(b[i]);
            if (aLetter && bLetter)
            {
                return a[i] < b[i];
            }

            if (aLetter || bLetter)
            {
                return version3 && digits ? aLetter : bLetter;
            }

            return LessNumber(a, b, i);
        }

        return a.Length < b.Length;
    }

    private static bool LessNumber(int[] a, int[] b, int i)
    {
        long aNumber = 0, bNumber = 0;
        if (a[i] == '0' || b[i] == '0')
        {
            for (var j = i - 1; j >= 0 && IsDigit(a[j]); j--)
            {
                if (a[j] != '0')
                {
                    aNumber = bNumber = 1;
                    break;
                }
            }
        }

        var aEnd = Number(a, i, ref aNumber);
        var bEnd = Number(b, i, ref bNumber);
        return aNumber != bNumber ? aNumber < bNumber : aEnd != bEnd ? aEnd < bEnd : a[i] < b[i];
    }

    private static int Number(int[] text, int i, ref long value)
    {
        for (; i < text.Length && IsDigit(text[i]); i++)
        {
            value = unchecked((value * 10) + text[i] - '0');
        }

        return i;
    }

    private static bool IsLetter(int rune) => char.IsLetter(GoText.FromRune(rune), 0);

    private static bool IsDigit(int rune) => char.IsDigit(GoText.FromRune(rune), 0);
}
