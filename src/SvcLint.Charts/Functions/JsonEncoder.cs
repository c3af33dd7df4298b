using System.Globalization;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Go's <c>encoding/json</c>: sorted keys, shortest numbers, <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> escaped unless asked otherwise. Scalars keep their origins.</summary>
internal sealed class JsonEncoder
{
    // Go itself gives up here, on what contains itself.
    private const int MaxDepth = 1000;

    private readonly OriginBuilder _text = new();
    private readonly Execution _execution;
    private readonly string? _indent;
    private readonly bool _escapesHtml;

    private JsonEncoder(Execution execution, string? indent, bool escapesHtml)
    {
        _execution = execution;
        _indent = indent;
        _escapesHtml = escapesHtml;
    }

    /// <summary>The text; throws Go's error for what JSON has not.</summary>
    public static GoString Encode(GoValue value, Execution execution, string? indent = null, bool escapesHtml = true)
    {
        var encoder = new JsonEncoder(execution, indent, escapesHtml);
        encoder.Value(value, 0);
        return encoder._text.ToValue();
    }

    /// <summary>A number as JSON has it: no exponent from 1e-6 up to below 1e21.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw new GoException("json: unsupported value: " + GoFloatText.Shortest(value));
        }

        var size = Math.Abs(value);
        if (size == 0 || (size >= 1e-6 && size < 1e21))
        {
            return GoFloatText.Format(value, 'f', -1);
        }

        var text = GoFloatText.Format(value, 'e', -1);
        // e-09 is written e-9.
        var length = text.Length;
        return length >= 4 && text[length - 4] == 'e' && text[length - 3] == '-' && text[length - 2] == '0' ? text.Remove(length - 2, 1) : text;
    }

    private void Value(GoValue value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new GoException("json: unsupported value: encountered a cycle via " + value.Type.Name);
        }

        _execution.Spend(1);
        switch (value)
        {
            case GoNil or GoList { IsNil: true } or GoMap { IsNil: true } or GoObject { IsNil: true }:
                _text.Append("null", value.Origin);
                break;
            case GoString text:
                Quoted(text.Value, text.Origin);
                break;
            case GoBool boolean:
                _text.Append(boolean.Value ? "true" : "false", value.Origin);
                break;
            case GoInt integer:
                _text.Append(integer.Value.ToString(CultureInfo.InvariantCulture), value.Origin);
                break;
            case GoUint integer:
                _text.Append(integer.Value.ToString(CultureInfo.InvariantCulture), value.Origin);
                break;
            case GoFloat number:
                _text.Append(Number(number.Value), value.Origin);
                break;
            case GoMap map:
                Map(map, depth);
                break;
            case GoList { Type.Element.Kind: GoKind.Uint8 } bytes:
                Quoted(Convert.ToBase64String([.. bytes.Items.Select(item => (byte)((GoUint)item).Value)]), bytes.Origin);
                break;
            case GoList list:
                Items('[', ']', list.Items.Count, depth, i => Value(list.Items[i], depth + 1));
                break;
            case GoObject { Type.Fields.Count: > 0 } structure:
                Struct(structure, depth);
                break;
            case GoObject { Text: { } text } when JsonText(value, text) is { } written:
                Quoted(written, value.Origin);
                break;
            case GoObject { Type.Kind: GoKind.Struct or GoKind.Pointer }:
                _text.Append("{}", value.Origin);
                break;
            default:
                throw new GoException("json: unsupported type: " + value.Type.Name);
        }
    }

    private static string? JsonText(GoValue value, string text) => value.Type.Name switch
    {
        "*semver.Version" => text,
        "time.Time" or "*time.Time" when ((GoObject)value).Payload is TemplateTime time => time.Format("2006-01-02T15:04:05.999999999Z07:00"),
        _ => null,
    };

    private void Map(GoMap map, int depth)
    {
        var keys = map.SortedKeys;
        Items('{', '}', keys.Count, depth, i =>
        {
            map.TryGet(keys[i], out var entry);
            Member(keys[i], entry.KeyOrigin, entry.Value, depth);
        });
    }

    private void Struct(GoObject structure, int depth)
    {
        var fields = structure.Type.Fields;
        var shown = Enumerable.Range(0, fields.Count).Where(i => fields[i].Json is not null && !(fields[i].OmitEmpty && Emptiness.IsEmpty(structure.Fields[i]))).ToArray();
        Items('{', '}', shown.Length, depth, i => Member(fields[shown[i]].Json!, null, structure.Fields[shown[i]], depth));
    }

    private void Member(string key, Origin? origin, GoValue value, int depth)
    {
        Quoted(key, origin);
        _text.Append(_indent is null ? ":" : ": ", null);
        Value(value, depth + 1);
    }

    private void Items(char open, char close, int count, int depth, Action<int> write)
    {
        _text.Append(open.ToString(), null);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                _text.Append(",", null);
            }

            Break(depth + 1);
            write(i);
        }

        if (count > 0)
        {
            Break(depth);
        }

        _text.Append(close.ToString(), null);
    }

    private void Break(int depth)
    {
        if (_indent is not null)
        {
            _execution.Write(_indent.Length * depth);
            _text.Append("\n" + string.Concat(Enumerable.Repeat(_indent, depth)), null);
        }
    }

    private void Quoted(string text, Origin? origin)
    {
        _execution.Write(text.Length);
        _text.Append("\"", null);
        _text.Append(JsonText(text, _escapesHtml), origin);
        _text.Append("\"", null);
    }

    /// <summary>The inside of a JSON string.</summary>
    public static string JsonText(string text, bool escapesHtml)
    {
        System.Text.StringBuilder? written = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var escape = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                '<' or '>' or '&' when escapesHtml => Escaped(c),
                < ' ' or '\u2028' or '\u2029' => Escaped(c),
                >= '\uD800' and <= '\uDBFF' when i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) => null,
                >= '\uDC00' and <= '\uDFFF' when i > 0 && char.IsHighSurrogate(text[i - 1]) => null,
                >= '\uD800' and <= '\uDFFF' => "\\ufffd",
                _ => null,
            };
            if (escape is not null)
            {
                written ??= new System.Text.StringBuilder(text, 0, i, text.Length + 16);
                written.Append(escape);
            }
            else
            {
                written?.Append(c);
            }
        }

        return written?.ToString() ?? text;
    }

    private static string Escaped(char c) => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture);
}
