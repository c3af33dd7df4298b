using SvcLint.Kubernetes;
using SvcLint.Model.DotNet;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Model;

/// <summary>Text to <see cref="ParsedFile"/>: split, scan, parse, read. Never throws, whatever the text.</summary>
internal static class FileReader
{
    public static ParsedFile Read(SourceText source)
    {
        var documents = new List<ParsedDocument>();
        var problems = new List<YamlProblem>();
        if (ReadDotNet(source) is { } dotNet)
        {
            return dotNet;
        }

        if (ConflictMarkers.Find(source) is { } conflict)
        {
            return new ParsedFile { Source = source, Problems = [conflict] };
        }

        SkipReason? template = null;
        var fileName = RelativePath.FileName(source.Path);
        var parts = YamlStream.Split(source);
        var isKubernetes = IsKubernetes(source.Content);
        var isRefused = false;
        if (isKubernetes && YamlStream.Refusal(source) is { } refusal)
        {
            isRefused = true;
            problems.Add(new YamlProblem(source.Span(0, Math.Min(1, source.Content.Length)), refusal, IsDialect: true) { IsForOthers = source.Encoding == TextEncoding.Utf16LittleEndian });
        }

        foreach (var part in parts)
        {
            var range = new TextSpan(part.Start, part.End);
            if (source.InvalidAt is { } invalid && source.Content.IndexOf('\uFFFD', Math.Max(invalid, part.Start)) is var broken and >= 0 && broken < part.End)
            {
                problems.Add(new YamlProblem(source.Span(broken, broken + 1), "these bytes are not text in the file's encoding"));
                documents.Add(new ParsedDocument(range, null, []));
                continue;
            }

            if (DocumentScan.CanBePassedOver(part.Slice.Text))
            {
                documents.Add(new ParsedDocument(range, null, []) { IsPassedOver = true });
                continue;
            }

            var result = YamlReader.Read(part.Slice);
            // What a chart rendered is a template no more.
            template ??= source.Pieces.Count > 0 ? null : TemplateDetector.Detect(part.Slice.Text, result, fileName);
            if (part.BadMarker is { } marker && isKubernetes)
            {
                problems.Add(new YamlProblem(marker, "kubectl accepts only a comment after '---'; put this on a line of its own", IsDialect: true));
            }

            if (isKubernetes && part.BreaksJson(result.Root))
            {
                problems.Add(new YamlProblem(FirstLine(source, part), "kubectl cannot read text after a JSON value; remove it", IsDialect: true));
                documents.Add(new ParsedDocument(range, null, []));
                continue;
            }

            if (result.Problem is { } problem && (!problem.IsDialect || isKubernetes))
            {
                problems.Add(problem);
            }

            documents.Add(new ParsedDocument(range, result.Root, result.Problem is null ? ManifestReader.Read(result.Root) : []) { Ignored = isRefused ? null : result.Ignored });
        }

        if (isKubernetes && problems.Count == 0 && YamlStream.AfterJson(source) is { } rest)
        {
            problems.Add(new YamlProblem(rest, $"kubectl before {ServerChecks.YamlAfterJson} stops here: only JSON may follow a JSON value", IsDialect: true) { IsForOthers = true });
        }

        // helmfile evaluates its own file; who follows it reads the text.
        return template is not null && RelativePath.FileName(source.Path).StartsWith("helmfile", StringComparison.Ordinal) ? new ParsedFile { Source = source }
            : template is not null
            ? new ParsedFile { Source = source, Skipped = template }
            : new ParsedFile { Source = source, Documents = documents, Problems = problems };
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
            // A program of its own, of which a few calls are read.
            : source.Path.EndsWith("/Tiltfile", StringComparison.Ordinal) || source.Path == "Tiltfile" ? new ParsedFile { Source = source }
            : Dockerfile.IsDockerfile(source.Path) ? new ParsedFile { Source = source, Dockerfile = isText ? DockerfileReader.Read(source) : null }
            : null;
    }

    private static SourceSpan FirstLine(SourceText source, YamlStream.Part part)
    {
        var line = source.Lines.Line(source.Lines.LineIndex(part.Start));
        return source.Span(part.Start, Math.Max(part.Start, Math.Min(part.End, line.End)));
    }

    // What only Kubernetes' reader refuses is no fault of a file that is not for it.
    internal static bool IsKubernetes(string text) =>
        text.IndexOf("apiVersion", StringComparison.Ordinal) >= 0 && text.IndexOf("kind", StringComparison.Ordinal) >= 0;
}
