using System.Text;

namespace SvcLint.Charts.Templates;

/// <summary>Puts a text together and remembers where each part came from: functions that move text use it, and the output is one.</summary>
public sealed class OriginBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<Piece> _pieces = [];

    public int Length => _text.Length;

    /// <summary>Whether what is appended next starts a value of YAML.</summary>
    public bool IsAtValue => _text.Length > 1 && _text[_text.Length - 1] == ' ' && _text[_text.Length - 2] is ':' or '-';

    /// <summary>Appends text of one origin.</summary>
    public void Append(string text, Origin? origin, int shift = 0, ActionPlace? site = null)
    {
        if (text.Length > 0)
        {
            _text.Append(text);
            Add(new Piece(_text.Length, origin ?? Origin.Literal, shift, site));
        }
    }

    public void Append(GoString text) => Append(text, 0, text.Value.Length);

    /// <summary>Appends a part of a text with its origins; <paramref name="action"/> wrote it unless another did, <paramref name="site"/> shows it.</summary>
    public void Append(GoString text, int start, int length, ActionPlace? action = null, ActionPlace? site = null)
    {
        if (length <= 0)
        {
            return;
        }

        var before = _text.Length;
        _text.Append(text.Value, start, length);
        if (!text.IsComposed)
        {
            var origin = text.Origin ?? Origin.Literal;
            Add(new Piece(_text.Length, action is null ? origin : origin.By(action), start - before, site));
            return;
        }

        var end = start + length;
        for (var i = text.FirstAfter(start); i < text.Pieces.Count; i++)
        {
            var piece = text.Pieces[i];
            // A template's offset less this text's offset: moved text shifts by as much as it moved.
            Add(new Piece(before + Math.Min(piece.End, end) - start, action is null ? piece.Origin : piece.Origin.By(action), piece.Shift + start - before, site ?? piece.Site));
            if (piece.End >= end)
            {
                break;
            }
        }
    }

    /// <summary>The text with its origins.</summary>
    public GoString ToValue() => _pieces.Count switch
    {
        0 => GoString.Empty,
        1 when _pieces[0] is { Shift: 0, Site: null } => new GoString(_text.ToString(), _pieces[0].Origin),
        _ => new GoString(_text.ToString(), [.. _pieces]),
    };

    private void Add(Piece piece)
    {
        if (_pieces.Count > 0)
        {
            var last = _pieces[_pieces.Count - 1];
            if (last.Origin == piece.Origin && last.Shift == piece.Shift && last.Site == piece.Site)
            {
                _pieces[_pieces.Count - 1] = piece;
                return;
            }
        }

        _pieces.Add(piece);
    }
}
