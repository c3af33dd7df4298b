using SvcLint.Text;

namespace SvcLint.Yaml;

/// <summary>What is wrong with the YAML of one document, at its place.</summary>
/// <param name="Span">The place.</param>
/// <param name="Message">What is wrong there.</param>
/// <param name="IsDialect">Other readers of YAML accept it: only what Kubernetes reads is broken by it.</param>
public sealed record YamlProblem(SourceSpan Span, string Message, bool IsDialect = false)
{
    /// <summary>
    /// What go-yaml 2 says of it, with the line that it tells: the text that kubectl and Helm print. Null where go-yaml reads the document, and
    /// what comes after it does not.
    /// </summary>
    public string? Reference { get; init; }
}

/// <summary>The outcome of reading one document.</summary>
/// <param name="Root">Its root; null when it is empty or unreadable.</param>
/// <param name="Problem">Why it cannot be read: at most one.</param>
/// <param name="Ignored">Text after the end of the document, which Kubernetes' reader drops: its first line.</param>
public sealed record YamlResult(YamlNode? Root, YamlProblem? Problem, SourceSpan? Ignored = null);

/// <summary>Builds nodes as the reader behind kubectl and the API server does. Never throws, whatever the text.</summary>
public static class YamlReader
{
    /// <summary>Levels of nesting, aliases included; real manifests stay under 40.</summary>
    public const int MaxDepth = 200;

    /// <summary>Nodes of a document when its aliases are expanded.</summary>
    public const int MaxWeight = 4_000_000;

    public static YamlResult Read(TextSlice slice) => Read(slice, goYaml: false);

    /// <summary>The first document of a text as go-yaml 2 reads it: nothing is split before, and JSON has no rules of its own.</summary>
    public static YamlResult ReadFirst(TextSlice slice) => Read(slice, goYaml: true);

    private static YamlResult Read(TextSlice slice, bool goYaml)
    {
        var composer = new YamlComposer(slice, goYaml);
        var root = composer.Read();
        return new YamlResult(composer.Problem is null or { IsDialect: true } ? root : null, composer.Problem, composer.Ignored);
    }

    /// <summary>
    /// The content of a block scalar as a slice of its own, its offsets mapped line by line to the file; for other styles every
    /// offset maps to the scalar's start.
    /// </summary>
    public static TextSlice Embedded(YamlScalar scalar)
    {
        var source = scalar.Span.Source;
        var segments = new List<(int From, int To)>();
        if (scalar.Style == ScalarStyle.Literal)
        {
            var text = source.Content;
            var line = source.Lines.LineIndex(scalar.Span.Start) + 1;
            var from = 0;
            foreach (var content in scalar.Value.Split('\n'))
            {
                var at = source.Lines.Line(line);
                var inner = text.IndexOf(content, at.Start, Math.Max(0, Math.Min(at.End, text.Length) - at.Start), StringComparison.Ordinal);
                if (content.Length > 0 && inner >= 0)
                {
                    // The content is the tail of its line: everything before it is indentation.
                    inner = Math.Max(inner, at.End - content.Length);
                }

                segments.Add((from, inner >= 0 ? inner : at.Start));
                from += content.Length + 1;
                line = Math.Min(line + 1, source.Lines.LineCount - 1);
            }
        }

        if (segments.Count == 0)
        {
            segments.Add((0, scalar.Span.Start));
        }

        return TextSlice.Mapped(source, scalar.Value, segments.ToArray());
    }
}
