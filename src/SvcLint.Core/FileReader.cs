using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint;

/// <summary>Text to <see cref="ParsedFile"/>: split, scan, parse, read. Never throws, whatever the text.</summary>
internal static class FileReader
{
    public static ParsedFile Read(SourceText source)
    {
        var documents = new List<ParsedDocument>();
        var problems = new List<YamlProblem>();
        var passedOver = (Documents: 0, Characters: 0);
        if (ReadDotNet(source) is { } dotNet)
        {
            return dotNet;
        }

        if (source.InvalidAt is { } invalid)
        {
            problems.Add(new YamlProblem(source.Span(invalid, invalid + 1), "these bytes are not text in the file's encoding"));
            return new ParsedFile { Source = source, Problems = problems };
        }

        SkipReason? template = null;
        foreach (var part in YamlStream.Split(source))
        {
            var range = new TextSpan(part.Start, part.End);
            if (part.AfterEndMarker)
            {
                var at = FirstText(source.Content, part.Start, part.End);
                problems.Add(new YamlProblem(source.Span(at, LineEnd(source.Content, at)), "text after the end marker '...' needs a '---' line before it"));
                continue;
            }

            if (DocumentScan.CanBePassedOver(part.Slice.Text))
            {
                passedOver = (passedOver.Documents + 1, passedOver.Characters + part.Slice.Text.Length);
                documents.Add(new ParsedDocument(range, null, []));
                continue;
            }

            var result = YamlReader.Read(part.Slice);
            template ??= TemplateDetector.Detect(part.Slice.Text, result);
            if (result.Problem is { } problem)
            {
                problems.Add(problem);
            }

            documents.Add(new ParsedDocument(range, result.Root, ManifestReader.Read(result.Root)));
        }

        return template is not null
            ? new ParsedFile { Source = source, Skipped = template }
            : new ParsedFile { Source = source, Documents = documents, Problems = problems, PassedOver = passedOver };
    }

    // Files of a .NET project, known by their names. A broken one is for its own tools.
    private static ParsedFile? ReadDotNet(SourceText source)
    {
        var isText = source.InvalidAt is null;
        if (AppSettings.IsSettings(source.Path))
        {
            return isText && AppSettings.Read(source) is var (settings, root)
                ? new ParsedFile { Source = source, Settings = settings, Documents = [new ParsedDocument(new TextSpan(0, source.Content.Length), root, [])] }
                : new ParsedFile { Source = source };
        }

        return ProjectFile.IsProjectFile(source.Path) ? new ParsedFile { Source = source, Project = isText ? ProjectFileReader.Read(source) : null }
            // Whoever has Roslyn adds what it says.
            : source.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? new ParsedFile { Source = source }
            : Dockerfile.IsDockerfile(source.Path) ? new ParsedFile { Source = source, Dockerfile = isText ? DockerfileReader.Read(source) : null }
            : null;
    }

    private static int FirstText(string text, int from, int to)
    {
        for (var at = from; at < to; at = LineEnd(text, at) + 1)
        {
            var first = at;
            while (first < to && text[first] is ' ' or '\t')
            {
                first++;
            }

            if (first < to && text[first] is not ('#' or '\r' or '\n'))
            {
                return first;
            }
        }

        return from;
    }

    private static int LineEnd(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end;
    }
}
