using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Addresses;

/// <summary>A text that a process reads as a whole: an entry of a ConfigMap or Secret, a script in an argument. Every part keeps its place.</summary>
public sealed class EmbeddedFile
{
    private readonly SourceSpan _whole;
    private readonly TextSlice? _slice;

    private EmbeddedFile(string name, string text, SourceSpan whole, TextSlice? slice)
    {
        Name = name;
        Text = text;
        _whole = whole;
        _slice = slice;
    }

    /// <summary>The key under which it stands: the file's name in the container.</summary>
    public string Name { get; }

    public string Text { get; }

    public static EmbeddedFile Of(string name, Located<string> text)
    {
        var source = text.Span.Source;
        var content = source.Content;
        var start = text.Span.Start;
        if (start < content.Length && content[start] == '|' && !text.IsDefault)
        {
            return new EmbeddedFile(name, text.Value, text.Span, YamlReader.Embedded(new YamlScalar(text.Span, text.Value, ScalarStyle.Literal)));
        }

        var exact = text.Part(0, text.Value.Length);
        var slice = exact.Range.Length == text.Value.Length && string.CompareOrdinal(content, exact.Start, text.Value, 0, text.Value.Length) == 0
            ? TextSlice.Part(source, exact.Start, exact.End)
            : EscapedText.SliceOf(text);
        return new EmbeddedFile(name, text.Value, text.Span, slice);
    }

    /// <summary>A part with its place; where escapes or folding part text and file, the place is the whole text's.</summary>
    public Located<string> Part(int start, int end) =>
        new(Text.Substring(start, end - start), _slice is null ? _whole : _slice.ToFile(start, end));

    /// <summary>The text as YAML, or JSON; null when it is neither, or when its parts have no place.</summary>
    public YamlNode? ReadTree() => _slice is null ? null : YamlReader.Read(_slice).Root;

    /// <summary>The documents behind the first.</summary>
    public IReadOnlyList<YamlNode> ReadLaterTrees() =>
        _slice is null || Text.IndexOf("\n---", StringComparison.Ordinal) < 0 ? [] : [.. YamlStream.Split(_slice).Skip(1).Select(p => YamlReader.Read(p.Slice).Root).OfType<YamlNode>()];
}
