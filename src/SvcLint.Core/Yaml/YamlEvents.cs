using SvcLint.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SvcLint.Yaml;

internal enum YamlEventKind
{
    Scalar,
    Alias,
    MappingStart,
    SequenceStart,
    End,
    DocumentEnd,
}

internal readonly record struct YamlEvent(
    YamlEventKind Kind, int Start, int End, string Value = "", ScalarStyle Style = ScalarStyle.Plain, bool Flow = false, string? Anchor = null, string? Tag = null);

/// <summary>A place (offset of the slice) and what is wrong there.</summary>
internal readonly record struct YamlFault(int Offset, string Message);

/// <summary>
/// The only file that knows YamlDotNet: its parser's events of one document, with offsets of the slice, and its faults with a right place.
/// </summary>
internal sealed class YamlEvents
{
    private readonly string _text;
    private readonly Parser _parser;
    private int _lastEnd;

    public YamlEvents(TextSlice slice)
    {
        _text = Readable(slice.Text);
        _parser = new Parser(new Scanner(new StringReader(_text), skipComments: true));
    }

    public YamlFault? Fault { get; private set; }

    /// <summary>The next event of the document; false at its end and after a fault.</summary>
    public bool TryNext(out YamlEvent next)
    {
        next = default;
        try
        {
            while (_parser.MoveNext())
            {
                var current = _parser.Current!;
                var start = (int)current.Start.Index;
                var end = Math.Min((int)current.End.Index, _text.Length);
                switch (current)
                {
                    case Scalar scalar:
                        next = new YamlEvent(YamlEventKind.Scalar, start, end, scalar.Value, Style(scalar.Style), Anchor: Name(scalar.Anchor), Tag: Name(scalar.Tag));
                        break;
                    case AnchorAlias alias:
                        next = new YamlEvent(YamlEventKind.Alias, start, end, alias.Value.Value);
                        break;
                    case MappingStart mapping:
                        next = new YamlEvent(YamlEventKind.MappingStart, start, end, Flow: mapping.Style == MappingStyle.Flow, Anchor: Name(mapping.Anchor), Tag: Name(mapping.Tag));
                        break;
                    case SequenceStart sequence:
                        next = new YamlEvent(YamlEventKind.SequenceStart, start, end, Flow: sequence.Style == SequenceStyle.Flow, Anchor: Name(sequence.Anchor), Tag: Name(sequence.Tag));
                        break;
                    case MappingEnd or SequenceEnd:
                        // A flow collection's end event is empty and stands before its bracket.
                        end = start < _text.Length && _text[start] is ']' or '}' ? start + 1 : end;
                        next = new YamlEvent(YamlEventKind.End, start, end);
                        break;
                    case DocumentEnd:
                        next = new YamlEvent(YamlEventKind.DocumentEnd, start, end);
                        return true;
                    default:
                        continue;
                }

                _lastEnd = Math.Max(_lastEnd, Math.Min(end, _text.Length));
                return true;
            }
        }
        catch (YamlException exception)
        {
            Fault = Located((int)exception.Start.Index, exception.Message);
        }
#pragma warning disable CA1031 // The parser throws other exceptions than its own on some malformed inputs: each is a syntax error of the input.
        catch (Exception)
        {
            Fault = Located(0, "malformed YAML");
        }
#pragma warning restore CA1031

        return false;
    }

    /// <summary>
    /// The same text for a parser that takes no blanks in the empty lines at the head of a block scalar, as charts render them; Kubernetes'
    /// takes as many as the content is indented by. They move to the end of the header's line, so that every other offset stays. Null when
    /// there are none.
    /// </summary>
    public static string? WithoutLeadingBlanks(string text)
    {
        char[]? letters = null;
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', end + 1))
        {
            if (!EndsHeader(text, end))
            {
                continue;
            }

            var (content, widest) = SkipBlankLines(text, end + 1);
            if (widest > 0 && widest <= Indentation(text, content))
            {
                letters ??= text.ToCharArray();
                var breaks = text.Substring(end, content - end).Replace(" ", "");
                var start = end > 0 && text[end - 1] == '\r' ? end - 1 : end;
                breaks = start < end ? "\r" + breaks : breaks;
                var moved = new string(' ', content - start - breaks.Length) + breaks;
                moved.CopyTo(0, letters, start, moved.Length);
            }
        }

        return letters is null ? null : new string(letters);
    }

    // "|", ">", "|-", ">+"; a digit would say which blanks are content.
    private static bool EndsHeader(string text, int end)
    {
        var last = end - 1;
        while (last >= 0 && text[last] is ' ' or '\r')
        {
            last--;
        }

        last -= last >= 0 && text[last] is '-' or '+' ? 1 : 0;
        return last >= 0 && text[last] is '|' or '>';
    }

    private static (int Content, int Widest) SkipBlankLines(string text, int start)
    {
        var widest = 0;
        while (true)
        {
            var at = start + Indentation(text, start);
            var next = at < text.Length && text[at] == '\r' ? at + 1 : at;
            if (next >= text.Length || text[next] != '\n')
            {
                return (start, widest);
            }

            widest = Math.Max(widest, at - start);
            start = next + 1;
        }
    }

    private static int Indentation(string text, int line)
    {
        var at = line;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return at - line;
    }

    // Tabs may separate tokens in JSON but trip the parser at line starts; in JSON none can stand inside a string.
    private static string Readable(string text)
    {
        var first = 0;
        while (first < text.Length && char.IsWhiteSpace(text[first]))
        {
            first++;
        }

        return first < text.Length && text[first] is '{' or '[' && text.IndexOf('\t') >= 0 ? text.Replace('\t', ' ') : text;
    }

    private YamlFault Located(int offset, string message)
    {
        var tab = TabIndentation();
        if (tab >= 0 && (offset <= 0 || message.IndexOf("tab", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            return new YamlFault(tab, "a tab cannot indent YAML; use spaces");
        }

        if (offset > 0 && offset < _text.Length && _text[offset] == '\t')
        {
            return new YamlFault(offset, "a tab cannot stand here; use spaces");
        }

        if (offset <= 0 && _lastEnd > 0)
        {
            offset = NextToken(_lastEnd);
        }

        // What is missing at the end of the text is missing after its last character.
        var last = _text.Length;
        while (last > 0 && char.IsWhiteSpace(_text[last - 1]))
        {
            last--;
        }

        return new YamlFault(Math.Max(0, Math.Min(offset, last - 1)), Plain(message));
    }

    // The first line from the last good event on that starts with blanks which hold a tab.
    private int TabIndentation()
    {
        var line = _lastEnd == 0 ? 0 : _text.LastIndexOf('\n', Math.Min(_lastEnd, _text.Length - 1)) + 1;
        while (line < _text.Length)
        {
            for (var i = line; i < _text.Length && _text[i] is ' ' or '\t'; i++)
            {
                if (_text[i] == '\t')
                {
                    return i;
                }
            }

            var end = _text.IndexOf('\n', line);
            if (end < 0)
            {
                break;
            }

            line = end + 1;
        }

        return -1;
    }

    private int NextToken(int offset)
    {
        while (offset < _text.Length && char.IsWhiteSpace(_text[offset]))
        {
            offset++;
        }

        return offset;
    }

    // The library's wording without its own positions and class names.
    private static string Plain(string message)
    {
        var text = message;
        var colon = text.IndexOf("): ", StringComparison.Ordinal);
        if (text.StartsWith("(Line", StringComparison.Ordinal) && colon >= 0)
        {
            text = text.Substring(colon + 3);
            colon = text.IndexOf("): ", StringComparison.Ordinal);
            text = colon >= 0 ? text.Substring(colon + 3) : text;
        }

        text = text.Trim().TrimEnd('.');
        return text.Length == 0 ? "malformed YAML" : char.ToLowerInvariant(text[0]) + text.Substring(1);
    }

    private static string? Name(AnchorName anchor) => anchor.IsEmpty ? null : anchor.Value;

    private static string? Name(TagName tag) => tag.IsEmpty ? null : tag.IsNonSpecific ? "!" : tag.Value;

    private static ScalarStyle Style(YamlDotNet.Core.ScalarStyle style) => style switch
    {
        YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
        YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
        YamlDotNet.Core.ScalarStyle.Literal => ScalarStyle.Literal,
        YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Folded,
        _ => ScalarStyle.Plain,
    };
}
