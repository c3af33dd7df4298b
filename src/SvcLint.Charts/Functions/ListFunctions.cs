using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's functions on lists. Elements stay the values that they are, with their origins.</summary>
internal static class ListFunctions
{
    private static readonly GoType Chunks = GoType.Slice(GoType.List);

    public static IEnumerable<GoFunction> All()
    {
        GoType[] any = [GoType.Any];
        GoType[] two = [GoType.Any, GoType.Any];
        yield return new("list", any, List, variadic: true, origins: OriginFlow.Kept);
        yield return new("tuple", any, List, variadic: true, origins: OriginFlow.Kept);
        foreach (var (name, body) in Both("first", call => End(call, "first", last: false)))
        {
            yield return new(name, any, body, origins: OriginFlow.Kept);
        }

        foreach (var (name, body) in Both("last", call => End(call, "last", last: true)))
        {
            yield return new(name, any, body, origins: OriginFlow.Kept);
        }

        foreach (var (name, body) in Both("rest", call => Part(call, "rest", 1, 0)).Concat(Both("initial", call => Part(call, "initial", 0, 1)))
            .Concat(Both("reverse", Reverse)).Concat(Both("compact", Compact)).Concat(Both("uniq", Uniq)))
        {
            yield return new(name, any, body, origins: OriginFlow.Kept);
        }

        foreach (var (name, body) in Both("append", Append).Concat(Both("push", Append)).Concat(Both("prepend", Prepend)))
        {
            yield return new(name, two, body, origins: OriginFlow.Kept);
        }

        foreach (var (name, body) in Both("has", Has))
        {
            yield return new(name, two, body);
        }

        foreach (var (name, body) in Both("without", Without).Concat(Both("slice", Slice)))
        {
            yield return new(name, two, body, variadic: true, origins: OriginFlow.Kept);
        }

        foreach (var (name, body) in Both("chunk", Chunk))
        {
            yield return new(name, [GoType.Int, GoType.Any], body, origins: OriginFlow.Kept);
        }

        yield return new("concat", any, Concat, variadic: true, origins: OriginFlow.Kept);
    }

    // The variant that returns an error says the same as the one that panics.
    private static IEnumerable<(string Name, FunctionBody Body)> Both(string name, FunctionBody body) =>
        [(name, body), ("must" + char.ToUpperInvariant(name[0]) + name.Substring(1), body)];

    private static GoList List(FunctionCall call) => new(GoType.List, call.Arguments.ToArray());

    private static GoValue End(FunctionCall call, string name, bool last)
    {
        var items = Casts.Items(call[0], "Cannot find " + name + " on type ").Items;
        return items.Count == 0 ? GoNil.Interface : items[last ? items.Count - 1 : 0];
    }

    private static GoList Part(FunctionCall call, string name, int skip, int drop)
    {
        var items = Casts.Items(call[0], "Cannot find " + name + " on type ").Items;
        return items.Count == 0 ? new GoList(GoType.List, [], isNil: true) : GoList.Of([.. items.Skip(skip).Take(items.Count - skip - drop)]);
    }

    private static GoList Reverse(FunctionCall call) => GoList.Of([.. Casts.Items(call[0], "Cannot find reverse on type ").Items.Reverse()]);

    private static GoList Compact(FunctionCall call) => GoList.Of([.. Casts.Items(call[0], "Cannot compact on type ").Items.Where(item => !Emptiness.IsEmpty(item))]);

    private static GoList Uniq(FunctionCall call)
    {
        var kept = new List<GoValue>();
        foreach (var item in Casts.Items(call[0], "Cannot find uniq on type ").Items)
        {
            if (!Contains(call, kept, item))
            {
                kept.Add(item);
            }
        }

        return GoList.Of(kept);
    }

    private static bool Contains(FunctionCall call, IReadOnlyList<GoValue> items, GoValue wanted)
    {
        call.Execution.Spend(items.Count);
        foreach (var item in items)
        {
            if (DeepEquality.Equal(call.Execution, wanted, item))
            {
                return true;
            }
        }

        return false;
    }

    private static GoList Append(FunctionCall call) => Grown(call, [.. Casts.Items(call[0], "Cannot push on type ").Items, call[1]]);

    private static GoList Prepend(FunctionCall call) => Grown(call, [call[1], .. Casts.Items(call[0], "Cannot prepend on type ").Items]);

    private static GoList Grown(FunctionCall call, IReadOnlyList<GoValue> items)
    {
        call.Execution.Spend(items.Count);
        return GoList.Of(items);
    }

    private static GoBool Has(FunctionCall call) =>
        new(call[1] is not GoNil && Contains(call, Casts.Items(call[1], "Cannot find has on type ").Items, call[0]));

    private static GoList Without(FunctionCall call)
    {
        var omitted = call.Arguments.Skip(1).ToArray();
        return GoList.Of([.. Casts.Items(call[0], "Cannot find without on type ").Items.Where(item => !Contains(call, omitted, item))]);
    }

    private static GoValue Slice(FunctionCall call)
    {
        var list = Casts.Items(call[0], "list should be type of slice or array but ");
        var count = list.Items.Count;
        if (count == 0)
        {
            return GoNil.Interface;
        }

        var start = call.Count > 1 ? Casts.Int64(call[1]) : 0;
        var end = call.Count > 2 ? Casts.Int64(call[2]) : count;
        if (start < 0 || end < start || end > Capacity(list))
        {
            throw new GoException("reflect.Value.Slice: slice index out of bounds");
        }

        var spare = Enumerable.Repeat<GoValue>(GoNil.Interface, (int)Math.Max(0, end - count));
        return new GoList(list.Type, [.. list.Items.Concat(spare).Skip((int)start).Take((int)(end - start))]);
    }

    // A list of values was grown by doubling, and Go's slices reach into what is left over.
    private static long Capacity(GoList list)
    {
        var capacity = 1L;
        while (capacity < list.Items.Count && list.Items.Count <= 256)
        {
            capacity *= 2;
        }

        return list.Origin?.Kind == OriginKind.Copy ? Math.Max(capacity, list.Items.Count) : list.Items.Count;
    }

    private static GoList Chunk(FunctionCall call)
    {
        var items = Casts.Items(call[1], "Cannot chunk type ").Items;
        var size = call.Int(0);
        var count = Casts.Truncate(Math.Floor((items.Count - 1) / (double)size) + 1);
        if (count is < 0 or > int.MaxValue)
        {
            throw new GoException("runtime error: makeslice: len out of range");
        }

        var chunks = new List<GoValue>();
        for (var i = 0L; i < count; i++)
        {
            call.Execution.Make(1);
            if (size < 0)
            {
                throw new GoException("runtime error: makeslice: len out of range");
            }

            chunks.Add(GoList.Of([.. items.Skip((int)(i * size)).Take((int)Math.Min(size, items.Count))]));
        }

        call.Execution.Spend(items.Count);
        return new GoList(Chunks, chunks);
    }

    private static GoList Concat(FunctionCall call)
    {
        var items = new List<GoValue>();
        foreach (var list in call.Arguments)
        {
            items.AddRange(list switch
            {
                GoList found => found.Items,
                GoNil => throw new GoException(Casts.NilPointer),
                _ => throw new GoException("Cannot concat type " + Casts.KindName(list.Kind) + " as list"),
            });
            call.Execution.Spend(items.Count);
        }

        return new GoList(GoType.List, items, isNil: items.Count == 0);
    }
}
