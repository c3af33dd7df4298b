using System.Globalization;
using System.Numerics;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's arithmetic: int64 for most, decimals for those that end in f.</summary>
internal static class MathFunctions
{
    public static IEnumerable<GoFunction> All()
    {
        GoType[] any = [GoType.Any];
        GoType[] two = [GoType.Any, GoType.Any];
        yield return new("atoi", [GoType.String], call => GoInt.Of(GoNumber.TryInt(call.String(0), out var value, 10) ? value : Saturated(call.String(0))));
        yield return new("int", any, call => GoInt.Of(Casts.Int64(call[0])));
        yield return new("int64", any, call => GoInt.Of64(Casts.Int64(call[0])));
        yield return new("float64", any, call => new GoFloat(Casts.Float64(call[0])));
        yield return new("toDecimal", any, call => GoInt.Of64(GoNumber.TryInt(GoFormat.Print(call[0], call.Execution), out var value, 8) ? value : 0));
        yield return new("add", any, call => GoInt.Of64(call.Arguments.Aggregate(0L, (sum, value) => unchecked(sum + Casts.Int64(value)))), variadic: true);
        yield return new("add1", any, call => GoInt.Of64(unchecked(Casts.Int64(call[0]) + 1)));
        yield return new("sub", two, call => GoInt.Of64(unchecked(Casts.Int64(call[0]) - Casts.Int64(call[1]))));
        yield return new("mul", two, call => GoInt.Of64(call.Arguments.Aggregate(1L, (product, value) => unchecked(product * Casts.Int64(value)))), variadic: true);
        yield return new("div", two, call => GoInt.Of64(Divide(call, remainder: false)));
        yield return new("mod", two, call => GoInt.Of64(Divide(call, remainder: true)));
        yield return new("max", two, call => GoInt.Of64(call.Arguments.Max(Casts.Int64)), variadic: true);
        yield return new("biggest", two, call => GoInt.Of64(call.Arguments.Max(Casts.Int64)), variadic: true);
        yield return new("min", two, call => GoInt.Of64(call.Arguments.Min(Casts.Int64)), variadic: true);
        yield return new("maxf", two, call => new GoFloat(call.Arguments.Select(Casts.Float64).Aggregate(Math.Max)), variadic: true);
        yield return new("minf", two, call => new GoFloat(call.Arguments.Select(Casts.Float64).Aggregate(Math.Min)), variadic: true);
        yield return new("ceil", any, call => new GoFloat(Math.Ceiling(Casts.Float64(call[0]))));
        yield return new("floor", any, call => new GoFloat(Math.Floor(Casts.Float64(call[0]))));
        yield return new("round", [GoType.Any, GoType.Int, GoType.Float64], Round, variadic: true);
        yield return new("until", [GoType.Int], call => Range(call, 0, call.Int(0), call.Int(0) < 0 ? -1 : 1));
        yield return new("untilStep", [GoType.Int, GoType.Int, GoType.Int], call => Range(call, call.Int(0), call.Int(1), call.Int(2)));
        yield return new("seq", [GoType.Int], Sequence, variadic: true);
        yield return new("add1f", any, call => Decimals(call[0], [new GoFloat(1)], (a, b) => a.Add(b)));
        yield return new("addf", any, call => Decimals(new GoFloat(0), call.Arguments, (a, b) => a.Add(b)), variadic: true);
        yield return new("subf", two, call => Decimals(call[0], call.Arguments.Skip(1), (a, b) => a.Add(b.Negated())), variadic: true);
        yield return new("mulf", two, call => Decimals(call[0], call.Arguments.Skip(1), (a, b) => a.Multiply(b)), variadic: true);
        yield return new("divf", two, call => Decimals(call[0], call.Arguments.Skip(1), (a, b) => a.Divide(b)), variadic: true);
    }

    // What is out of range is the nearest number.
    private static long Saturated(string text)
    {
        var digits = text.Length > 0 && text[0] is '+' or '-' ? text.Substring(1) : text;
        return digits.Length == 0 || digits.Any(c => c is < '0' or > '9') ? 0 : text[0] == '-' ? long.MinValue : long.MaxValue;
    }

    private static long Divide(FunctionCall call, bool remainder)
    {
        var a = Casts.Int64(call[0]);
        var b = Casts.Int64(call[1]);
        return b switch
        {
            0 => throw new GoException("runtime error: integer divide by zero"),
            -1 => remainder ? 0 : unchecked(-a),
            _ => remainder ? a % b : a / b,
        };
    }

    private static GoFloat Round(FunctionCall call)
    {
        var on = call.Count > 2 ? Casts.Float64(call[2]) : 0.5;
        var power = Math.Pow(10, call.Int(1));
        var digit = power * Casts.Float64(call[0]);
        var fraction = digit - Math.Truncate(digit);
        return new GoFloat((fraction >= on ? Math.Ceiling(digit) : Math.Floor(digit)) / power);
    }

    private static GoList Range(FunctionCall call, long start, long stop, long step)
    {
        var numbers = new List<GoValue>();
        if (step != 0 && (stop < start) == (step < 0) && stop != start)
        {
            var count = (BigInteger.Abs((BigInteger)stop - start) + BigInteger.Abs(step) - 1) / BigInteger.Abs(step);
            call.Execution.Make(count > long.MaxValue / 2 ? long.MaxValue / 2 : (long)count);
            for (var i = 0L; i < (long)count; i++)
            {
                numbers.Add(GoInt.Of(start + (i * step)));
            }
        }

        return new GoList(GoType.IntList, numbers);
    }

    private static GoString Sequence(FunctionCall call)
    {
        long start = 1, step, end;
        switch (call.Count)
        {
            case 1:
                end = call.Int(0);
                step = end < start ? -1 : 1;
                end += step;
                break;
            case 2:
                (start, end) = (call.Int(0), call.Int(1));
                step = end < start ? -1 : 1;
                end += step;
                break;
            case 3:
                (start, step, end) = (call.Int(0), call.Int(1), call.Int(2));
                if (end < start && step > 0)
                {
                    return GoString.Of("");
                }

                end += end < start ? -1 : 1;
                break;
            default:
                return GoString.Of("");
        }

        var numbers = Range(call, start, end, step);
        return GoString.Of(string.Join(" ", numbers.Items.Select(number => ((GoInt)number).Value.ToString(CultureInfo.InvariantCulture))));
    }

    private static GoFloat Decimals(GoValue first, IEnumerable<GoValue> others, Func<BigDecimal, BigDecimal, BigDecimal> operation) =>
        new(others.Aggregate(BigDecimal.Of(Casts.Float64(first)), (result, value) => operation(result, BigDecimal.Of(Casts.Float64(value)))).ToDouble());
}
