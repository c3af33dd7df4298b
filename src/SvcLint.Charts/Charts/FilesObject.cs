using System.Collections;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Bytes as a list of Go: an element becomes a value when somebody asks for it.</summary>
internal sealed class ByteList(byte[] bytes) : IReadOnlyList<GoValue>
{
    public byte[] Bytes { get; } = bytes;

    public int Count => Bytes.Length;

    public GoValue this[int index] => new GoUint(GoType.Uint8, Bytes[index], Origin.Literal);

    public IEnumerator<GoValue> GetEnumerator()
    {
        for (var i = 0; i < Bytes.Length; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary><c>.Files</c>: the chart's files that are neither templates nor Helm's own.</summary>
internal static class FilesObject
{
    private static readonly GoType Type = new("engine.files", GoKind.Map, GoType.Bytes, GoType.String, isNamed: true, methods: _ =>
    [
        new("Get", [GoType.String], call => Get(call, call.String(0)), origins: OriginFlow.Kept),
        new("GetBytes", [GoType.String], call => Entry(call, call.String(0)) ?? new GoList(GoType.Bytes, [], origin: Origin.Literal), origins: OriginFlow.Kept),
        new("Glob", [GoType.String], Glob, origins: OriginFlow.Kept),
        new("AsConfig", [], call => Yaml(call, Text), origins: OriginFlow.Kept),
        new("AsSecrets", [], call => Yaml(call, list => new GoString(Convert.ToBase64String(BytesOf(list)), list.Origin?.AsComputed())), origins: OriginFlow.Kept),
        new("Lines", [GoType.String], Lines, origins: OriginFlow.Kept),
    ]);

    public static GoMap Of(Chart chart)
    {
        var map = new GoMap(Type, origin: Origin.Literal);
        foreach (var file in chart.Files)
        {
            var whole = file.Source;
            map.Set(file.Name, new GoList(GoType.Bytes, new ByteList(file.Data), origin: Origin.Of(new ValueSource(file.Path, "", whole.Span(0, whole.Content.Length), null))));
        }

        return map;
    }

    /// <summary>The bytes of a list of them.</summary>
    public static byte[] BytesOf(GoList list) => list.Items is ByteList bytes ? bytes.Bytes : [.. list.Items.Select(item => (byte)((GoUint)item).Value)];

    private static GoMap Files(FunctionCall call) => (GoMap)call.Receiver!;

    private static GoList? Entry(FunctionCall call, string name) => Files(call)[name] as GoList;

    private static GoString Text(GoList list) => new(GoText.FromBytes(BytesOf(list)), list.Origin);

    private static GoString Get(FunctionCall call, string name) => Entry(call, name) is { } list ? Text(list) : GoString.Empty;

    private static GoMap Glob(FunctionCall call)
    {
        var pattern = new GlobPattern(call.String(0), call.Execution.Spend);
        var found = new GoMap(Type, origin: Origin.Literal);
        foreach (var name in Files(call).SortedKeys)
        {
            call.Execution.Spend(1 + (name.Length / 4));
            if (pattern.Matches(name))
            {
                found.Set(name, Files(call)[name]!);
            }
        }

        return found;
    }

    private static GoString Yaml(FunctionCall call, Func<GoList, GoString> write)
    {
        var map = new GoMap(GoType.StringMap, origin: Origin.Literal);
        foreach (var name in Files(call).SortedKeys)
        {
            map.Set(PathFunctions.Base(name), write((GoList)Files(call)[name]!));
        }

        try
        {
            var text = YamlEncoder.Encode(map, call.Execution);
            return text.Value.EndsWith("\n", StringComparison.Ordinal) ? text.Substring(0, text.Value.Length - 1) : text;
        }
        catch (GoException)
        {
            return GoString.Empty;
        }
    }

    private static GoList Lines(FunctionCall call)
    {
        var text = Get(call, call.String(0));
        if (text.Value.Length == 0)
        {
            return new GoList(GoType.StringList, [], origin: Origin.Literal);
        }

        var content = text.Value.EndsWith("\n", StringComparison.Ordinal) ? text.Value.Substring(0, text.Value.Length - 1) : text.Value;
        return new GoList(GoType.StringList, [.. content.Split('\n').Select(line => new GoString(line, text.Origin))]);
    }
}
