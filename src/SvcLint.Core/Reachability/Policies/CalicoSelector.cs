namespace SvcLint.Reachability.Policies;

/// <summary>Calico's language for selectors, as far as labels of files answer it: yes, no, or null where they do not or the text is not understood.</summary>
internal sealed class CalicoSelector
{
    private const string Quotes = "'\"";

    // Operands and brackets; who writes more writes no selector.
    private const int Deepest = 500;

    private readonly string _text;
    private readonly Func<string, Label> _label;
    private int _at;
    private int _depth;
    private bool _isBroken;

    private CalicoSelector(string text, Func<string, Label> label)
    {
        _text = text;
        _label = label;
    }

    /// <summary>What is known of a label.</summary>
    /// <param name="IsKnown">Whether there is one, and its value.</param>
    /// <param name="Value">Null where there is none.</param>
    public readonly record struct Label(bool IsKnown, string? Value);

    public static bool? Selects(string text, Func<string, Label> label)
    {
        var selector = new CalicoSelector(text, label);
        if (text.Trim().Length == 0)
        {
            return true;
        }

        var answer = selector.Or();
        selector.SkipSpace();
        return selector._isBroken || selector._at < text.Length ? null : answer;
    }

    private bool? Or()
    {
        var answer = And();
        while (Takes("||"))
        {
            var other = And();
            answer = answer == true || other == true ? true : answer is null || other is null ? null : false;
        }

        return answer;
    }

    private bool? And()
    {
        var answer = One();
        while (Takes("&&"))
        {
            var other = One();
            answer = answer == false || other == false ? false : answer is null || other is null ? null : true;
        }

        return answer;
    }

    private bool? One()
    {
        if (++_depth > Deepest)
        {
            _isBroken = true;
            return null;
        }

        if (Takes("!"))
        {
            return !One();
        }

        if (Takes("("))
        {
            var inside = Or();
            Require(")");
            return inside;
        }

        if (Takes("all()"))
        {
            return true;
        }

        // What belongs to no namespace.
        if (Takes("global()"))
        {
            return false;
        }

        if (Takes("has("))
        {
            var (isKnown, value) = _label(Key());
            Require(")");
            return isKnown ? value is not null : null;
        }

        return Compared(_label(Key()));
    }

    // What is unequal, or in no list, may be missing.
    private bool? Compared(Label label)
    {
        Func<string?, bool> holds;
        if (Takes("==") || Takes("="))
        {
            var wanted = Text();
            holds = value => value == wanted;
        }
        else if (Takes("!="))
        {
            var wanted = Text();
            holds = value => value != wanted;
        }
        else if (Takes("not in"))
        {
            var wanted = Texts();
            holds = value => value is null || !wanted.Contains(value);
        }
        else if (Takes("in"))
        {
            var wanted = Texts();
            holds = value => value is not null && wanted.Contains(value);
        }
        else if (Takes("contains"))
        {
            var part = Text();
            holds = value => value?.IndexOf(part, StringComparison.Ordinal) >= 0;
        }
        else if (Takes("starts with"))
        {
            var part = Text();
            holds = value => value?.StartsWith(part, StringComparison.Ordinal) == true;
        }
        else if (Takes("ends with"))
        {
            var part = Text();
            holds = value => value?.EndsWith(part, StringComparison.Ordinal) == true;
        }
        else
        {
            _isBroken = true;
            return null;
        }

        return label.IsKnown ? holds(label.Value) : null;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private bool Takes(string word)
    {
        SkipSpace();
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void Require(string word) => _isBroken |= !Takes(word);

    private string Key()
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || "_./-".IndexOf(_text[_at]) >= 0))
        {
            _at++;
        }

        _isBroken |= _at == start;
        return _text.Substring(start, _at - start);
    }

    private string Text()
    {
        SkipSpace();
        var start = _at;
        var end = start < _text.Length && Quotes.IndexOf(_text[start]) >= 0 ? _text.IndexOf(_text[start], start + 1) : -1;
        if (end < 0)
        {
            _isBroken = true;
            return "";
        }

        _at = end + 1;
        return _text.Substring(start + 1, end - start - 1);
    }

    private List<string> Texts()
    {
        var texts = new List<string>();
        Require("{");
        while (!_isBroken && !Takes("}"))
        {
            texts.Add(Text());
            Takes(",");
        }

        return texts;
    }
}
