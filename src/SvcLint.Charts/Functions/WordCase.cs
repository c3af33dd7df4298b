using System.Text;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Case of words, as the libraries behind Sprig see words.</summary>
internal static class WordCase
{
    private enum Word
    {
        None,
        Number,
        Upper,
        Letters,
        Connector,
        Punctuation,
        Other,
    }

    /// <summary>Capitalizes what follows anything but letters, digits, marks and underscores.</summary>
    public static string Title(string text)
    {
        var titled = new StringBuilder(text.Length);
        var previous = (int)' ';
        foreach (var rune in GoText.Runes(text))
        {
            titled.Append(GoText.FromRune(IsSeparator(previous) ? GoCase.Upper(rune) : rune));
            previous = rune;
        }

        return titled.ToString();
    }

    private static bool IsSeparator(int rune) => rune <= 0x7F
        ? !(rune is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
        : !GoCase.IsLetter(rune) && !GoCase.IsDigit(rune) && GoCase.IsSpace(rune);

    public static string Untitle(string text)
    {
        var written = new StringBuilder(text.Length);
        var start = true;
        foreach (var rune in GoText.Runes(text))
        {
            var space = GoCase.IsSpace(rune);
            written.Append(GoText.FromRune(start && !space ? GoCase.Lower(rune) : rune));
            start = space;
        }

        return written.ToString();
    }

    /// <summary>Swaps upper and lower case.</summary>
    public static string Swap(string text)
    {
        var written = new StringBuilder(text.Length);
        foreach (var rune in GoText.Runes(text))
        {
            var upper = GoCase.IsUpper(rune);
            var lower = GoCase.IsLower(rune);
            written.Append(GoText.FromRune(upper ? GoCase.Lower(rune) : lower ? GoCase.Upper(rune) : rune));
        }

        return written.ToString();
    }

    /// <summary>Words joined with each first letter upper: <c>some_words</c> is <c>SomeWords</c>; connectors at the start stay.</summary>
    public static string Pascal(string text)
    {
        var runes = GoText.Runes(text);
        var written = new StringBuilder(text.Length);
        var i = 0;
        while (i < runes.Length && IsConnector(runes[i]))
        {
            written.Append(GoText.FromRune(runes[i++]));
        }

        if (i == runes.Length)
        {
            return written.ToString();
        }

        var current = GoCase.Upper(runes[i++]);
        if (i == runes.Length)
        {
            return written.Append(GoText.FromRune(current)).ToString();
        }

        for (; i < runes.Length; i++)
        {
            var previous = current;
            current = runes[i];
            if (IsConnector(previous) && IsConnector(current))
            {
                written.Append(GoText.FromRune(previous));
            }
            else if (IsConnector(previous))
            {
                current = GoCase.Upper(current);
            }
            else
            {
                written.Append(GoText.FromRune(previous));
            }
        }

        return written.Append(GoText.FromRune(current)).ToString();
    }

    /// <summary>Lower case words with a connector between them: <c>HTTPServer</c> is <c>http_server</c>.</summary>
    public static string Separated(string text, char connector)
    {
        var runes = GoText.Runes(text);
        var written = new StringBuilder(text.Length + 8);
        var at = 0;
        var (kind, word) = Next(runes, ref at);
        while (at < runes.Length)
        {
            if (kind != Word.Connector)
            {
                Lower(written, kind, word, connector);
            }

            var previous = kind;
            var last = word;
            (kind, word) = Next(runes, ref at);
            switch (previous)
            {
                case Word.Number:
                    (kind, word) = Following(runes, ref at, written, kind, word, connector);
                    Connect(written, kind, connector);
                    break;
                case Word.Connector:
                    Lower(written, previous, last, connector);
                    break;
                case Word.Punctuation:
                    break;
                default:
                    if (kind != Word.Number)
                    {
                        Connect(written, kind, connector);
                        break;
                    }

                    if (at >= runes.Length)
                    {
                        break;
                    }

                    last = word;
                    (kind, word) = Next(runes, ref at);
                    if (kind != Word.Letters)
                    {
                        // A number belongs to the word before it unless small letters follow.
                        Lower(written, Word.Number, last, connector);
                        Connect(written, kind, connector);
                        break;
                    }

                    written.Append(connector);
                    Lower(written, Word.Number, last, connector);
                    (kind, word) = Following(runes, ref at, written, kind, word, connector);
                    Connect(written, kind, connector);
                    break;
            }
        }

        Lower(written, kind, word, connector);
        return written.ToString();
    }

    private static (Word, ArraySegment<int>) Following(int[] runes, ref int at, StringBuilder written, Word kind, ArraySegment<int> word, char connector)
    {
        while (kind is Word.Letters or Word.Number)
        {
            Lower(written, kind, word, connector);
            (kind, word) = Next(runes, ref at);
        }

        return (kind, word);
    }

    private static void Connect(StringBuilder written, Word kind, char connector)
    {
        if (kind is not (Word.None or Word.Connector or Word.Punctuation))
        {
            written.Append(connector);
        }
    }

    private static void Lower(StringBuilder written, Word kind, ArraySegment<int> word, char connector)
    {
        foreach (var rune in word)
        {
            if (kind is Word.Upper or Word.Connector)
            {
                written.Append(IsConnector(rune) ? connector.ToString() : GoText.FromRune(GoCase.IsUpper(rune) ? GoCase.Lower(rune) : rune));
            }
            else
            {
                written.Append(GoText.FromRune(rune));
            }
        }
    }

    private static (Word, ArraySegment<int>) Next(int[] runes, ref int at)
    {
        if (at >= runes.Length)
        {
            return (Word.None, new ArraySegment<int>(runes, 0, 0));
        }

        var start = at;
        var first = runes[at++];
        Word kind;
        if (IsConnector(first))
        {
            kind = Word.Connector;
            Skip(runes, ref at, IsConnector);
        }
        else if (GoCase.IsPunctuation(first))
        {
            kind = Word.Punctuation;
            Skip(runes, ref at, GoCase.IsPunctuation);
        }
        else if (GoCase.IsUpper(first))
        {
            kind = Word.Upper;
            if (at < runes.Length && GoCase.IsUpper(runes[at]))
            {
                Skip(runes, ref at, GoCase.IsUpper);
                // The S of "HTTPStatus" belongs to the next word.
                at -= at < runes.Length && GoCase.IsLetter(runes[at]) ? 1 : 0;
            }
            else
            {
                Skip(runes, ref at, IsSmall);
            }
        }
        else if (GoCase.IsLetter(first))
        {
            kind = Word.Letters;
            Skip(runes, ref at, IsSmall);
        }
        else if (GoCase.IsNumber(first))
        {
            kind = Word.Number;
            Skip(runes, ref at, GoCase.IsNumber);
        }
        else
        {
            kind = Word.Other;
            Skip(runes, ref at, rune => !IsConnector(rune) && !GoCase.IsLetter(rune) && !GoCase.IsNumber(rune) && !GoCase.IsPunctuation(rune));
        }

        return (kind, new ArraySegment<int>(runes, start, at - start));
    }

    private static void Skip(int[] runes, ref int at, Func<int, bool> belongs)
    {
        while (at < runes.Length && belongs(runes[at]))
        {
            at++;
        }
    }

    private static bool IsSmall(int rune) => GoCase.IsLetter(rune) && !GoCase.IsUpper(rune);

    private static bool IsConnector(int rune) => rune is '-' or '_' || GoCase.IsSpace(rune);
}
