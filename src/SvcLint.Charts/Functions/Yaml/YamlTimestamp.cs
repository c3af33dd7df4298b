namespace SvcLint.Charts.Functions;

/// <summary>Dates and times as go-yaml recognizes them in plain scalars.</summary>
internal static class YamlTimestamp
{
    private static readonly string[] Layouts =
    [
        "2006-1-2T15:4:5.999999999Z07:00",
        "2006-1-2t15:4:5.999999999Z07:00",
        "2006-1-2 15:4:5.999999999",
        "2006-1-2",
    ];

    public static bool IsTimestamp(string text)
    {
        if (text.Length < 6 || text[4] != '-')
        {
            return false;
        }

        for (var i = 0; i < 4; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return false;
            }
        }

        return Array.Exists(Layouts, layout => TemplateTimeLayout.TryParse(layout, text, out _, out _));
    }
}
