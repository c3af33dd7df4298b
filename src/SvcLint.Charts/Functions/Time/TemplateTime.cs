using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>A <c>time.Time</c>: seconds since 1970, nanoseconds, and the zone that it shows.</summary>
internal sealed record TemplateTime(long Seconds, int Nanoseconds, int Offset, string Zone)
{
    private const long SecondsPerDay = 86400;

    public static GoType Type { get; } = new("time.Time", GoKind.Struct, isNamed: true, methods: TemplateTimeMethods.Declare);

    /// <summary>The first of January of year 1.</summary>
    public static TemplateTime Zero { get; } = Utc(1, 1, 1, 0, 0, 0, 0);

    public long Year => Civil().Year;

    public int Month => Civil().Month;

    public int Day => Civil().Day;

    public int Hour => (int)(SecondOfDay / 3600);

    public int Minute => (int)(SecondOfDay / 60 % 60);

    public int Second => (int)(SecondOfDay % 60);

    /// <summary>0 is Sunday.</summary>
    public int Weekday => (int)Mod(Days + 4, 7);

    public int YearDay => (int)(Days - DaysOf(Year, 1, 1)) + 1;

    public bool IsZero => Seconds == Zero.Seconds && Nanoseconds == 0;

    private long Days => FloorDiv(Seconds + Offset, SecondsPerDay);

    private long SecondOfDay => Mod(Seconds + Offset, SecondsPerDay);

    public static TemplateTime Unix(long seconds) => new(seconds, 0, 0, "UTC");

    public static TemplateTime Utc(long year, int month, int day, int hour, int minute, int second, int nanoseconds) =>
        new((DaysOf(year, month, day) * SecondsPerDay) + (hour * 3600) + (minute * 60) + second, nanoseconds, 0, "UTC");

    public static TemplateTime Of(DateTimeOffset time) => new(time.ToUnixTimeSeconds(), (int)(time.UtcTicks % TimeSpan.TicksPerSecond) * 100, 0, "UTC");

    public static int DaysIn(int month, long year) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    public TemplateTime Add(long nanoseconds)
    {
        var total = Nanoseconds + (nanoseconds % 1_000_000_000);
        return this with { Seconds = Seconds + (nanoseconds / 1_000_000_000) + FloorDiv(total, 1_000_000_000), Nanoseconds = (int)Mod(total, 1_000_000_000) };
    }

    /// <summary>The same instant shown in another zone; of an unknown name in UTC.</summary>
    public TemplateTime In(string zone)
    {
        if (zone is not ("" or "UTC" or "Local") && Seconds is > -62_000_000_000 and < 253_000_000_000)
        {
            try
            {
                var found = TimeZoneInfo.FindSystemTimeZoneById(zone);
                var offset = found.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(Seconds));
                return this with { Offset = (int)offset.TotalSeconds, Zone = offset == TimeSpan.Zero ? "UTC" : "" };
            }
            catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
            {
                return In("UTC");
            }
        }

        return this with { Offset = 0, Zone = "UTC" };
    }

    public string Format(string layout) => TemplateTimeLayout.Format(layout, this);

    public override string ToString() => Format("2006-01-02 15:04:05.999999999 -0700 MST");

    public GoObject ToValue() => new(Type, text: ToString(), payload: this);

    private (long Year, int Month, int Day) Civil()
    {
        // Years that start in March, in eras of 400 years.
        var z = Days + 719468;
        var era = FloorDiv(z, 146097);
        var dayOfEra = z - (era * 146097);
        var year = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        var dayOfYear = dayOfEra - ((365 * year) + (year / 4) - (year / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1);
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (year + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }

    private static long DaysOf(long year, int month, int day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = FloorDiv(year, 400);
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 146097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719468;
    }

    private static long FloorDiv(long a, long b) => a >= 0 ? a / b : ((a + 1) / b) - 1;

    private static long Mod(long a, long b) => a - (FloorDiv(a, b) * b);
}
