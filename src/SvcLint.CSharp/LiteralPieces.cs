using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model.DotNet;
using TextSpan = SvcLint.Text.TextSpan;

namespace SvcLint.CSharp;

/// <summary>Which letters of a literal's value stand in the file as they are, and where.</summary>
internal static class LiteralPieces
{
    public static Folded Read(SyntaxToken token)
    {
        var (raw, value) = (token.Text, token.ValueText);
        var quote = raw.IndexOf('"');
        if (quote < 0 || raw.EndsWith("u8", StringComparison.OrdinalIgnoreCase))
        {
            return new Folded(value, []);
        }

        if (token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken))
        {
            var quotes = raw.Length - raw.TrimStart('"').Length;
            return Plain(value, token.SpanStart + quotes);
        }

        if (token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken))
        {
            return Lines(value, token.SpanStart + raw.IndexOf('\n') + 1, raw.Substring(raw.IndexOf('\n') + 1));
        }

        return token.IsKind(SyntaxKind.StringLiteralToken)
            ? Escaped(raw, quote + 1, raw.Length - 1, value, token.SpanStart, raw[0] == '@', isInterpolated: false)
            : new Folded(value, []);
    }

    public static Folded Read(InterpolatedStringTextSyntax text, InterpolatedStringExpressionSyntax interpolated)
    {
        // The compiler leaves doubled braces to whoever reads the text.
        var token = text.TextToken;
        var value = token.ValueText.Replace("{{", "{").Replace("}}", "}");
        return interpolated.StringStartToken.Kind() switch
        {
            SyntaxKind.InterpolatedStringStartToken => Escaped(token.Text, 0, token.Text.Length, value, token.SpanStart, isVerbatim: false, isInterpolated: true),
            SyntaxKind.InterpolatedVerbatimStringStartToken => Escaped(token.Text, 0, token.Text.Length, value, token.SpanStart, isVerbatim: true, isInterpolated: true),
            SyntaxKind.InterpolatedSingleLineRawStringStartToken => Plain(token.ValueText, token.SpanStart),
            SyntaxKind.InterpolatedMultiLineRawStringStartToken => Lines(token.ValueText, token.SpanStart, token.Text),
            _ => new Folded(token.ValueText, []),
        };
    }

    // Every line of a raw string ends as it does in the file; only its indentation is taken away.
    private static Folded Lines(string value, int offset, string raw)
    {
        var pieces = new List<TextPiece>();
        var (at, from) = (0, 0);
        foreach (var line in value.Split('\n'))
        {
            var end = raw.IndexOf('\n', from);
            var next = end < 0 ? raw.Length : end + 1;
            end = end < 0 ? raw.Length : end > from && raw[end - 1] == '\r' && !line.EndsWith("\r", StringComparison.Ordinal) ? end - 1 : end;
            if (end - line.Length < from)
            {
                // A literal that is not finished.
                return new Folded(value, []);
            }

            pieces.Add(new TextPiece(at, new TextSpan(offset + end - line.Length, offset + end)));
            (at, from) = (at + line.Length + 1, next);
        }

        return new Folded(value, pieces);
    }

    private static Folded Plain(string value, int offset) => new(value, [new TextPiece(0, new TextSpan(offset, offset + value.Length))]);

    private static Folded Escaped(string raw, int start, int end, string value, int offset, bool isVerbatim, bool isInterpolated)
    {
        var pieces = new List<TextPiece>();
        var (at, run, written) = (start, start, 0);
        while (at < end)
        {
            var (length, letters) = raw[at] switch
            {
                '\\' when !isVerbatim => Escape(raw, at, end),
                '"' when isVerbatim => (2, 1),
                '{' or '}' when isInterpolated => (2, 1),
                _ => (0, 0),
            };
            if (length == 0)
            {
                at++;
                continue;
            }

            Add(at);
            written += letters;
            at += length;
            run = at;
        }

        Add(Math.Min(at, end));
        // A literal that is not finished has another value than was counted.
        return new Folded(value, written == value.Length ? pieces : []);

        void Add(int to)
        {
            if (to > run)
            {
                pieces.Add(new TextPiece(written, new TextSpan(offset + run, offset + to)));
                written += to - run;
            }
        }
    }

    // Length of an escape in the file, and of what it stands for.
    private static (int Length, int Letters) Escape(string raw, int at, int end)
    {
        switch (at + 1 < end ? raw[at + 1] : ' ')
        {
            case 'u':
                return (6, 1);
            case 'U':
                return (10, at + 5 < end && (raw[at + 4] != '0' || raw[at + 5] != '0') ? 2 : 1);
            case 'x':
                var to = at + 2;
                while (to < end && to < at + 6 && Uri.IsHexDigit(raw[to]))
                {
                    to++;
                }

                return (to - at, 1);
            default:
                return (2, 1);
        }
    }
}
