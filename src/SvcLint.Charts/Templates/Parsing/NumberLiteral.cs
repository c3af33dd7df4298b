using System.Numerics;

namespace SvcLint.Charts.Templates.Parsing;

/// <summary>Go's ideal constants: a literal's value under each type that can represent it.</summary>
internal static class NumberLiteral
{
    /// <summary>The node, or what Go says of the text.</summary>
    public static NumberNode? Parse(TemplateText source, Token token, out string error)
    {
        error = "";
        var text = token.Text;
        switch (token.Kind)
        {
            case TokenKind.CharConstant:
                var at = 1;
                if (!GoQuote.UnquoteChar(text, ref at, '\'', out var rune, out _))
                {
                    error = "invalid syntax";
                    return null;
                }

                if (at != text.Length - 1)
                {
                    error = "malformed character constant: " + text;
                    return null;
                }

                return new NumberNode(source, token.Start, text) { Int = rune, Uint = (ulong)rune, Float = rune };
            case TokenKind.Complex:
                var split = text.LastIndexOfAny(['+', '-']);
                while (split > 0 && text[split - 1] is 'e' or 'E' or 'p' or 'P')
                {
                    split = text.LastIndexOfAny(['+', '-'], split - 1);
                }

                if (split > 0 && GoNumber.TryFloat(text.Substring(0, split), out var real) && GoNumber.TryFloat(text.Substring(split, text.Length - split - 1), out var imaginary))
                {
                    return OfComplex(source, token, new Complex(real, imaginary));
                }

                error = "syntax error scanning complex number";
                return null;
        }

        if (text[text.Length - 1] == 'i' && GoNumber.TryFloat(text.Substring(0, text.Length - 1), out var pure))
        {
            return OfComplex(source, token, new Complex(0, pure));
        }

        ulong? natural = GoNumber.TryUint(text, out var u) ? u : null;
        long? integer = GoNumber.TryInt(text, out var i) ? i : null;
        natural = integer == 0 ? natural ?? 0 : natural;
        double? number = (double?)integer ?? natural;
        if (number is null && GoNumber.TryFloat(text, out var f))
        {
            if (text.IndexOfAny(['.', 'e', 'E', 'p', 'P']) < 0)
            {
                error = "integer overflow: " + GoQuote.Quote(text);
                return null;
            }

            number = f;
            integer = IntOf(f);
            natural = UintOf(f);
        }

        if (number is null)
        {
            error = "illegal number syntax: " + GoQuote.Quote(text);
            return null;
        }

        return new NumberNode(source, token.Start, text) { Int = integer, Uint = natural, Float = number };
    }

    private static NumberNode OfComplex(TemplateText source, Token token, Complex value) => value.Imaginary != 0
        ? new NumberNode(source, token.Start, token.Text) { Complex = value }
        : new NumberNode(source, token.Start, token.Text) { Complex = value, Float = value.Real, Int = IntOf(value.Real), Uint = UintOf(value.Real) };

    private static long? IntOf(double value) => value is >= -9223372036854775808.0 and < 9223372036854775808.0 && Math.Floor(value) == value ? (long)value : null;

    private static ulong? UintOf(double value) => value is >= 0 and < 18446744073709551616.0 && Math.Floor(value) == value ? (ulong)value : null;
}
