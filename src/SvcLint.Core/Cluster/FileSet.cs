using SvcLint.Cluster.Applications;
using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>
/// The files that were read, by path, as kustomizations refer to them; what lies outside the input is asked of the host once,
/// and counts from then on. For one thread.
/// </summary>
internal sealed class FileSet : IKustomizeFiles
{
    private readonly Dictionary<string, ParsedFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<YamlResult>> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);
    private readonly List<ParsedFile> _all;
    private readonly Func<string, SourceText?>? _read;
    private readonly KustomizeCharts _charts;

    public FileSet(IReadOnlyList<ParsedFile> files, Func<string, SourceText?>? read, IReleaseEngine? engine = null)
    {
        _all = files.ToList();
        _read = read;
        _charts = new KustomizeCharts(this, engine);
        foreach (var file in files)
        {
            _files[file.Path] = file;
        }
    }

    /// <summary>The input, and what kustomizations brought in.</summary>
    public IReadOnlyList<ParsedFile> All => _all;

    /// <summary>Charts that kustomizations rendered.</summary>
    public IReadOnlyList<RenderedUnit> Rendered => _charts.Rendered;

    /// <summary>What kustomizations say of charts and is not there.</summary>
    public IReadOnlyList<ChartProblem> ChartProblems => _charts.Problems;

    public ParsedFile? Find(string path)
    {
        if (_files.TryGetValue(path, out var file) || _absent.Contains(path))
        {
            return file;
        }

        if (_read?.Invoke(path) is not { } source)
        {
            _absent.Add(path);
            return null;
        }

        file = FileReader.Read(source);
        _files.Add(path, file);
        _all.Add(file);
        return file;
    }

    public SourceText? Text(string path) => Find(path)?.Source;

    public IReadOnlyList<YamlResult>? Documents(string path)
    {
        if (_documents.TryGetValue(path, out var documents))
        {
            return documents;
        }

        if (Find(path) is not { } file)
        {
            return null;
        }

        documents = file.Skipped is null
            ? file.Documents.Select(d => Document(file, d)).Concat(Faults(file)).ToArray()
            : [new YamlResult(null, new YamlProblem(file.Source.Span(0, 0), "a template, which says nothing before it is rendered"))];
        documents = file.IsKustomization ? _charts.Render(path, documents, _documents.Add) : documents;
        _documents.Add(path, documents);
        return documents;
    }

    private static YamlResult Document(ParsedFile file, ParsedDocument document)
    {
        if (document.Root is not null)
        {
            return new YamlResult(UnendedLine.AsWritten(document.Root, file.Source.Content, document.Range.End), null);
        }

        var problem = file.Problems.FirstOrDefault(p => document.Range.Contains(p.Span.Start));
        return new YamlResult(problem is null ? PassedOver(file.Source, document.Range) : null, problem);
    }

    // Faults that belong to no document: text after the end marker, bytes that are no text.
    private static IEnumerable<YamlResult> Faults(ParsedFile file) =>
        file.Problems.Where(p => !file.Documents.Any(d => d.Range.Contains(p.Span.Start))).Select(p => new YamlResult(null, p));

    /// <summary>A definition that was not worth parsing may still be the target of a patch: its kind and name suffice.</summary>
    private static YamlMapping? PassedOver(SourceText source, TextSpan range)
    {
        var text = source.Content;
        var header = new List<YamlEntry>();
        string? section = null;
        for (var at = range.Start; at < range.End && header.Count < 3;)
        {
            var end = text.IndexOf('\n', at, range.End - at);
            end = end < 0 ? range.End : end;
            if (text[at] is not (' ' or '#' or '\r' or '\n' or '-'))
            {
                section = text.IndexOf(':', at, end - at) is var colon and > 0 ? text.Substring(at, colon - at) : null;
                if (section is "apiVersion" or "kind")
                {
                    header.Add(Entry(source, at, end));
                }
            }
            else if (section == "metadata" && string.CompareOrdinal(text, at, "  name:", 0, 7) == 0)
            {
                var name = Entry(source, at + 2, end);
                header.Add(new YamlEntry(new YamlScalar(name.Key.Span, "metadata"), new YamlMapping(name.Span, [name])));
            }

            at = end + 1;
        }

        return header.Count == 3 ? new YamlMapping(source.Span(header[0].Span.Start, header[0].Span.End), header) : null;
    }

    private static YamlEntry Entry(SourceText source, int start, int end)
    {
        var colon = source.Content.IndexOf(':', start, end - start);
        var from = colon + 1;
        while (from < end && source.Content[from] == ' ')
        {
            from++;
        }

        var to = end;
        while (to > from && source.Content[to - 1] is ' ' or '\r')
        {
            to--;
        }

        var value = source.Content.Substring(from, to - from).Trim('"', '\'');
        return new YamlEntry(new YamlScalar(source.Span(start, colon), source.Content.Substring(start, colon - start)), new YamlScalar(source.Span(from, to), value));
    }
}
