using System.Globalization;
using System.Text;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Writes TOML as BurntSushi's library does: plain keys first, then tables, each level indented by two.</summary>
internal sealed class TomlEncoder(Execution execution)
{
    private const int MaxDepth = 200;

    private readonly StringBuilder _text = new();
    private bool _hasWritten;

    public static string Encode(GoValue value, Execution execution)
    {
        var encoder = new TomlEncoder(execution);
        if (value is not GoMap map)
        {
            return encoder.Element(value, 0);
        }

        encoder.Table([], map);
        return encoder._text.ToString();
    }

    private void Table(IReadOnlyList<string> path, GoMap map)
    {
        if (path.Count > MaxDepth)
        {
            throw new GoException("toml: tables nest too deeply");
        }

        var keys = map.SortedKeys.Where(key => map[key] is not GoNil).ToList();
        execution.Spend(keys.Count + 1);
        foreach (var key in keys.Where(key => !IsTable(map[key]!)))
        {
            Indent(path.Count);
            _text.Append(Key(key)).Append(" = ").Append(Element(map[key]!, 0)).Append('\n');
            _hasWritten = true;
        }

        foreach (var key in keys.Where(key => IsTable(map[key]!)))
        {
            IReadOnlyList<string> inner = [.. path, key];
            if (map[key] is GoMap table)
            {
                Header(inner, "[", "]");
                Table(inner, table);
                continue;
            }

            foreach (var item in ((GoList)map[key]!).Items.OfType<GoMap>())
            {
                Header(inner, "[[", "]]");
                Table(inner, item);
            }
        }
    }

    private void Header(IReadOnlyList<string> path, string open, string close)
    {
        if (_hasWritten && (open == "[[" || path.Count == 1))
        {
            _text.Append('\n');
        }

        Indent(path.Count - 1);
        _text.Append(open).Append(string.Join(".", path.Select(Key))).Append(close).Append('\n');
        _hasWritten = true;
    }

    private void Indent(int depth)
    {
        execution.Write(2 * depth);
        _text.Append(' ', 2 * depth);
    }

    private static bool IsTable(GoValue value) => value is GoMap or GoList { Items.Count: > 0 } && (value is GoMap || ((GoList)value).Items.All(item => item is GoMap));

    private string Element(GoValue value, int depth)
    {
        execution.Spend(1);
        if (depth > MaxDepth)
        {
            throw new GoException("toml: values nest too deeply");
        }

        switch (value)
        {
            case GoString text:
                execution.Write(text.Value.Length);
                return Quote(text.Value);
            case GoBool boolean:
                return boolean.Value ? "true" : "false";
            case GoInt integer:
                return integer.Value.ToString(CultureInfo.InvariantCulture);
            case GoUint integer:
                return integer.Value.ToString(CultureInfo.InvariantCulture);
            case GoFloat number:
                return Number(number.Value);
            case GoList list:
                if (list.Items.Any(item => item is GoNil))
                {
                    throw new GoException("toml: cannot encode array with nil element");
                }

                return "[" + string.Join(", ", list.Items.Select(item => Element(item, depth + 1))) + "]";
            case GoMap map:
                return "{" + string.Join(", ", map.SortedKeys.Where(key => map[key] is not GoNil).Select(key => Key(key) + " = " + Element(map[key]!, depth + 1))) + "}";
            case GoObject { IsNil: false, Payload: SemanticVersion, Text: { } text }:
                return Quote(text);
            case GoObject { Payload: TemplateTime time }:
                return time.Format("2006-01-02T15:04:05.999999999Z07:00");
            default:
                throw new GoException("toml: type not supported: " + value.Type.Name);
        }
    }

    private static string Number(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        var text = GoFloatText.Shortest(value);
        return text.IndexOfAny(['.', 'e']) < 0 ? text + ".0" : text;
    }

    private static string Key(string key)
    {
        if (key.Length == 0)
        {
            return "\"\"";
        }

        return key.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-') ? key : Quote(key);
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' or '\u007F' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
