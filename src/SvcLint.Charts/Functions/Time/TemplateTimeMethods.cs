using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>What templates can ask a time for.</summary>
internal static class TemplateTimeMethods
{
    public static IReadOnlyList<GoFunction> Declare(GoType type) =>
    [
        new("Format", [GoType.String], call => GoString.Of(Time(call).Format(call.String(0)))),
        new("String", [], call => GoString.Of(Time(call).ToString())),
        new("Unix", [], call => GoInt.Of64(Time(call).Seconds)),
        new("UnixNano", [], call => GoInt.Of64(unchecked((Time(call).Seconds * 1_000_000_000) + Time(call).Nanoseconds))),
        new("UnixMilli", [], call => GoInt.Of64((Time(call).Seconds * 1000) + (Time(call).Nanoseconds / 1_000_000))),
        new("Year", [], call => GoInt.Of(Time(call).Year)),
        new("YearDay", [], call => GoInt.Of(Time(call).YearDay)),
        new("Day", [], call => GoInt.Of(Time(call).Day)),
        new("Hour", [], call => GoInt.Of(Time(call).Hour)),
        new("Minute", [], call => GoInt.Of(Time(call).Minute)),
        new("Second", [], call => GoInt.Of(Time(call).Second)),
        new("Nanosecond", [], call => GoInt.Of(Time(call).Nanoseconds)),
        new("IsZero", [], call => new GoBool(Time(call).IsZero)),
        new("UTC", [], call => Time(call).In("UTC").ToValue()),
        new("Local", [], call => Time(call).In("UTC").ToValue()),
        new("AddDate", [GoType.Int, GoType.Int, GoType.Int], AddDate),
        new("Before", [type], call => new GoBool(Compare(call) < 0)),
        new("After", [type], call => new GoBool(Compare(call) > 0)),
        new("Equal", [type], call => new GoBool(Compare(call) == 0)),
    ];

    private static TemplateTime Time(FunctionCall call) => (TemplateTime)((GoObject)call.Receiver!).Payload!;

    private static int Compare(FunctionCall call)
    {
        var other = (TemplateTime)((GoObject)call[0]).Payload!;
        var order = Time(call).Seconds.CompareTo(other.Seconds);
        return order != 0 ? order : Time(call).Nanoseconds.CompareTo(other.Nanoseconds);
    }

    private static long Between(long value, long least, long most) => Math.Max(least, Math.Min(most, value));

    private static GoObject AddDate(FunctionCall call)
    {
        var time = Time(call);
        var months = (time.Year * 12) + time.Month - 1 + Between(call.Int(1), -100_000, 100_000) + (Between(call.Int(0), -10_000, 10_000) * 12);
        var start = TemplateTime.Utc(months / 12, (int)(months % 12) + 1, 1, time.Hour, time.Minute, time.Second, time.Nanoseconds);
        var seconds = start.Seconds + ((time.Day - 1 + Between(call.Int(2), -4_000_000, 4_000_000)) * 86400) - time.Offset;
        return (start with { Seconds = seconds, Offset = time.Offset, Zone = time.Zone }).ToValue();
    }
}
