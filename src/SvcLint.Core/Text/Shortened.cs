using System.Text;

namespace SvcLint.Text;

/// <summary>Texts that fit a line. Names of objects may have 253 characters, and values any number.</summary>
internal static class Shortened
{
    private const char Gap = '…';

    // A name of which less is left says nothing any more.
    private const int ShortestWord = 24;

    /// <summary>The text in at most so many characters: its longest words lose their middle, and where that is not enough, the text does.</summary>
    public static string ToFit(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var (low, high) = (ShortestWord, most);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = LengthWithWords(text, middle) <= most ? (middle, high) : (low, middle - 1);
        }

        return WithoutMiddle(WithWords(text, low), most);
    }

    private static long LengthWithWords(string text, int longest)
    {
        var length = 0L;
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfWord(text, at);
            length += Math.Min(end - at, longest) + (end < text.Length ? 1 : 0);
            at = end + 1;
        }

        return length;
    }

    private static string WithWords(string text, int longest)
    {
        var shortened = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfWord(text, at);
            if (end - at <= longest)
            {
                shortened.Append(text, at, end - at);
            }
            else
            {
                var head = EndOfHead(text, at + longest / 2);
                var tail = StartOfTail(text, end - (longest - 1 - longest / 2));
                shortened.Append(text, at, head - at).Append(Gap).Append(text, tail, end - tail);
            }

            if (end < text.Length)
            {
                shortened.Append(text[end]);
            }

            at = end + 1;
        }

        return shortened.ToString();
    }

    // Two thirds of what fits come from the start. Words stay whole where they are short enough.
    private static string WithoutMiddle(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var room = most - 3;
        var head = EndOfHead(text, room * 2 / 3);
        var tail = StartOfTail(text, text.Length - (room - room * 2 / 3));
        head = text.LastIndexOf(' ', head, ShortestWord) is > 0 and var space ? space : head;
        tail = text.IndexOf(' ', tail, ShortestWord) is > 0 and var next ? next + 1 : tail;
        return $"{text.Substring(0, head)} {Gap} {text.Substring(tail)}";
    }

    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end;
    }

    private static int EndOfHead(string text, int at) => char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;

    private static int StartOfTail(string text, int at) => char.IsLowSurrogate(text[at]) ? at + 1 : at;
}
