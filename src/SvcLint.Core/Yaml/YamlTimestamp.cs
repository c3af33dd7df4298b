namespace SvcLint.Yaml;

/// <summary>Dates and times as go-yaml recognizes them: a date, or one with a time behind <c>T</c>, <c>t</c> or blanks, as Go's time package parses it.</summary>
public static class YamlTimestamp
{
    public static bool IsTimestamp(string text)
    {
        var at = 0;
        if (Number(text, ref at, 4, 4) is not { } year || !Take(text, ref at, '-')
            || Number(text, ref at, 1, 2) is not (>= 1 and <= 12 and var month) || !Take(text, ref at, '-')
            || Number(text, ref at, 1, 2) is not (>= 1 and var day) || day > Days(year, month))
        {
            return false;
        }

        if (at == text.Length)
        {
            return true;
        }

        var hasZone = text[at] is 'T' or 't';
        if (!hasZone && text[at] != ' ')
        {
            return false;
        }

        at++;
        while (!hasZone && at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return IsTime(text, ref at) && (!hasZone || IsZone(text, ref at)) && at == text.Length;
    }

    private static bool IsTime(string text, ref int at)
    {
        if (Number(text, ref at, 1, 2) is not < 24 || !Take(text, ref at, ':')
            || Number(text, ref at, 1, 2) is not < 60 || !Take(text, ref at, ':')
            || Number(text, ref at, 1, 2) is not < 60)
        {
            return false;
        }

        if (at + 1 < text.Length && text[at] is '.' or ',' && IsDigit(text, at + 1))
        {
            do
            {
                at++;
            }
            while (IsDigit(text, at));
        }

        return true;
    }

    private static bool IsZone(string text, ref int at) => Take(text, ref at, 'Z')
        || ((Take(text, ref at, '+') || Take(text, ref at, '-')) && Number(text, ref at, 2, 2) is <= 24 && Take(text, ref at, ':') && Number(text, ref at, 2, 2) is < 60);

    private static int Days(int year, int month) => DateTime.DaysInMonth(year == 0 ? 4 : year, month);

    private static int? Number(string text, ref int at, int least, int most)
    {
        var (value, digits) = (0, 0);
        for (; digits < most && IsDigit(text, at); digits++, at++)
        {
            value = (value * 10) + (text[at] - '0');
        }

        return digits >= least ? value : null;
    }

    private static bool Take(string text, ref int at, char mark)
    {
        if (at >= text.Length || text[at] != mark)
        {
            return false;
        }

        at++;
        return true;
    }

    private static bool IsDigit(string text, int at) => at < text.Length && text[at] is >= '0' and <= '9';
}
