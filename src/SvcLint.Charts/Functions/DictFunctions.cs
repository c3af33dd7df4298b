using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's functions on maps. Some change their argument in place, as Helm's do.</summary>
internal static class DictFunctions
{
    private const int MaxDepth = 500;

    // A map takes more room than a scalar or a list.
    private const int MapCost = 8;

    public static IEnumerable<GoFunction> All()
    {
        GoType[] mapKey = [GoType.Map, GoType.String];
        GoType[] maps = [GoType.Map, GoType.Map];
        yield return new("dict", [GoType.Any], Dict, variadic: true, origins: OriginFlow.Kept);
        yield return new("get", mapKey, call => call.Map(0)[call.String(1)] ?? GoString.Empty, origins: OriginFlow.Kept);
        yield return new("set", [GoType.Map, GoType.String, GoType.Any], Set, origins: OriginFlow.Kept);
        yield return new("unset", mapKey, Unset, origins: OriginFlow.Kept);
        yield return new("hasKey", mapKey, call => new GoBool(call.Map(0).Contains(call.String(1))));
        yield return new("pluck", [GoType.String, GoType.Map], Pluck, variadic: true, origins: OriginFlow.Kept);
        yield return new("keys", [GoType.Map], Keys, variadic: true, origins: OriginFlow.Kept);
        yield return new("pick", mapKey, Pick, variadic: true, origins: OriginFlow.Kept);
        yield return new("omit", mapKey, Omit, variadic: true, origins: OriginFlow.Kept);
        yield return new("values", [GoType.Map], call => GoList.Of([.. call.Map(0).SortedKeys.Select(key => call.Map(0)[key]!)]), origins: OriginFlow.Kept);
        yield return new("merge", maps, call => Merge(call, overwrite: false), variadic: true, origins: OriginFlow.Kept);
        yield return new("mustMerge", maps, call => Merge(call, overwrite: false), variadic: true, origins: OriginFlow.Kept);
        yield return new("mergeOverwrite", maps, call => Merge(call, overwrite: true), variadic: true, origins: OriginFlow.Kept);
        yield return new("mustMergeOverwrite", maps, call => Merge(call, overwrite: true), variadic: true, origins: OriginFlow.Kept);
        yield return new("dig", [GoType.Any], Dig, variadic: true, origins: OriginFlow.Kept);
        yield return new("deepCopy", [GoType.Any], DeepCopy, origins: OriginFlow.Kept);
        yield return new("mustDeepCopy", [GoType.Any], DeepCopy, origins: OriginFlow.Kept);
    }

    private static GoMap Dict(FunctionCall call)
    {
        var map = GoMap.New();
        for (var i = 0; i < call.Count; i += 2)
        {
            map.Set(Casts.String(call[i], call.Execution), i + 1 < call.Count ? call[i + 1] : GoString.Empty, call[i].Origin);
        }

        return map;
    }

    private static GoMap Set(FunctionCall call)
    {
        if (call.Map(0).IsNil)
        {
            throw new GoException("assignment to entry in nil map");
        }

        call.Map(0).Set(call.String(1), call[2], call[1].Origin);
        return call.Map(0);
    }

    private static GoMap Unset(FunctionCall call)
    {
        call.Map(0).Remove(call.String(1));
        return call.Map(0);
    }

    private static GoList Pluck(FunctionCall call) =>
        GoList.Of([.. call.Arguments.Skip(1).Select(map => ((GoMap)map)[call.String(0)]).OfType<GoValue>()]);

    private static GoList Keys(FunctionCall call)
    {
        var keys = call.Arguments.SelectMany(map => ((GoMap)map).SortedKeys.Select(key => (GoValue)((GoMap)map).KeyValue(key))).ToArray();
        call.Execution.Spend(keys.Length);
        return new GoList(GoType.StringList, keys);
    }

    private static GoMap Pick(FunctionCall call)
    {
        var picked = GoMap.New();
        for (var i = 1; i < call.Count; i++)
        {
            if (call.Map(0).TryGet(call.String(i), out var entry))
            {
                picked.Set(call.String(i), entry);
            }
        }

        return picked;
    }

    private static GoMap Omit(FunctionCall call)
    {
        var omitted = new HashSet<string>(call.Arguments.Skip(1).Select(key => ((GoString)key).Value), StringComparer.Ordinal);
        var kept = GoMap.New();
        foreach (var key in call.Map(0).SortedKeys)
        {
            if (!omitted.Contains(key) && call.Map(0).TryGet(key, out var entry))
            {
                kept.Set(key, entry);
            }
        }

        return kept;
    }

    private static GoMap Merge(FunctionCall call, bool overwrite)
    {
        var target = call.Map(0).IsNil ? GoMap.New() : call.Map(0);
        foreach (var source in call.Arguments.Skip(1))
        {
            Merge(call, target, (GoMap)source, overwrite, 0);
        }

        return target;
    }

    // Maps merge into each other. What is empty in the target (zero, false, "") is filled; nil never fills, but overwrites.
    private static void Merge(FunctionCall call, GoMap target, GoMap source, bool overwrite, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new GoException("maps nest too deeply");
        }

        foreach (var key in source.SortedKeys)
        {
            call.Execution.Spend(1);
            source.TryGet(key, out var entry);
            var present = target.TryGet(key, out var existing);
            if (entry.Value is GoNil)
            {
                if (overwrite)
                {
                    target.Set(key, entry);
                }

                continue;
            }

            if (entry.Value is GoMap inner && present && existing.Value is GoMap { IsNil: false } outer)
            {
                Merge(call, outer, inner, overwrite, depth + 1);
                if (outer.Count > 0)
                {
                    continue;
                }
            }

            if (!present || overwrite || Emptiness.IsEmpty(existing.Value))
            {
                target.Set(key, entry);
            }
        }
    }

    private static GoValue Dig(FunctionCall call)
    {
        if (call.Count < 3)
        {
            throw new GoException("dig needs at least three arguments");
        }

        var map = AsMap(call[call.Count - 1]);
        for (var i = 0; i < call.Count - 2; i++)
        {
            if (call[i] is not GoString)
            {
                throw new GoException("interface conversion: interface {} is " + TypeName(call[i]) + ", not string");
            }
        }

        for (var i = 0; ; i++)
        {
            if (map[call.String(i)] is not { } step)
            {
                return call[call.Count - 2];
            }

            if (i == call.Count - 3)
            {
                return step;
            }

            map = AsMap(step);
        }
    }

    private static GoMap AsMap(GoValue value) => value is GoMap map && map.Type == GoType.Map
        ? map
        : throw new GoException("interface conversion: interface {} is " + TypeName(value) + ", not map[string]interface {}");

    private static string TypeName(GoValue value) => value is GoNil ? "nil" : value.Type.Name;

    private static GoValue DeepCopy(FunctionCall call) =>
        call[0] is GoNil ? throw new GoException("reflect: call of reflect.Value.Type on zero Value") : Copy(call, call[0], 0);

    private static GoValue Copy(FunctionCall call, GoValue value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new GoException("values nest too deeply");
        }

        call.Execution.Spend(value is GoMap ? MapCost : 1);
        switch (value)
        {
            case GoMap { IsNil: false } map:
                var copy = new GoMap(map.Type, origin: map.Origin);
                foreach (var key in map.SortedKeys)
                {
                    map.TryGet(key, out var entry);
                    copy.Set(key, Copy(call, entry.Value, depth + 1), entry.KeyOrigin);
                }

                return copy;
            case GoList { IsNil: false } list:
                return new GoList(list.Type, [.. list.Items.Select(item => Copy(call, item, depth + 1))], origin: list.Origin);
            default:
                return value;
        }
    }
}
