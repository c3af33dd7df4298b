using SvcLint.Text;

namespace SvcLint.Yaml;

/// <summary>The lines that git leaves in a file where two changes meet: neither side of them is what will be applied.</summary>
public static class ConflictMarkers
{
    private const int Length = 7;

    /// <summary>The first conflict as the one problem of the file; null where there is none.</summary>
    public static YamlProblem? Find(SourceText source)
    {
        var text = source.Content;
        return NextLine(text, 0, '<', ' ') is >= 0 and var start && NextLine(text, start, '=', '\n') is >= 0 and var middle && NextLine(text, middle, '>', ' ') >= 0
            ? new YamlProblem(source.Span(start, EndOfLine(text, start)), "a merge conflict is not resolved") { IsConflict = true }
            : null;
    }

    // Seven of them at the start of a line, and then what git writes there.
    private static int NextLine(string text, int from, char mark, char then)
    {
        var line = new string(mark, Length);
        for (var at = text.IndexOf(line, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(line, at + Length, StringComparison.Ordinal))
        {
            var next = at + Length < text.Length ? text[at + Length] : '\n';
            if ((at == 0 || text[at - 1] == '\n') && (next == then || next is '\r' or '\n'))
            {
                return at;
            }
        }

        return -1;
    }

    private static int EndOfLine(string text, int start)
    {
        var end = text.IndexOfAny(['\r', '\n'], start);
        return end < 0 ? text.Length : end;
    }
}
