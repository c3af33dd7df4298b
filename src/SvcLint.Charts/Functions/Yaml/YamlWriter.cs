using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

internal enum YamlContext
{
    Root,
    Item,
    Key,
    SimpleKey,
    Value,
}

/// <summary>Lays tokens out as libyaml's emitter does: where lines break, and how far they are indented.</summary>
internal sealed class YamlWriter(bool version3, Execution execution)
{
    private const int MaxWidth = 80;

    private readonly OriginBuilder _text = new();
    private int _indent = -1;
    private int _column;
    private bool _isBlank = true;

    /// <summary>Only indentation and dashes stand on the line so far.</summary>
    public bool IsIndention { get; private set; } = true;

    public GoString Finish()
    {
        WriteIndent(0);
        return _text.ToValue();
    }

    /// <summary>Starts a block collection; hand the answer to <see cref="Outdent"/>.</summary>
    public int Indent(bool indentless)
    {
        var outer = _indent;
        if (_indent < 0)
        {
            _indent = 0;
        }
        else if (!indentless)
        {
            _indent += 2;
        }

        return outer;
    }

    public void Outdent(int outer) => _indent = outer;

    public void StartEntry() => WriteIndent(Math.Max(0, _indent));

    public void Flow(string brackets)
    {
        Indicator(brackets.Substring(0, 1), needsBlank: true, isBlank: true, isIndention: false);
        Indicator(brackets.Substring(1), needsBlank: false, isBlank: false, isIndention: false);
    }

    public void Indicator(string text, bool needsBlank, bool isBlank, bool isIndention, Origin? origin = null)
    {
        if (needsBlank && !_isBlank)
        {
            Put(" ");
        }

        Put(text, origin);
        _isBlank = isBlank;
        IsIndention &= isIndention;
    }

    public void Scalar(YamlScalarShape shape, Origin? origin, YamlContext context)
    {
        switch (shape.StyleIn(context))
        {
            case YamlScalarStyle.Plain:
                if (!_isBlank)
                {
                    Put(" ");
                }

                Folded(shape.Text, origin, context, shape.Text.Length + 1, c => c.ToString());
                _isBlank = false;
                IsIndention = false;
                break;
            case YamlScalarStyle.SingleQuoted:
                Indicator("'", needsBlank: true, isBlank: false, isIndention: false);
                Folded(shape.Text, origin, context, shape.Text.Length - 1, c => c == '\'' ? "''" : c.ToString());
                Indicator("'", needsBlank: false, isBlank: false, isIndention: false);
                break;
            case YamlScalarStyle.Literal:
                if (shape.Tag.Length > 0)
                {
                    Indicator(shape.Tag, needsBlank: true, isBlank: false, isIndention: false);
                }

                Literal(shape.Text, origin);
                break;
            default:
                if (shape.Tag.Length > 0)
                {
                    Indicator(shape.Tag, needsBlank: true, isBlank: false, isIndention: false);
                }

                Indicator("\"", needsBlank: true, isBlank: false, isIndention: false);
                DoubleQuoted(shape.Text, origin, context);
                Indicator("\"", needsBlank: false, isBlank: false, isIndention: false);
                break;
        }
    }

    private bool Folds(YamlContext context) => !version3 && context != YamlContext.SimpleKey && _column > MaxWidth;

    // At a single blank beyond the width the line ends; after a line break of the text the next line is indented.
    private void Folded(string text, Origin? origin, YamlContext context, int last, Func<char, string> write)
    {
        if (_column + text.Length <= MaxWidth && !text.Any(YamlScalarShape.IsBreak))
        {
            Put(string.Concat(text.Select(write)), origin);
            return;
        }

        var spaces = false;
        var breaks = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ' ')
            {
                var inside = last > text.Length || (i > 0 && i < last);
                if (!spaces && inside && Folds(context) && (i + 1 >= text.Length || text[i + 1] != ' '))
                {
                    WriteIndent(ContentIndent);
                }
                else
                {
                    Put(" ", origin);
                }

                spaces = true;
                continue;
            }

            if (YamlScalarShape.IsBreak(c))
            {
                Put(c.ToString(), origin);
                IsIndention = true;
                breaks = true;
                continue;
            }

            if (breaks)
            {
                WriteIndent(ContentIndent);
            }

            Put(write(c), origin);
            IsIndention = false;
            spaces = breaks = false;
        }
    }

    private void DoubleQuoted(string text, Origin? origin, YamlContext context)
    {
        var everything = text.Length > 0 && text[0] == '\uFEFF';
        var spaces = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ' && !everything)
            {
                if (!spaces && i > 0 && i < text.Length - 1 && Folds(context))
                {
                    WriteIndent(ContentIndent);
                    if (text[i + 1] == ' ')
                    {
                        Put("\\");
                    }
                }
                else
                {
                    Put(" ", origin);
                }

                spaces = true;
                continue;
            }

            Put(YamlScalarShape.DoubleQuoted(text, ref i, everything), origin);
            spaces = false;
        }
    }

    private void Literal(string text, Origin? origin)
    {
        Indicator("|", needsBlank: true, isBlank: false, isIndention: false, origin);
        if (text[0] is ' ' || YamlScalarShape.IsBreak(text[0]))
        {
            Indicator("2", needsBlank: false, isBlank: false, isIndention: false);
        }

        if (!YamlScalarShape.IsBreak(text[text.Length - 1]))
        {
            Indicator("-", needsBlank: false, isBlank: false, isIndention: false);
        }
        else if (text.Length == 1 || YamlScalarShape.IsBreak(text[text.Length - 2]))
        {
            Indicator("+", needsBlank: false, isBlank: false, isIndention: false);
        }

        Put("\n");
        // A scalar's content lies one level below what holds it; at the root it cannot lie at the margin.
        var indent = ContentIndent;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (YamlScalarShape.IsBreak(text[i]))
            {
                Line(text, start, i, indent, origin);
                Put(text.Substring(i, 1), origin);
                start = i + 1;
            }
        }

        Line(text, start, text.Length, indent, origin);
        IsIndention = start == text.Length;
        _isBlank = true;
        if (start < text.Length)
        {
            IsIndention = false;
        }
    }

    private int ContentIndent => _indent < 0 ? 2 : version3 ? 2 * ((_indent + 2) / 2) : _indent + 2;

    private void Line(string text, int start, int end, int indent, Origin? origin)
    {
        if (end > start)
        {
            Put(new string(' ', indent));
            Put(text.Substring(start, end - start), origin);
        }
    }

    private void WriteIndent(int indent)
    {
        // What contains itself is written down to the greatest depth, and long texts are folded there.
        execution.Write(indent);
        if (!IsIndention || _column > indent || (_column == indent && !_isBlank))
        {
            Put("\n");
        }

        if (_column < indent)
        {
            Put(new string(' ', indent - _column));
        }

        _isBlank = true;
        IsIndention = true;
    }

    private void Put(string text, Origin? origin = null)
    {
        _text.Append(text, origin);
        _column = text.Length > 0 && YamlScalarShape.IsBreak(text[text.Length - 1]) ? 0 : _column + text.Length;
    }
}
