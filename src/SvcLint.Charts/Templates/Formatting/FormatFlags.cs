using System.Globalization;
using System.Text;

namespace SvcLint.Charts.Templates;

/// <summary>Flags, width and precision of one directive of a format, and the text that they shape.</summary>
internal sealed class FormatFlags
{
    // A width that Go takes; the text is bounded besides.
    private readonly StringBuilder _text = new();

    public int? Width { get; set; }

    public int? Precision { get; set; }

    public bool Plus { get; set; }

    public bool Minus { get; set; }

    public bool Sharp { get; set; }

    public bool Space { get; set; }

    public bool Zero { get; set; }

    public bool PlusV { get; set; }

    public bool SharpV { get; set; }

    public StringBuilder Text => _text;

    public void Clear()
    {
        Width = null;
        Precision = null;
        Plus = Minus = Sharp = Space = Zero = PlusV = SharpV = false;
    }

    /// <summary>Pads to the width, in code points.</summary>
    public void Pad(string text)
    {
        var missing = Width is { } width ? width - GoText.RuneCount(text) : 0;
        if (missing <= 0)
        {
            _text.Append(text);
        }
        else if (Minus)
        {
            _text.Append(text).Append(' ', missing);
        }
        else
        {
            _text.Append(Zero ? '0' : ' ', missing).Append(text);
        }
    }

    public void String(string text) => Pad(Cut(text));

    /// <summary><c>%q</c>.</summary>
    public void Quoted(string text)
    {
        text = Cut(text);
        Pad(Sharp && GoQuote.CanBackquote(text) ? "`" + text + "`" : GoQuote.Quote(text, Plus));
    }

    /// <summary><c>%x</c> of a text or of bytes.</summary>
    public void Hexadecimal(byte[] bytes, bool upper)
    {
        var length = Precision is { } precision ? Math.Min(precision, bytes.Length) : bytes.Length;
        var text = new StringBuilder();
        var prefix = upper ? "0X" : "0x";
        for (var i = 0; i < length; i++)
        {
            if (Space && i > 0)
            {
                text.Append(' ');
            }

            if (Sharp && (Space || i == 0))
            {
                text.Append(prefix);
            }

            text.Append(bytes[i].ToString(upper ? "X2" : "x2", CultureInfo.InvariantCulture));
        }

        PadSpaces(text.ToString());
    }

    public void Bool(bool value) => Pad(value ? "true" : "false");

    /// <summary>An integer in a base, with what Go does about sign, zeros and prefixes.</summary>
    public void Integer(ulong magnitude, bool negative, int numberBase, char verb, bool upper)
    {
        var digits = InBase(magnitude, numberBase);
        if (upper)
        {
            digits = digits.ToUpperInvariant();
        }

        var least = 0;
        if (Precision is { } precision)
        {
            least = precision;
            if (precision == 0 && magnitude == 0)
            {
                var zero = Zero;
                Zero = false;
                Pad(new string(' ', Width ?? 0));
                Zero = zero;
                return;
            }
        }
        else if (Zero && !Minus && Width is { } width)
        {
            least = width - (negative || Plus || Space ? 1 : 0);
        }

        var text = digits.PadLeft(Math.Max(least, 0), '0');
        if (Sharp)
        {
            text = numberBase switch
            {
                2 => "0b" + text,
                8 => text[0] == '0' ? text : "0" + text,
                16 => (upper ? "0X" : "0x") + text,
                _ => text,
            };
        }

        if (verb == 'O')
        {
            text = "0o" + text;
        }

        text = (negative ? "-" : Plus ? "+" : Space ? " " : "") + text;
        PadSpaces(text);
    }

    /// <summary><c>%U</c>.</summary>
    public void Unicode(ulong rune)
    {
        var text = "U+" + rune.ToString("X", CultureInfo.InvariantCulture).PadLeft(Math.Max(Precision ?? 4, 4), '0');
        if (Sharp && rune <= 0x10FFFF && GoQuote.IsPrint((int)rune))
        {
            text += " '" + GoText.FromRune((int)rune) + "'";
        }

        PadSpaces(text);
    }

    public void Char(ulong rune) => Pad(rune > 0x10FFFF ? "\uFFFD" : GoText.FromRune((int)rune));

    public void QuotedChar(ulong rune) => Pad(GoQuote.QuoteRune(rune > 0x10FFFF ? 0xFFFD : (long)rune, Plus));

    public void Float(double value, char verb, int precision)
    {
        precision = Precision ?? precision;
        var shape = verb == 'v' ? 'g' : verb;
        var number = GoFloatText.Format(value, shape == 'F' ? 'f' : shape, precision);
        if (number[0] is not ('-' or '+'))
        {
            number = "+" + number;
        }

        if (Space && number[0] == '+' && !Plus)
        {
            number = " " + number.Substring(1);
        }

        if (number[1] is 'I' or 'N')
        {
            var zero = Zero;
            Zero = false;
            Pad(number[1] == 'N' && !Space && !Plus ? number.Substring(1) : number[0] == '+' && number[1] == 'I' && !Plus ? number : number);
            Zero = zero;
            return;
        }

        if (Sharp && verb != 'b')
        {
            number = WithPoint(number, verb, precision);
        }

        if (Plus || number[0] != '+')
        {
            if (Zero && !Minus && Width is { } width && width > number.Length)
            {
                _text.Append(number[0]).Append('0', width - number.Length).Append(number, 1, number.Length - 1);
                return;
            }

            Pad(number);
            return;
        }

        Pad(number.Substring(1));
    }

    private static string InBase(ulong magnitude, int numberBase)
    {
        if (numberBase == 10)
        {
            return magnitude.ToString(CultureInfo.InvariantCulture);
        }

        if (magnitude == 0)
        {
            return "0";
        }

        var digits = new Stack<char>();
        for (; magnitude > 0; magnitude /= (ulong)numberBase)
        {
            digits.Push("0123456789abcdef"[(int)(magnitude % (ulong)numberBase)]);
        }

        return new string([.. digits]);
    }

    // '#': a decimal point always, and for %g the zeros that it otherwise drops.
    private static string WithPoint(string number, char verb, int precision)
    {
        var digits = verb is 'v' or 'g' or 'G' or 'x' ? precision == -1 ? 6 : precision : 0;
        var tail = "";
        var text = new StringBuilder(number.Substring(0, 1));
        var hasPoint = false;
        var nonZero = false;
        for (var i = 1; i < number.Length; i++)
        {
            var c = number[i];
            if (c is 'p' or 'P' || (c is 'e' or 'E' && verb is not ('x' or 'X')))
            {
                tail = number.Substring(i);
                break;
            }

            text.Append(c);
            if (c == '.')
            {
                hasPoint = true;
                continue;
            }

            nonZero |= c != '0';
            digits -= nonZero ? 1 : 0;
        }

        if (!hasPoint)
        {
            digits -= text.Length == 2 && text[1] == '0' ? 1 : 0;
            text.Append('.');
        }

        return text.Append('0', Math.Max(digits, 0)).Append(tail).ToString();
    }

    private void PadSpaces(string text)
    {
        var zero = Zero;
        Zero = false;
        Pad(text);
        Zero = zero;
    }

    private string Cut(string text)
    {
        if (Precision is not { } precision || precision >= text.Length)
        {
            return text;
        }

        var end = 0;
        for (var i = 0; i < precision && end < text.Length; i++)
        {
            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length && char.IsLowSurrogate(text[end + 1]) ? 2 : 1;
        }

        return text.Substring(0, end);
    }
}
