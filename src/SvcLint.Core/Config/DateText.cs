using System.Globalization;

namespace SvcLint.Config;

/// <summary>Dates as suppressions write them.</summary>
internal static class DateText
{
    public const string Format = "YYYY-MM-DD";

    public static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static string Write(DateTime date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
