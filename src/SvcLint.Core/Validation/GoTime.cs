namespace SvcLint.Validation;

/// <summary>Times as Go reads them.</summary>
public static class GoTime
{
    /// <summary>RFC 3339 as Go's time.Parse takes it: upper case T and Z, calendar dates only.</summary>
    public static bool IsRfc3339(string text)
    {
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        if (!Between(text, 0, 4, 0, 9999, out var year) || !Between(text, 5, 2, 1, 12, out var month)
            || !Between(text, 8, 2, 1, 31, out var day) || day > DaysIn(year, month)
            || !Between(text, 11, 2, 0, 23, out _) || !Between(text, 14, 2, 0, 59, out _) || !Between(text, 17, 2, 0, 59, out _))
        {
            return false;
        }

        var i = 19;
        if (text[i] is '.' or ',')
        {
            var first = ++i;
            while (i < text.Length && text[i] is >= '0' and <= '9')
            {
                i++;
            }

            if (i == first)
            {
                return false;
            }
        }

        return text.Length == i + 1
            ? text[i] == 'Z'
            : text.Length == i + 6 && text[i] is '+' or '-' && text[i + 3] == ':' && Between(text, i + 1, 2, 0, 24, out _) && Between(text, i + 4, 2, 0, 60, out _);
    }

    private static bool Between(string text, int start, int length, int low, int high, out int value)
    {
        value = 0;
        for (var i = start; i < start + length; i++)
        {
            if (text[i] is not (>= '0' and <= '9'))
            {
                return false;
            }

            value = (value * 10) + text[i] - '0';
        }

        return value >= low && value <= high;
    }

    private static int DaysIn(int year, int month) => year == 0 ? DateTime.DaysInMonth(4, month) : DateTime.DaysInMonth(year, month);
}
