using System.Globalization;
using SvcLint.Charts.Templates;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Rules.Wiring;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units.Checks;

/// <summary>Actions that end with <c>indent</c> or <c>nindent</c> and put their lines where YAML reads them as something else.</summary>
internal static class BrokenIndents
{
    public static IEnumerable<ChartProblem> Find(RenderedRelease release) => release.Manifests.SelectMany(m => Find(m, release.PiecesOf(m)));

    private static IEnumerable<ChartProblem> Find(RenderedManifest manifest, GoString pieces)
    {
        var told = new HashSet<int>();
        foreach (var (site, output) in Sites(pieces))
        {
            if (site.Template.Source is { } template && Indent(ScalarOrigin.Written(site)) is var (function, width) && !told.Contains(site.Offset)
                && ((function == "indent" ? FirstLineApart(manifest, output, width) : null) ?? Misplaced(manifest, output, function, width)) is var (message, help, related))
            {
                told.Add(site.Offset);
                yield return new ChartProblem(IndentBreaksStructure.Id, RenderedTemplate.Span(site)!.Value, message, help, related is { } place ? [new RelatedSpan(place, "here")] : []);
            }
        }
    }

    // What each outermost action wrote, whole.
    private static IEnumerable<(ActionPlace Site, TextSpan Output)> Sites(GoString pieces)
    {
        var start = 0;
        ActionPlace? site = null;
        var from = 0;
        foreach (var piece in pieces.Pieces)
        {
            if (piece.Site != site)
            {
                if (site is not null && start > from)
                {
                    yield return (site, new TextSpan(from, start));
                }

                (site, from) = (piece.Site, start);
            }

            start = piece.End;
        }

        if (site is not null && start > from)
        {
            yield return (site, new TextSpan(from, start));
        }
    }

    private static (string Function, int Width)? Indent(string action)
    {
        var call = action.Substring(action.LastIndexOf('|') + 1).Trim().Split([' '], StringSplitOptions.RemoveEmptyEntries);
        return call is [("indent" or "nindent") and var function, var width] && action.IndexOf('|') >= 0 && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (function, number) : null;
    }

    // "    {{ toYaml . | indent 4 }}": the blanks before the action move its first line alone.
    private static (string Message, string Help, SourceSpan? Related)? FirstLineApart(RenderedManifest manifest, TextSpan output, int width)
    {
        var content = manifest.Text.Source.Content;
        var blanks = output.Start;
        while (blanks > 0 && content[blanks - 1] == ' ')
        {
            blanks--;
        }

        var before = output.Start - blanks;
        var isFirst = blanks == 0 || content[blanks - 1] == '\n';
        var second = content.IndexOf('\n', output.Start, output.Length);
        return isFirst && before > 0 && second >= 0 && content.Substring(output.Start, second - output.Start).Trim().Length > 0 && content.Substring(second, output.End - second).Trim().Length > 0 && !InBlockScalar(manifest, output.Start)
            ? ($"'indent {Text(width)}' leaves the first line at column {Text(before + width)}, the others at {Text(width)}", $"write {{{{- … | nindent {Text(width)} }}}}", null)
            : null;
    }

    // Under "key:" a line at the key's column or left of it belongs to what is around; under "key: value" none may be further right.
    private static (string Message, string Help, SourceSpan? Related)? Misplaced(RenderedManifest manifest, TextSpan output, string function, int width)
    {
        var source = manifest.Text.Source;
        var content = source.Content;
        var first = output.Start;
        while (first < output.End && content[first] is '\n' or '\r' or ' ')
        {
            first++;
        }

        // Behind blanks "indent" moves its first line alone; behind "key:" nothing begins a line of its own.
        if (function == "indent" && output.Start > 0 && content[output.Start - 1] != '\n')
        {
            return content[output.Start - 1] == ':' ? OnTheKeysLine(manifest, output, width) : null;
        }

        if (first == output.End || content[first] is '#' or '{' or '[' || PreviousLine(source, output.Start) is not { } line)
        {
            return null;
        }

        var text = content.Substring(line.Start, line.Length);
        var indent = text.Length - text.TrimStart(' ').Length;
        var key = text.Trim();
        var dashes = key.StartsWith("- ", StringComparison.Ordinal) ? key.Length - key.Substring(2).TrimStart().Length : 0;
        key = key.Substring(dashes);
        indent += dashes;
        var isList = content[first] == '-' && first + 1 < output.End && content[first + 1] is ' ' or '\n';
        var colon = key.IndexOf(':');
        if (colon <= 0)
        {
            return null;
        }

        var name = key.Substring(0, colon);
        var isOpen = colon == key.Length - 1;
        var related = source.Span(line.Start + indent, line.Start + indent + name.Length);
        if (isOpen && (width < indent || (width == indent && !isList)))
        {
            return IsEmptyKey(manifest, line.Start + indent) ? ($"'{function} {Text(width)}' writes beside '{name}', not below it", $"write {function} {Text(indent + 2)}", related) : null;
        }

        return !isOpen && width > indent && key[colon + 1] == ' ' && key[key.Length - 1] is not ('|' or '>' or '-' or '+' or '{' or '[' or ',') && HasProblem(manifest, line, output)
            ? ($"'{function} {Text(width)}' writes below '{name}', which has a value already", $"write {function} {Text(indent)}", related)
            : null;
    }

    // "selector:" and below it "{{- … | indent 4 }}": the delimiter takes the line break away.
    private static (string Message, string Help, SourceSpan? Related)? OnTheKeysLine(RenderedManifest manifest, TextSpan output, int width)
    {
        var source = manifest.Text.Source;
        var line = source.Lines.Line(source.Lines.LineIndex(output.Start));
        if (!HasProblem(manifest, line, output))
        {
            return null;
        }

        var written = source.Content.Substring(line.Start, output.Start - 1 - line.Start);
        var name = written.TrimStart(' ', '-');
        var start = line.Start + written.Length - name.Length;
        return ($"'indent {Text(width)}' writes on the line of '{name}'", $"write nindent {Text(width)}", source.Span(start, start + name.Length));
    }

    // The line above what was written, or the part of the same line before it.
    private static TextSpan? PreviousLine(SourceText source, int offset)
    {
        for (var index = source.Lines.LineIndex(offset); index >= 0; index--)
        {
            var line = source.Lines.Line(index);
            var end = Math.Min(line.End, offset);
            if (source.Content.Substring(line.Start, end - line.Start).Trim() is { Length: > 0 } text && text[0] != '#')
            {
                return text.StartsWith("---", StringComparison.Ordinal) ? null : new TextSpan(line.Start, end);
            }
        }

        return null;
    }

    // A key that reads as null although something was written for it; of what does not parse nobody knows better.
    private static bool IsEmptyKey(RenderedManifest manifest, int offset)
    {
        var document = manifest.File.Documents.FirstOrDefault(d => d.Range.Start <= offset && offset <= d.Range.End);
        return document?.Root is { } root ? EntryAt(root, offset) is { Value: YamlScalar { Value.Length: 0 } } : manifest.File.Problems.Count > 0;
    }

    private static bool HasProblem(RenderedManifest manifest, TextSpan line, TextSpan output) =>
        manifest.File.Problems.Any(p => p.Span.Start >= line.Start && p.Span.Start <= output.End);

    private static bool InBlockScalar(RenderedManifest manifest, int offset) =>
        manifest.File.Documents.Any(d => d.Root is { } root && d.Range.Start <= offset && offset <= d.Range.End && ScalarAt(root, offset) is { Style: ScalarStyle.Literal or ScalarStyle.Folded });

    private static YamlEntry? EntryAt(YamlNode node, int offset) => node switch
    {
        YamlMapping map => map.Entries.Where(e => !e.Merged).Select(e => e.Key.Span.Start == offset ? e : EntryAt(e.Value, offset)).FirstOrDefault(e => e is not null),
        YamlSequence list => list.Items.Select(i => EntryAt(i, offset)).FirstOrDefault(e => e is not null),
        _ => null,
    };

    private static YamlScalar? ScalarAt(YamlNode node, int offset) => node switch
    {
        YamlMapping map => map.Entries.Where(e => e.Value.Span.Start <= offset && offset <= e.Value.Span.End).Select(e => ScalarAt(e.Value, offset)).FirstOrDefault(s => s is not null),
        YamlSequence list => list.Items.Where(i => i.Span.Start <= offset && offset <= i.Span.End).Select(i => ScalarAt(i, offset)).FirstOrDefault(s => s is not null),
        YamlScalar scalar when scalar.Span.Start <= offset && offset <= scalar.Span.End => scalar,
        _ => null,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
