using System.Runtime.CompilerServices;

namespace SvcLint.Charts.Templates;

/// <summary>Go's fmt printer: walks values and applies a verb to each scalar.</summary>
/// <param name="execution">Where it counts; null where no template asks.</param>
internal sealed class GoPrinter(Execution? execution)
{
    public const string Nil = "<nil>";

    private const int MaxDepth = 200;

    private readonly FormatFlags _flags = new();
    private bool _erroring;
    private int _counted;

    public override string ToString() => _flags.Text.ToString();

    /// <summary>Print and Println.</summary>
    public void Print(IReadOnlyList<GoValue> values, bool line)
    {
        var afterString = false;
        for (var i = 0; i < values.Count; i++)
        {
            var isString = values[i] is GoString;
            if (i > 0 && (line || (!isString && !afterString)))
            {
                _flags.Text.Append(' ');
            }

            Argument(values[i], 'v');
            afterString = isString;
        }

        if (line)
        {
            _flags.Text.Append('\n');
        }
    }

    /// <summary>Printf.</summary>
    public void Format(string format, IReadOnlyList<GoValue> values) => new FormatDirectives(this, _flags).Apply(format, values);

    /// <summary>An argument as a verb prints it.</summary>
    public void Argument(GoValue value, int verb)
    {
        if (value is GoNil)
        {
            if (verb is 'T' or 'v')
            {
                _flags.Pad(Nil);
            }
            else
            {
                BadVerb(value, verb);
            }

            return;
        }

        if (verb == 'T')
        {
            _flags.String(value.Type.Name);
            return;
        }

        Value(value, verb, 0);
    }

    private void Value(GoValue value, int verb, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new GoException("value nests too deeply to print");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        Count();
        switch (value)
        {
            case GoNil:
                _flags.Text.Append(_flags.SharpV ? "interface {}(nil)" : Nil);
                break;
            case GoBool truth when verb is 't' or 'v':
                _flags.Bool(truth.Value);
                break;
            case GoInt number:
                Integer(value, number.Value < 0 ? unchecked(0UL - (ulong)number.Value) : (ulong)number.Value, number.Value < 0, verb);
                break;
            case GoUint number:
                Unsigned(number, verb);
                break;
            case GoFloat number:
                Float(value, number.Value, verb);
                break;
            case GoComplex number:
                Complex(value, number.Value, verb);
                break;
            case GoString text:
                Text(value, text.Value, verb);
                break;
            case GoObject item:
                Object(item, verb, depth);
                break;
            case GoMap map:
                Map(map, verb, depth);
                break;
            case GoList list:
                List(list, verb, depth);
                break;
            default:
                BadVerb(value, verb);
                break;
        }
    }

    // A few lists that share their parts print as millions.
    private void Count()
    {
        execution?.Spend(1);
        execution?.Write(_flags.Text.Length - _counted);
        _counted = _flags.Text.Length;
    }

    private void Unsigned(GoUint number, int verb)
    {
        if (_flags.SharpV && verb == 'v')
        {
            var sharp = _flags.Sharp;
            _flags.Sharp = true;
            _flags.Integer(number.Value, false, 16, 'v', false);
            _flags.Sharp = sharp;
            return;
        }

        Integer(number, number.Value, false, verb);
    }

    private void Integer(GoValue value, ulong magnitude, bool negative, int verb)
    {
        switch (verb)
        {
            case 'v' or 'd':
                _flags.Integer(magnitude, negative, 10, 'd', false);
                break;
            case 'b':
                _flags.Integer(magnitude, negative, 2, 'b', false);
                break;
            case 'o' or 'O':
                _flags.Integer(magnitude, negative, 8, (char)verb, false);
                break;
            case 'x' or 'X':
                _flags.Integer(magnitude, negative, 16, 'x', verb == 'X');
                break;
            case 'c':
                _flags.Char(negative ? ulong.MaxValue : magnitude);
                break;
            case 'q':
                _flags.QuotedChar(negative ? ulong.MaxValue : magnitude);
                break;
            case 'U':
                _flags.Unicode(negative ? unchecked(0UL - magnitude) : magnitude);
                break;
            default:
                BadVerb(value, verb);
                break;
        }
    }

    private void Float(GoValue value, double number, int verb)
    {
        switch (verb)
        {
            case 'v':
                _flags.Float(number, 'g', -1);
                break;
            case 'b' or 'g' or 'G' or 'x' or 'X':
                _flags.Float(number, (char)verb, -1);
                break;
            case 'f' or 'e' or 'E' or 'F':
                _flags.Float(number, (char)verb, 6);
                break;
            default:
                BadVerb(value, verb);
                break;
        }
    }

    private void Complex(GoValue value, System.Numerics.Complex number, int verb)
    {
        if (verb is not ('v' or 'b' or 'g' or 'G' or 'x' or 'X' or 'f' or 'F' or 'e' or 'E'))
        {
            BadVerb(value, verb);
            return;
        }

        var plus = _flags.Plus;
        _flags.Text.Append('(');
        Float(value, number.Real, verb);
        _flags.Plus = true;
        Float(value, number.Imaginary, verb);
        _flags.Text.Append("i)");
        _flags.Plus = plus;
    }

    private void Text(GoValue value, string text, int verb)
    {
        switch (verb)
        {
            case 'v' when _flags.SharpV:
                _flags.Quoted(text);
                break;
            case 'v' or 's':
                _flags.String(text);
                break;
            case 'x' or 'X':
                _flags.Hexadecimal(GoText.ToBytes(text), verb == 'X');
                break;
            case 'q':
                _flags.Quoted(text);
                break;
            default:
                BadVerb(value, verb);
                break;
        }
    }

    private void Object(GoObject item, int verb, int depth)
    {
        if (item.Text is { } said && !item.IsNil && !_erroring && !_flags.SharpV && verb is 'v' or 's' or 'x' or 'X' or 'q')
        {
            Text(item, said, verb);
            return;
        }

        if (item.IsNil)
        {
            _flags.Pad(verb == 'v' ? Nil : "%!" + GoText.FromRune(verb) + "(" + item.Type.Name + "=nil)");
            return;
        }

        if (item.Kind == GoKind.Pointer && depth > 0 && verb is not ('v' or 'p' or 'd' or 'x' or 'X' or 'o' or 'b'))
        {
            BadVerb(item, verb);
            return;
        }

        if (item.Kind == GoKind.Pointer)
        {
            // Below the top an address stands here, which is another one each time.
            _flags.Text.Append(depth == 0 ? "&" : "0x");
        }

        if (_flags.SharpV)
        {
            _flags.Text.Append(item.Type.Name);
        }

        _flags.Text.Append('{');
        for (var i = 0; i < item.Fields.Count && i < item.Type.Fields.Count; i++)
        {
            _flags.Text.Append(i == 0 ? "" : _flags.SharpV ? ", " : " ");
            if (i == 0 && item.Type.Embedded is { } outer)
            {
                Named(outer.Name.Substring(outer.Name.IndexOf('.') + 1));
                _flags.Text.Append(_flags.SharpV ? outer.Name + "{" : "{");
            }

            Named(item.Type.Fields[i].Name);
            Value(item.Fields[i], verb, depth + 1);
            if (item.Type.Embedded is { } inner && i == inner.Fields.Count - 1)
            {
                _flags.Text.Append('}');
            }
        }

        _flags.Text.Append('}');
    }

    private void Named(string field)
    {
        if (_flags.PlusV || _flags.SharpV)
        {
            _flags.Text.Append(field).Append(':');
        }
    }

    private void Map(GoMap map, int verb, int depth)
    {
        _flags.Text.Append(_flags.SharpV ? map.Type.Name : "map");
        if (_flags.SharpV && map.IsNil)
        {
            _flags.Text.Append("(nil)");
            return;
        }

        _flags.Text.Append(_flags.SharpV ? '{' : '[');
        var first = true;
        foreach (var entry in map.Sorted())
        {
            _flags.Text.Append(first ? "" : _flags.SharpV ? ", " : " ");
            first = false;
            Value(new GoString(entry.Key, Origin.Literal), verb, depth + 1);
            _flags.Text.Append(':');
            Value(entry.Value.Value, verb, depth + 1);
        }

        _flags.Text.Append(_flags.SharpV ? '}' : ']');
    }

    private void List(GoList list, int verb, int depth)
    {
        if (verb is 's' or 'q' or 'x' or 'X' && list.Type.Element is { Kind: GoKind.Uint8 })
        {
            var bytes = list.Items.Select(i => (byte)((GoUint)i).Value).ToArray();
            if (verb is 'x' or 'X')
            {
                _flags.Hexadecimal(bytes, verb == 'X');
            }
            else
            {
                Text(list, GoText.FromBytes(bytes), verb);
            }

            return;
        }

        if (_flags.SharpV)
        {
            _flags.Text.Append(list.Type.Name);
            if (list.IsNil)
            {
                _flags.Text.Append("(nil)");
                return;
            }
        }

        _flags.Text.Append(_flags.SharpV ? '{' : '[');
        for (var i = 0; i < list.Items.Count; i++)
        {
            _flags.Text.Append(i == 0 ? "" : _flags.SharpV ? ", " : " ");
            Value(list.Items[i], verb, depth + 1);
        }

        _flags.Text.Append(_flags.SharpV ? '}' : ']');
    }

    private void BadVerb(GoValue value, int verb)
    {
        var erroring = _erroring;
        _erroring = true;
        _flags.Text.Append("%!").Append(GoText.FromRune(verb)).Append('(');
        if (value is GoNil)
        {
            _flags.Text.Append(Nil);
        }
        else
        {
            _flags.Text.Append(value.Type.Name).Append('=');
            Argument(value, 'v');
        }

        _flags.Text.Append(')');
        _erroring = erroring;
    }
}
