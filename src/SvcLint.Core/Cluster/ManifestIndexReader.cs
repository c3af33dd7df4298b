using System.Text;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>Reads what <see cref="ManifestIndexWriter"/> wrote.</summary>
internal sealed class ManifestIndexReader
{
    private readonly string _text;
    private SourceText[] _sources = [];
    private int _at = ManifestIndexWriter.Mark.Length;
    private int _source;
    private int _place;

    private ManifestIndexReader(string text) => _text = text;

    /// <summary>Null for anything else.</summary>
    public static ManifestIndex? Read(string text)
    {
        if (!text.StartsWith(ManifestIndexWriter.Mark, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return new ManifestIndexReader(text).Read();
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or ArithmeticException or IndexOutOfRangeException)
        {
            // Cut off, or not ours in spite of its first line.
            return null;
        }
    }

    private ManifestIndex Read()
    {
        _sources = Many(Source);
        var roots = Many(() => Node() as YamlMapping ?? throw new FormatException());
        return new ManifestIndex(roots, Many(() => Unit(roots.Length)), Many(() => Root(roots.Length)));
    }

    private SourceText Source()
    {
        var path = Text();
        var content = new StringBuilder();
        for (var parts = Number(); parts > 0; parts--)
        {
            var isKept = _text[_at++] == '+';
            var part = Text();
            if (isKept)
            {
                content.Append(part);
            }
            else
            {
                var lines = part.Split(',');
                for (var i = 0; i < lines.Length; i++)
                {
                    content.Append(i == 0 ? "" : "\n").Append(' ', int.Parse(lines[i], System.Globalization.CultureInfo.InvariantCulture));
                }
            }
        }

        return new SourceText(path, content.ToString());
    }

    private IndexedUnit Unit(int roots) => new(
        Text(),
        (UnitKind)Number(),
        Many(Text),
        Many(() => new UnitGap(_sources[Number()].Span(Number(), Number()), Text())),
        Many(() => Root(roots)));

    private int Root(int roots) => Number() is var root && root >= 0 && root < roots ? root : throw new FormatException();

    private YamlNode Node()
    {
        string? tag = null;
        if (_text[_at] == 't')
        {
            _at++;
            tag = Text();
        }

        if (_text[_at] == '@')
        {
            _at++;
            _source = Number();
        }

        var letter = _text[_at++];
        _place += Number();
        var span = _sources[_source].Span(_place, _place + Number());
        if (span.Start < 0 || span.End < span.Start || span.End > span.Source.Content.Length)
        {
            throw new FormatException();
        }

        return letter switch
        {
            'm' or 'M' => new YamlMapping(span, Many(Entry), letter == 'M', tag),
            'q' or 'Q' => new YamlSequence(span, Many(Node), letter == 'Q', tag),
            _ => Scalar(span, letter, tag),
        };
    }

    private YamlEntry Entry()
    {
        var isMerged = _text[_at] == '<';
        _at += isMerged ? 1 : 0;
        return new YamlEntry(Node(), Node(), isMerged);
    }

    private YamlScalar Scalar(SourceSpan span, char letter, string? tag)
    {
        var style = (ScalarStyle)ManifestIndexWriter.Scalars.IndexOf(char.ToLowerInvariant(letter));
        var quotes = style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        return new YamlScalar(span, char.IsUpper(letter) ? Text() : span.Source.Content.Substring(span.Start + quotes, span.Range.Length - (2 * quotes)), style, tag);
    }

    private T[] Many<T>(Func<T> read)
    {
        // Every entry takes two characters at least.
        var count = Number();
        var items = new T[count >= 0 && count <= _text.Length ? count : throw new FormatException()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read();
        }

        return items;
    }

    private string Text()
    {
        var length = Number();
        var value = _text.Substring(_at, length);
        _at += length;
        return value;
    }

    private int Number()
    {
        var isNegative = _text[_at] == '-';
        _at += isNegative ? 1 : 0;
        var number = 0;
        while (_text[_at] is >= '0' and <= '9' and var digit)
        {
            number = (number * 10) + (digit - '0');
            _at++;
        }

        return _text[_at++] == ' ' ? (isNegative ? -number : number) : throw new FormatException();
    }
}
