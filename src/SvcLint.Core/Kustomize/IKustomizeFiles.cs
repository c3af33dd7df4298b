using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>
/// The files that kustomizations refer to. Paths are relative to the repository with forward slashes. A host that skips
/// documents which cannot matter may hand in a mapping of their apiVersion, kind and metadata alone.
/// </summary>
public interface IKustomizeFiles
{
    /// <summary>The documents of a YAML file in order, or null when there is no such file.</summary>
    IReadOnlyList<YamlResult>? Documents(string path);

    /// <summary>Any file, for generators; null when there is no such file.</summary>
    SourceText? Text(string path);
}

/// <summary>Files behind a function; each is read and parsed once. For one thread.</summary>
public sealed class KustomizeFiles(Func<string, SourceText?> read) : IKustomizeFiles
{
    private readonly Dictionary<string, SourceText?> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<YamlResult>> _documents = new(StringComparer.Ordinal);

    public SourceText? Text(string path)
    {
        if (!_texts.TryGetValue(path, out var text))
        {
            _texts[path] = text = read(path);
        }

        return text;
    }

    public IReadOnlyList<YamlResult>? Documents(string path)
    {
        if (Text(path) is not { } text)
        {
            return null;
        }

        if (!_documents.TryGetValue(path, out var documents))
        {
            _documents[path] = documents = Read(TextSlice.Whole(text));
        }

        return documents;
    }

    internal static IReadOnlyList<YamlResult> Read(TextSlice slice)
    {
        var parts = YamlStream.Split(slice);
        var documents = new YamlResult[parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            var read = YamlReader.Read(parts[i].Slice);
            documents[i] = read.Root is { } root ? read with { Root = UnendedLine.AsWritten(root, slice.Source.Content, parts[i].End) } : read;
        }

        return documents;
    }
}
