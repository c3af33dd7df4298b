using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Diagnosis;

/// <summary>The documents of a dump's file as shells put them together: several outputs in one file, a command's line or a warning before them.</summary>
internal static class DumpText
{
    private const string Start = "apiVersion:";
    private const string Items = "items:";

    // Fields of objects that come before it.
    private static readonly string[] Before = ["action:", "addressType:"];

    private static readonly string[] Fields = ["apiVersion:", "kind:", "metadata:", "items:", "spec:", "data:", "status:", .. Before];

    public static IEnumerable<TextSlice> Documents(SourceText file)
    {
        foreach (var part in YamlStream.Split(file))
        {
            foreach (var document in Documents(part))
            {
                yield return document;
            }
        }
    }

    private static IEnumerable<TextSlice> Documents(YamlStream.Part part)
    {
        var (slice, text) = (part.Slice, part.Slice.Text);
        if (FirstObject(text) is not { } from)
        {
            // Behind JSON stands what a shell says next.
            return part.ValuesBefore > 0 ? [] : [slice];
        }

        if (text[from] == '{')
        {
            // What stands before the JSON hid that it is some.
            return YamlStream.Split(slice.Part(from, text.Length)).Where(p => p.ValuesBefore == 0).Select(p => p.Slice);
        }

        var documents = new List<TextSlice>();
        var next = text[from] is '[' ? -1 : NextStart(text, from);
        for (; next > 0; next = NextStart(text, next))
        {
            documents.Add(slice.Part(from, next));
            from = next;
        }

        documents.Add(slice.Part(from, text.Length));
        return documents;
    }

    // kubectl writes the fields of YAML in their order: apiVersion begins the next output, but for what sorts before it.
    private static int NextStart(string text, int from)
    {
        var own = text.IndexOf(Start, from, StringComparison.Ordinal);
        var next = own < 0 ? -1 : text.IndexOf("\n" + Start, own, StringComparison.Ordinal);
        if (next < 0)
        {
            return -1;
        }

        var line = text.LastIndexOf('\n', next - 1) + 1;
        return line > from && IsField(text, line, Before) ? line : next + 1;
    }

    private static bool IsField(string text, int at, string[] fields) => Array.Exists(fields, f => string.CompareOrdinal(text, at, f, 0, f.Length) == 0);

    // The line at which an object begins; null where none is seen.
    private static int? FirstObject(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is '{' || (at == 0 && text[at] is '[') || IsField(text, at, Fields))
            {
                return at;
            }

            var end = text.IndexOf('\n', at);
            at = end < 0 ? text.Length : end + 1;
        }

        return null;
    }

    /// <summary>Of a JSON list that breaks off, the items before the break; null where there are none.</summary>
    public static TextSlice? UpToBreak(TextSlice slice)
    {
        var (depth, end) = (0, 0);
        foreach (var (bracket, open) in JsonBrackets.Of(slice.Text, 0, slice.Text.Length))
        {
            depth = open;
            // { "items": [ {} : an item ends two levels down.
            end = open == 2 && slice.Text[bracket] == '}' ? bracket + 1 : end;
        }

        return depth > 0 && end > 0 && slice.Text[0] == '{' ? TextSlice.Mapped(slice.Source, slice.Text.Substring(0, end) + "]}", [(0, slice.ToFile(0))]) : null;
    }

    /// <summary>Of a YAML list that breaks off, all but the item at which it does: nobody knows what else that says. Null where the text is no such list.</summary>
    public static TextSlice? UpToLastItem(TextSlice slice)
    {
        var text = slice.Text;
        var items = text.StartsWith(Items, StringComparison.Ordinal) ? 0 : text.IndexOf("\n" + Items, StringComparison.Ordinal) + 1;
        if (items == 0 && !text.StartsWith(Items, StringComparison.Ordinal))
        {
            return null;
        }

        var at = items + Items.Length;
        while (at < text.Length && text[at] is ' ' or '\t' or '\r')
        {
            at++;
        }

        if (at < text.Length && text[at] != '\n')
        {
            return null;
        }

        // The first item tells how far in they stand.
        var first = at + 1;
        var indent = 0;
        while (first + indent < text.Length && text[first + indent] == ' ')
        {
            indent++;
        }

        var mark = "\n" + new string(' ', indent) + "-";
        var last = text.LastIndexOf(mark, text.Length - 1, text.Length - at, StringComparison.Ordinal);
        return last < 0 ? null : slice.Part(0, FieldBehind(text, last) ?? last + 1);
    }

    // Where a field of the list itself begins: what follows the items belongs to none of them.
    private static int? FieldBehind(string text, int from)
    {
        for (var line = text.IndexOf('\n', from + 1); line >= 0; line = text.IndexOf('\n', line + 1))
        {
            if (IsField(text, line + 1, Fields))
            {
                return line + 1;
            }
        }

        return null;
    }
}
