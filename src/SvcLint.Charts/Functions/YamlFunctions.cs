using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>YAML and JSON in and out. Written scalars keep their lines of values; what is read back is computed from the text.</summary>
internal static class YamlFunctions
{
    private const string IntoMap = "map[string]interface {}";
    private const string IntoList = "[]interface {}";

    public static IEnumerable<GoFunction> All(int helm)
    {
        GoType[] any = [GoType.Any];
        GoType[] text = [GoType.String];
        yield return new("toYaml", any, call => ToYaml(call, must: false), origins: OriginFlow.Kept);
        yield return new("toYamlPretty", any, ToYamlPretty, origins: OriginFlow.Kept);
        yield return new("fromYaml", text, call => FromMap(call, Decode), origins: OriginFlow.Kept);
        yield return new("fromYamlArray", text, call => FromList(call, Decode), origins: OriginFlow.Kept);
        yield return new("fromJson", text, call => FromMap(call, JsonParser.Parse), origins: OriginFlow.Kept);
        yield return new("fromJsonArray", text, call => FromList(call, JsonParser.Parse), origins: OriginFlow.Kept);
        yield return new("mustFromJson", text, call => JsonParser.Parse(call.String(0), Origin.Compute(call.Arguments)), origins: OriginFlow.Kept);
        yield return new("toJson", any, call => ToJson(call, must: false), origins: OriginFlow.Kept);
        yield return new("mustToJson", any, call => ToJson(call, must: true), origins: OriginFlow.Kept);
        yield return new("toPrettyJson", any, call => ToJson(call, must: false, indent: "  "), origins: OriginFlow.Kept);
        yield return new("mustToPrettyJson", any, call => ToJson(call, must: true, indent: "  "), origins: OriginFlow.Kept);
        yield return new("toRawJson", any, call => ToJson(call, must: true, escapesHtml: false), origins: OriginFlow.Kept);
        yield return new("mustToRawJson", any, call => ToJson(call, must: true, escapesHtml: false), origins: OriginFlow.Kept);
        if (helm >= 4)
        {
            yield return new("mustToYaml", any, call => ToYaml(call, must: true), origins: OriginFlow.Kept);
        }
    }

    private static GoString ToYaml(FunctionCall call, bool must)
    {
        try
        {
            return WithoutLastBreak(YamlEncoder.Encode(call[0], call.Execution));
        }
        catch (GoException) when (!must)
        {
            return GoString.Empty;
        }
    }

    private static GoString ToYamlPretty(FunctionCall call)
    {
        try
        {
            return WithoutLastBreak(YamlEncoder.Encode(call[0], call.Execution, pretty: true));
        }
        catch (GoException)
        {
            return GoString.Empty;
        }
    }

    private static GoString WithoutLastBreak(GoString text) =>
        text.Value.EndsWith("\n", StringComparison.Ordinal) ? text.Substring(0, text.Value.Length - 1) : text;

    private static GoString ToJson(FunctionCall call, bool must, string? indent = null, bool escapesHtml = true)
    {
        try
        {
            return JsonEncoder.Encode(call[0], call.Execution, indent, escapesHtml);
        }
        catch (GoException) when (!must)
        {
            return GoString.Empty;
        }
    }

    private static GoValue Decode(string text, Origin? origin) => YamlDecoder.DecodeText(text, origin);

    private static GoMap FromMap(FunctionCall call, Func<string, Origin?, GoValue> parse)
    {
        call.Execution.Spend(1 + (call.String(0).Length / 16));
        var origin = Origin.Compute(call.Arguments);
        string error;
        try
        {
            var value = parse(call.String(0), origin);
            if (value is GoMap map)
            {
                return map;
            }

            if (value is GoNil)
            {
                return new GoMap(GoType.Map, isNil: !IsYaml(call), origin: origin);
            }

            error = Mismatch(call, value, IntoMap);
        }
        catch (GoException exception)
        {
            error = exception.Message;
        }

        var failed = new GoMap(GoType.Map, origin: origin);
        failed.Set("Error", new GoString(error, origin));
        return failed;
    }

    private static GoList FromList(FunctionCall call, Func<string, Origin?, GoValue> parse)
    {
        call.Execution.Spend(1 + (call.String(0).Length / 16));
        var origin = Origin.Compute(call.Arguments);
        string error;
        try
        {
            var value = parse(call.String(0), origin);
            if (value is GoList list)
            {
                return list;
            }

            if (value is GoNil)
            {
                return new GoList(GoType.List, [], isNil: !IsYaml(call), origin: origin);
            }

            error = Mismatch(call, value, IntoList);
        }
        catch (GoException exception)
        {
            error = exception.Message;
        }

        return new GoList(GoType.List, [new GoString(error, origin)], origin: origin);
    }

    // Of an empty document the YAML library leaves the collection as it is, the JSON one takes it away.
    private static bool IsYaml(FunctionCall call) => call.Function.Name.IndexOf("Yaml", StringComparison.Ordinal) >= 0;

    private static string Mismatch(FunctionCall call, GoValue value, string type) =>
        (IsYaml(call) ? "error unmarshaling JSON: while decoding JSON: " : "") + "json: cannot unmarshal " + JsonKind(value) + " into Go value of type " + type;

    /// <summary>What Go's JSON reader calls a value.</summary>
    public static string JsonKind(GoValue value) => value switch
    {
        GoMap => "object",
        GoList => "array",
        GoString => "string",
        GoBool => "bool",
        _ => "number",
    };
}
