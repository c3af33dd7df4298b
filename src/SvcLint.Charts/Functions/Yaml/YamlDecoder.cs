using SvcLint.Charts.Templates;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Functions;

/// <summary>
/// Reads YAML as Helm does: go-yaml 2 and then JSON, so that every number is a float64 and every key a string. Each scalar and key knows its place.
/// </summary>
internal sealed class YamlDecoder
{
    // A nil inside a collection, in Go's syntax.
    private const string NilItem = "interface {}(nil)";

    private readonly Func<YamlNode?, YamlNode?, string, Origin?> _originOf;
    private readonly bool _hasPaths;

    private YamlDecoder(Func<YamlNode?, YamlNode?, string, Origin?> originOf, bool hasPaths)
    {
        _originOf = originOf;
        _hasPaths = hasPaths;
    }

    /// <summary>The first document of a values file. Throws Go's error.</summary>
    public static GoValue DecodeFile(SourceText source) => Decode(TextSlice.Whole(source));

    /// <summary>One document of a values file.</summary>
    public static GoValue Decode(TextSlice slice) => new YamlDecoder(
        (value, key, path) => value is null ? null : Origin.Of(new ValueSource(slice.Source.Path, path, Place(value), key is null ? null : Place(key))), hasPaths: true).Read(slice);

    /// <summary>Values that were read already, each where its node stands.</summary>
    public static GoValue Decode(YamlNode node) => new YamlDecoder(
        (value, key, path) => value is null ? null : Origin.Of(new ValueSource(value.Span.Source.Path, path, Place(value), key is null ? null : Place(key))), hasPaths: true).Value(node, null, "");

    /// <summary>The first document of a text that a template made; everything in it has one origin.</summary>
    public static GoValue DecodeText(string text, Origin? origin) => new YamlDecoder((_, _, _) => origin, hasPaths: false).Read(TextSlice.Whole(new SourceText("", text)));

    private GoValue Read(TextSlice slice)
    {
        try
        {
            var result = YamlReader.ReadFirst(slice);
            // What is no JSON is told where its value is read, in other words.
            if ((GoText.HasRawByte(slice.Text) ? "invalid leading UTF-8 octet" : result.Problem?.Reference) is { } problem)
            {
                throw new GoException("error converting YAML to JSON: yaml: " + problem);
            }

            return result.Root is null ? GoNil.Interface : Value(result.Root, null, "");
        }
        catch (InsufficientExecutionStackException)
        {
            throw new GoException("error converting YAML to JSON: yaml: exceeded max depth of 10000");
        }
    }

    private GoValue Value(YamlNode node, YamlNode? key, string path)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case YamlMapping mapping:
                var map = new GoMap(GoType.Map, origin: _originOf(node, key, path));
                foreach (var entry in mapping.Entries)
                {
                    var name = Key(entry.Key, entry.Value);
                    if (entry.Merged && map.Contains(name))
                    {
                        continue;
                    }

                    var inner = _hasPaths ? path.Length == 0 ? name : path + "." + name : "";
                    var value = Value(entry.Value, entry.Key, inner);
                    map.Set(name, value, value.Origin);
                }

                return map;
            case YamlSequence sequence:
                var items = new GoValue[sequence.Items.Count];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = Value(sequence.Items[i], null, _hasPaths ? path + "[" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) + "]" : "");
                }

                return new GoList(GoType.List, items, origin: _originOf(node, key, path));
            default:
                return Scalar((YamlScalar)node, _originOf(node, key, path));
        }
    }

    private static GoValue Scalar(YamlScalar scalar, Origin? origin)
    {
        var value = Resolve(scalar);
        switch (value.Kind)
        {
            case ScalarKind.Null:
                return GoNil.Interface.WithOrigin(origin);
            case ScalarKind.Bool:
                return new GoBool(value.Bool, origin);
            case ScalarKind.Int or ScalarKind.Float:
                return double.IsNaN(value.Float) || double.IsInfinity(value.Float)
                    ? throw new GoException("error converting YAML to JSON: json: unsupported value: " + GoFloatText.Shortest(value.Float))
                    : new GoFloat(value.Float, origin);
            default:
                return new GoString(Text(scalar), origin);
        }
    }

    private static ScalarValue Resolve(YamlScalar scalar)
    {
        var value = scalar.Resolve();
        // What only an unsigned number of 64 bits holds.
        return value.Kind == ScalarKind.String && scalar.Style == ScalarStyle.Plain && scalar.Tag is null && scalar.Value.Length > 0 && scalar.Value[0] is >= '0' and <= '9'
            && GoNumber.TryUint(scalar.Value.Replace("_", ""), out var unsigned, 0)
            ? new ScalarValue(ScalarKind.Float, scalar.Value, Float: unsigned)
            : value;
    }

    private static string Text(YamlScalar scalar) => scalar.Tag is ScalarResolver.TagPrefix + "binary" ? Binary(scalar.Value) : scalar.Value;

    // JSON holds no byte that is no text.
    private static string Binary(string text) => EncodingFunctions.TryDecode64(text, out var bytes, out _)
        ? GoText.WithoutRawBytes(GoText.FromBytes(bytes))
        : throw new GoException("error converting YAML to JSON: yaml: !!binary value contains invalid base64 data");

    // JSON has string keys alone.
    private static string Key(YamlNode key, YamlNode value)
    {
        if (key is not YamlScalar scalar)
        {
            throw new GoException("error converting YAML to JSON: yaml: invalid map key: " + GoKey(key));
        }

        var resolved = Resolve(scalar);
        return resolved.Kind switch
        {
            ScalarKind.Bool => resolved.Bool ? "true" : "false",
            ScalarKind.Int when resolved.Int is { } integer => integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ScalarKind.Float => ScalarResolver.KeyName(scalar),
            ScalarKind.Int when GoNumber.TryUint(scalar.Value.Replace("_", ""), out var unsigned, 0) =>
                throw UnsupportedKey("uint64", "0x" + unsigned.ToString("x", System.Globalization.CultureInfo.InvariantCulture), value),
            ScalarKind.Null => throw UnsupportedKey("%!s(<nil>)", "<nil>", value),
            _ => Text(scalar),
        };
    }

    private static GoException UnsupportedKey(string type, string key, YamlNode value) =>
        new("error converting YAML to JSON: unsupported map key of type: " + type + ", key: " + key + ", value: " + (GoSyntax(value) is var text && text == NilItem ? "<nil>" : text));

    private static string GoKey(YamlNode key) => key is YamlSequence ? "[]interface {}{" + string.Join(", ", ((YamlSequence)key).Items.Select(GoSyntax)) + "}" : "map[interface {}]interface {}{" + string.Join(", ", ((YamlMapping)key).Entries.Select(entry => GoSyntax(entry.Key) + ":" + GoSyntax(entry.Value))) + "}";

    private static string GoSyntax(YamlNode node)
    {
        if (node is not YamlScalar scalar)
        {
            return GoKey(node);
        }

        var value = Resolve(scalar);
        return value.Kind switch
        {
            ScalarKind.Null => NilItem,
            ScalarKind.Bool => value.Bool ? "true" : "false",
            ScalarKind.Int when value.Int is { } integer => integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ScalarKind.Float or ScalarKind.Int => GoFloatText.Shortest(value.Float),
            _ => GoQuote.Quote(scalar.Value),
        };
    }

    // An alias stands for the scalar at its anchor: that is the line to change.
    private static SourceSpan Place(YamlNode node)
    {
        var span = node.Span;
        var content = span.Source.Content;
        if (node is not YamlScalar || span.Start >= content.Length || content[span.Start] != '*')
        {
            return span;
        }

        var name = "&" + content.Substring(span.Start + 1, Math.Max(0, Math.Min(span.End, content.Length) - span.Start - 1));
        for (var at = content.LastIndexOf(name, span.Start, StringComparison.Ordinal); at >= 0; at = at == 0 ? -1 : content.LastIndexOf(name, at - 1, StringComparison.Ordinal))
        {
            var start = at + name.Length;
            if (start < content.Length && content[start] is ' ' or '\t')
            {
                start += content.Skip(start).TakeWhile(c => c is ' ' or '\t').Count();
                var end = content.IndexOf('\n', start);
                return span.Source.Span(start, end < 0 ? content.Length : end);
            }
        }

        return span;
    }
}
