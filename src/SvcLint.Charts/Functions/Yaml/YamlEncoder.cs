using System.Globalization;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>
/// Writes YAML as Helm does: <c>toYaml</c> by way of JSON and go-yaml 2, <c>toYamlPretty</c> straight with go-yaml 3. Keys and scalars keep their
/// origins.
/// </summary>
internal sealed class YamlEncoder
{
    private const int MaxDepth = 1000;

    private readonly Execution _execution;
    private readonly YamlWriter _writer;
    private readonly bool _pretty;

    private YamlEncoder(Execution execution, bool pretty)
    {
        _execution = execution;
        _pretty = pretty;
        _writer = new YamlWriter(pretty, execution);
    }

    /// <summary>The text with its last line break; throws Go's error for what cannot be written.</summary>
    public static GoString Encode(GoValue value, Execution execution, bool pretty = false)
    {
        var encoder = new YamlEncoder(execution, pretty);
        encoder.Node(value, 0, YamlContext.Root);
        return encoder._writer.Finish();
    }

    private void Node(GoValue value, int depth, YamlContext context)
    {
        if (depth > MaxDepth)
        {
            throw new GoException("json: unsupported value: encountered a cycle via " + value.Type.Name);
        }

        _execution.Spend(1);
        switch (value)
        {
            case GoMap { IsNil: false } map:
                Map(map, depth);
                break;
            case GoList { IsNil: false, Type.Element.Kind: not GoKind.Uint8 } list:
                List(list, depth, context);
                break;
            case GoObject { IsNil: false, Type.Fields.Count: > 0 } structure when !HasText(structure):
                Struct(structure, depth);
                break;
            default:
                Scalar(value, context);
                break;
        }
    }

    private static bool HasText(GoObject value) => value.Type.Name is "*semver.Version" or "time.Time" or "*time.Time";

    private void Map(GoMap map, int depth)
    {
        var keys = map.SortedKeys.ToArray();
        Array.Sort(keys, _pretty ? YamlKeyOrder.Version3 : YamlKeyOrder.Version2);
        var members = new List<(string, Origin?, GoValue)>(keys.Length);
        foreach (var key in keys)
        {
            map.TryGet(key, out var entry);
            members.Add((key, entry.KeyOrigin, entry.Value));
        }

        Members(members, depth);
    }

    private void Struct(GoObject structure, int depth)
    {
        var members = new List<(string Key, Origin?, GoValue)>();
        for (var i = 0; i < structure.Type.Fields.Count; i++)
        {
            var field = structure.Type.Fields[i];
            if (_pretty || (field.Json is not null && !(field.OmitEmpty && Emptiness.IsEmpty(structure.Fields[i]))))
            {
                members.Add((_pretty ? field.Name.ToLowerInvariant() : field.Json!, null, structure.Fields[i]));
            }
        }

        if (!_pretty)
        {
            members.Sort((a, b) => YamlKeyOrder.Version2.Compare(a.Key, b.Key));
        }

        Members(members, depth);
    }

    private void Members(List<(string Key, Origin? Origin, GoValue Value)> members, int depth)
    {
        if (members.Count == 0)
        {
            _writer.Flow("{}");
            return;
        }

        var level = _writer.Indent(indentless: false);
        foreach (var (key, origin, value) in members)
        {
            var shown = Checked(key);
            _writer.StartEntry();
            var simple = YamlScalarShape.IsSimpleKey(shown);
            if (!simple)
            {
                _writer.Indicator("?", needsBlank: true, isBlank: false, isIndention: true);
            }

            _writer.Scalar(YamlScalarShape.OfString(shown, _pretty), origin, simple ? YamlContext.SimpleKey : YamlContext.Key);
            if (!simple)
            {
                _writer.StartEntry();
            }

            _writer.Indicator(":", needsBlank: !simple, isBlank: false, isIndention: !simple);
            Node(value, depth + 1, YamlContext.Value);
        }

        _writer.Outdent(level);
    }

    private void List(GoList list, int depth, YamlContext context)
    {
        if (list.Items.Count == 0)
        {
            _writer.Flow("[]");
            return;
        }

        var level = _writer.Indent(indentless: !_pretty && context == YamlContext.Value && !_writer.IsIndention);
        foreach (var item in list.Items)
        {
            _writer.StartEntry();
            _writer.Indicator("-", needsBlank: true, isBlank: false, isIndention: true);
            Node(item, depth + 1, YamlContext.Item);
        }

        _writer.Outdent(level);
    }

    private void Scalar(GoValue value, YamlContext context)
    {
        var shape = value switch
        {
            GoString text => YamlScalarShape.OfString(Checked(text.Value), _pretty),
            GoBool boolean => YamlScalarShape.Plain(boolean.Value ? "true" : "false"),
            GoInt integer => YamlScalarShape.Plain(integer.Value.ToString(CultureInfo.InvariantCulture)),
            GoUint integer => YamlScalarShape.Plain(integer.Value.ToString(CultureInfo.InvariantCulture)),
            GoFloat number => YamlScalarShape.Plain(_pretty ? Special(GoFloatText.Shortest(number.Value)) : Number(number.Value)),
            GoList { IsNil: false } bytes => YamlScalarShape.OfString(Convert.ToBase64String([.. bytes.Items.Select(item => (byte)((GoUint)item).Value)]), _pretty),
            GoObject { IsNil: false, Payload: TemplateTime time } => YamlScalarShape.OfString(time.Format("2006-01-02T15:04:05.999999999Z07:00"), _pretty),
            GoObject { IsNil: false, Text: { } text } => YamlScalarShape.OfString(text, _pretty),
            GoObject { IsNil: false, Type.Kind: GoKind.Struct or GoKind.Pointer } => YamlScalarShape.Plain("{}"),
            GoNil or GoMap or GoList or GoObject { IsNil: true } => YamlScalarShape.Plain("null"),
            _ => throw new GoException("error marshaling into JSON: json: unsupported type: " + value.Type.Name),
        };
        _execution.Write(shape.Text.Length);
        _writer.Scalar(shape, value.Origin, context);
    }

    // By way of JSON: its digits, read as YAML, written again.
    private static string Number(double value)
    {
        var text = JsonEncoder.Number(value);
        if (GoNumber.TryInt(text, out var integer, 10))
        {
            return integer.ToString(CultureInfo.InvariantCulture);
        }

        return GoNumber.TryUint(text, out var unsigned, 10) ? unsigned.ToString(CultureInfo.InvariantCulture) : GoFloatText.Shortest(value);
    }

    private static string Special(string text) => text switch
    {
        "+Inf" => ".inf",
        "-Inf" => "-.inf",
        "NaN" => ".nan",
        _ => text,
    };

    // JSON replaces stray bytes; YAML, which reads the JSON, refuses control characters and folds NEL into a blank.
    private string Checked(string text)
    {
        if (_pretty)
        {
            return text;
        }

        char[]? replaced = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\u007F' or (>= '\u0080' and <= '\u009F' and not '\u0085') or '\uFFFE' or '\uFFFF')
            {
                throw new GoException("yaml: control characters are not allowed");
            }

            var pair = (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1]));
            if (c == '\u0085' || (char.IsSurrogate(c) && !pair))
            {
                replaced ??= text.ToCharArray();
                replaced[i] = c == '\u0085' ? ' ' : '\uFFFD';
            }
        }

        return replaced is null ? text : new string(replaced);
    }
}
