using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Helm 4's functions on durations: text such as <c>1h30m</c>, or a number of seconds. What is none counts as zero.</summary>
internal static class DurationFunctions
{

    public static IEnumerable<GoFunction> All()
    {
        GoType[] any = [GoType.Any];
        GoType[] two = [GoType.Any, GoType.Any];
        yield return new("mustToDuration", any, call => Value(TryRead(call[0], out var duration, out var error) ? duration : throw new GoException(error)));
        foreach (var (name, unit) in new[] { ("Milliseconds", 1_000_000L), ("Microseconds", 1000L), ("Nanoseconds", 1L) })
        {
            yield return new("duration" + name, any, call => GoInt.Of64(Read(call[0]) / unit));
        }

        foreach (var (name, unit) in new[] { ("Seconds", TemplateDuration.Second), ("Minutes", TemplateDuration.Minute), ("Hours", TemplateDuration.Hour) })
        {
            // Go adds the whole units and the rest as floats.
            yield return new("duration" + name, any, call => new GoFloat((Read(call[0]) / unit) + ((double)(Read(call[0]) % unit) / unit)));
        }

        foreach (var (name, days) in new[] { ("Days", 1), ("Weeks", 7) })
        {
            yield return new("duration" + name, any, call => new GoFloat(((Read(call[0]) / TemplateDuration.Hour) + ((double)(Read(call[0]) % TemplateDuration.Hour) / TemplateDuration.Hour)) / (24.0 * days)));
        }

        yield return new("durationTruncateTo", two, call => Value(Read(call[1]) is > 0 and var unit ? Read(call[0]) - (Read(call[0]) % unit) : Read(call[0])));
        yield return new("durationRoundTo", two, call => Value(Rounded(Read(call[0]), Read(call[1]))));
    }

    private static long Rounded(long duration, long unit)
    {
        if (unit <= 0)
        {
            return duration;
        }

        var rest = duration % unit;
        return Math.Abs(rest) < unit - Math.Abs(rest) ? duration - rest : duration - rest + (duration < 0 ? -unit : unit);
    }

    private static GoObject Value(long duration) => new(TemplateDuration.Type, text: TemplateDuration.Format(duration), payload: duration);

    private static long Read(GoValue value) => TryRead(value, out var duration, out _) ? duration : 0;

    private static bool TryRead(GoValue value, out long duration, out string error)
    {
        duration = 0;
        error = "";
        switch (value)
        {
            case GoObject { Payload: long nanoseconds }:
                duration = nanoseconds;
                return true;
            case GoString text when text.Value.Trim().Length == 0:
                error = "empty duration";
                return false;
            case GoString text when TemplateDuration.TryParse(text.Value.Trim(), out duration, out _):
                return true;
            case GoString text when GoNumber.TryFloat(text.Value.Trim(), out var seconds):
                return TrySeconds(seconds, out duration, out error);
            case GoString text:
                error = "could not parse duration " + GoQuote.Quote(text.Value);
                return false;
            case GoNil:
                error = "invalid duration";
                return false;
            case GoInt or GoUint or GoFloat:
                return TrySeconds(Casts.Float64(value), out duration, out error);
            default:
                error = "unsupported duration type " + value.Type.Name;
                return false;
        }
    }

    private static bool TrySeconds(double seconds, out long duration, out string error)
    {
        duration = 0;
        error = double.IsNaN(seconds) || double.IsInfinity(seconds) ? "invalid duration seconds: " + GoFloatText.Shortest(seconds)
            : Math.Abs(seconds) > long.MaxValue / (double)TemplateDuration.Second ? "duration seconds overflow: " + GoFloatText.Shortest(seconds) : "";
        if (error.Length > 0)
        {
            return false;
        }

        duration = Casts.Truncate(seconds * TemplateDuration.Second);
        return true;
    }
}
