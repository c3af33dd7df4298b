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
        GoType[] modify = [GoType.String, TemplateTime.Type];
        yield return new("now", [], call => TemplateTime.Of(call.Execution.Settings.Now).ToValue(), origins: OriginFlow.Unknown);
        yield return new("ago", [GoType.Any], call => GoString.Of(TemplateDuration.Format((TemplateTime.Of(call.Execution.Settings.Now).Seconds - Instant(call, call[0]).Seconds) * TemplateDuration.Second)), origins: OriginFlow.Unknown);
        yield return new("date", two, call => Written(call, call.String(0), call[1], "Local"), origins: OriginFlow.Kept);
        yield return new("htmlDate", [GoType.Any], call => Written(call, HtmlLayout, call[0], "Local"), origins: OriginFlow.Kept);
        yield return new("htmlDateInZone", [GoType.Any, GoType.String], call => Written(call, HtmlLayout, call[0], call.String(1)), origins: OriginFlow.Kept);
        foreach (var name in (string[])["dateInZone", "date_in_zone"])
        {
            yield return new(name, [GoType.String, GoType.Any, GoType.String], call => Written(call, call.String(0), call[1], call.String(2)), origins: OriginFlow.Kept);
        }

        foreach (var name in (string[])["dateModify", "date_modify"])
        {
            yield return new(name, modify, call => TemplateDuration.TryParse(call.String(0), out var change, out _) ? Time(call[1]).Add(change).ToValue() : call[1]);
            yield return new("must" + (name[4] == '_' ? "_" + name : "DateModify"), modify, call =>
                TemplateDuration.TryParse(call.String(0), out var change, out var error) ? Time(call[1]).Add(change).ToValue() : throw new GoException(error));
        }

        yield return new("toDate", texts, call => TemplateTimeLayout.TryParse(call.String(0), call.String(1), out var time, out _) ? time.ToValue() : TemplateTime.Zero.ToValue());
        yield return new("mustToDate", texts, call => TemplateTimeLayout.TryParse(call.String(0), call.String(1), out var time, out var error) ? time.ToValue() : throw new GoException(error));
        yield return new("unixEpoch", [TemplateTime.Type], call => GoString.Of(Time(call[0]).Seconds.ToString(CultureInfo.InvariantCulture)));
        yield return new("duration", [GoType.Any], call => GoString.Of(TemplateDuration.Format(unchecked(Seconds(call[0]) * TemplateDuration.Second))));
        yield return new("durationRound", [GoType.Any], call => GoString.Of(Rounded(call)));
    }

    private static TemplateTime Time(GoValue value) => (TemplateTime)((GoObject)value).Payload!;

    // What is neither a date nor a number of seconds is now.
    private static TemplateTime Instant(FunctionCall call, GoValue value) => Known(value) ?? TemplateTime.Of(call.Execution.Settings.Now);

    private static TemplateTime? Known(GoValue value) => value switch
    {
        GoObject { Payload: TemplateTime time } => time,
        GoInt { Type.Kind: GoKind.Int or GoKind.Int32 or GoKind.Int64 } seconds => TemplateTime.Unix(seconds.Value),
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
            GoString text => TemplateDuration.TryParse(text.Value, out var parsed, out _) ? parsed : 0,
            GoInt { Type.Kind: GoKind.Int64 } number when number.Type == GoType.Int64 => number.Value,
            GoObject { Payload: TemplateTime time } => (TemplateTime.Of(call.Execution.Settings.Now).Seconds - time.Seconds) * TemplateDuration.Second,
            _ => 0,
        };
        var size = duration < 0 ? unchecked((ulong)-duration) : (ulong)duration;
        foreach (var (unit, name) in new (ulong, string)[]
        {
            (365 * 24 * (ulong)TemplateDuration.Hour, "y"), (30 * 24 * (ulong)TemplateDuration.Hour, "mo"), (24 * (ulong)TemplateDuration.Hour, "d"), (TemplateDuration.Hour, "h"), (TemplateDuration.Minute, "m"), (TemplateDuration.Second, "s"),
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
