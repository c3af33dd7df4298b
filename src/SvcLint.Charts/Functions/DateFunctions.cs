using System.Globalization;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's dates. What depends on today is unknown.</summary>
internal static class DateFunctions
{
    private const string HtmlLayout = "2006-01-02";

    public static IEnumerable<GoFunction> All()
    {
        GoType[] two = [GoType.String, GoType.Any];
        GoType[] texts = [GoType.String, GoType.String];
        GoType[] modify = [GoType.String, GoTime.Type];
        yield return new("now", [], call => GoTime.Of(call.Execution.Settings.Now).ToValue(), origins: OriginFlow.Unknown);
        yield return new("ago", [GoType.Any], call => GoString.Of(GoDuration.Format((GoTime.Of(call.Execution.Settings.Now).Seconds - Instant(call, call[0]).Seconds) * GoDuration.Second)), origins: OriginFlow.Unknown);
        yield return new("date", two, call => Written(call, call.String(0), call[1], "Local"), origins: OriginFlow.Kept);
        yield return new("htmlDate", [GoType.Any], call => Written(call, HtmlLayout, call[0], "Local"), origins: OriginFlow.Kept);
        yield return new("htmlDateInZone", [GoType.Any, GoType.String], call => Written(call, HtmlLayout, call[0], call.String(1)), origins: OriginFlow.Kept);
        foreach (var name in (string[])["dateInZone", "date_in_zone"])
        {
            yield return new(name, [GoType.String, GoType.Any, GoType.String], call => Written(call, call.String(0), call[1], call.String(2)), origins: OriginFlow.Kept);
        }

        foreach (var name in (string[])["dateModify", "date_modify"])
        {
            yield return new(name, modify, call => GoDuration.TryParse(call.String(0), out var change, out _) ? Time(call[1]).Add(change).ToValue() : call[1]);
            yield return new("must" + (name[4] == '_' ? "_" + name : "DateModify"), modify, call =>
                GoDuration.TryParse(call.String(0), out var change, out var error) ? Time(call[1]).Add(change).ToValue() : throw new GoException(error));
        }

        yield return new("toDate", texts, call => GoTimeLayout.TryParse(call.String(0), call.String(1), out var time, out _) ? time.ToValue() : GoTime.Zero.ToValue());
        yield return new("mustToDate", texts, call => GoTimeLayout.TryParse(call.String(0), call.String(1), out var time, out var error) ? time.ToValue() : throw new GoException(error));
        yield return new("unixEpoch", [GoTime.Type], call => GoString.Of(Time(call[0]).Seconds.ToString(CultureInfo.InvariantCulture)));
        yield return new("duration", [GoType.Any], call => GoString.Of(GoDuration.Format(unchecked(Seconds(call[0]) * GoDuration.Second))));
        yield return new("durationRound", [GoType.Any], call => GoString.Of(Rounded(call)));
    }

    private static GoTime Time(GoValue value) => (GoTime)((GoObject)value).Payload!;

    // What is neither a date nor a number of seconds is now.
    private static GoTime Instant(FunctionCall call, GoValue value) => Known(value) ?? GoTime.Of(call.Execution.Settings.Now);

    private static GoTime? Known(GoValue value) => value switch
    {
        GoObject { Payload: GoTime time } => time,
        GoInt { Type.Kind: GoKind.Int or GoKind.Int32 or GoKind.Int64 } seconds => GoTime.Unix(seconds.Value),
        _ => null,
    };

    private static GoValue Written(FunctionCall call, string layout, GoValue date, string zone)
    {
        var text = GoString.Of(Instant(call, date).In(zone).Format(layout));
        return text.WithOrigin(Known(date) is null ? Origin.Unknown : Origin.Compute(call.Arguments));
    }

    private static long Seconds(GoValue value)
    {
        switch (value)
        {
            case GoInt { Type.Kind: GoKind.Int64 } seconds when seconds.Type == GoType.Int64:
                return seconds.Value;
            case GoString text:
                GoNumber.TryInt(text.Value, out var parsed, 10);
                return parsed;
            default:
                return 0;
        }
    }

    private static string Rounded(FunctionCall call)
    {
        var duration = call[0] switch
        {
            GoString text => GoDuration.TryParse(text.Value, out var parsed, out _) ? parsed : 0,
            GoInt { Type.Kind: GoKind.Int64 } number when number.Type == GoType.Int64 => number.Value,
            GoObject { Payload: GoTime time } => (GoTime.Of(call.Execution.Settings.Now).Seconds - time.Seconds) * GoDuration.Second,
            _ => 0,
        };
        var size = duration < 0 ? unchecked((ulong)-duration) : (ulong)duration;
        foreach (var (unit, name) in new (ulong, string)[]
        {
            (365 * 24 * (ulong)GoDuration.Hour, "y"), (30 * 24 * (ulong)GoDuration.Hour, "mo"), (24 * (ulong)GoDuration.Hour, "d"), (GoDuration.Hour, "h"), (GoDuration.Minute, "m"), (GoDuration.Second, "s"),
        })
        {
            if (size > unit)
            {
                return (size / unit).ToString(CultureInfo.InvariantCulture) + name;
            }
        }

        return "0s";
    }
}
