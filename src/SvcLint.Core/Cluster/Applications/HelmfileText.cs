using SvcLint.Kustomize;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>The texts of helmfiles and of what they are put together from, with their templates evaluated.</summary>
internal static class HelmfileText
{
    private const int MaxBases = 5;

    /// <summary>The documents without templates, those of the bases first.</summary>
    public static IReadOnlyList<YamlMapping> Plain(SourceText source, SourceBuilder sources, int depth = 0)
    {
        var own = YamlStream.Split(source).Where(p => !IsTemplate(p.Slice.Text)).Select(p => YamlReader.Read(p.Slice).Root).OfType<YamlMapping>().ToArray();
        return [.. own.SelectMany(d => Bases(d, source, sources, depth)).SelectMany(b => Plain(b, sources, depth + 1)), .. own];
    }

    /// <summary>All documents, those of the bases first; null, with what is wrong, where one cannot be evaluated.</summary>
    public static (IReadOnlyList<YamlMapping>? Documents, string? Problem) Evaluate(SourceText source, YamlMapping data, SourceBuilder sources, IReleaseEngine? engine, int depth = 0)
    {
        IReadOnlyList<YamlMapping> own;
        if (!IsTemplate(source.Content))
        {
            own = [.. YamlStream.Split(source).Select(p => YamlReader.Read(p.Slice).Root).OfType<YamlMapping>()];
        }
        else
        {
            var (manifest, problem) = engine?.Expand(source, data, sources.ReaderOf(RelativePath.Folder(source.Path))) ?? (null, "templates are not evaluated here");
            if ((manifest is null ? AsItIs(source) : Evaluated(manifest)) is not { } documents)
            {
                return (null, problem);
            }

            own = documents;
        }

        var all = new List<YamlMapping>();
        foreach (var text in own.SelectMany(d => Bases(d, source, sources, depth)))
        {
            var (documents, problem) = Evaluate(text, data, sources, engine, depth + 1);
            if (documents is null)
            {
                return (null, problem);
            }

            all.AddRange(documents);
        }

        return ([.. all, .. own], null);
    }

    /// <summary>The values of a file; null where they are not known.</summary>
    public static YamlMapping? Values(SourceText text, YamlMapping data, SourceSpan place, SourceBuilder sources, IReleaseEngine? engine) =>
        !text.Path.EndsWith(".gotmpl", StringComparison.Ordinal) ? YamlReader.Read(TextSlice.Whole(text)).Root as YamlMapping ?? NodeEdit.EmptyMapping(place)
        : engine?.Expand(text, data, sources.ReaderOf(RelativePath.Folder(text.Path))) is { Manifest: { } made } ? made.File.Documents.Select(d => d.Root).OfType<YamlMapping>().Select(v => EmbeddedValues.At(v, place)).FirstOrDefault()
        : null;

    /// <summary>What templates read.</summary>
    public static YamlMapping Data(SourceSpan place, string environment, YamlMapping values) => MadeNode.Mapping(
        place,
        ("Environment", MadeNode.Mapping(place, ("Name", NodeEdit.Text(place, environment)), ("Values", values))),
        ("Values", values),
        ("StateValues", values),
        ("Namespace", NodeEdit.Text(place, "")));

    /// <summary>The same with the release that is written.</summary>
    public static YamlMapping WithRelease(YamlMapping data, YamlMapping release)
    {
        YamlNode Field(string name) => release[name] is YamlScalar scalar ? scalar : NodeEdit.Text(release.FirstLine, "");
        var own = MadeNode.Mapping(release.FirstLine, ("Name", Field("name")), ("Namespace", Field("namespace")), ("Chart", Field("chart")), ("Labels", release["labels"] as YamlMapping ?? NodeEdit.EmptyMapping(release.FirstLine)));
        return NodeEdit.Set(data, "Release", own, release.FirstLine);
    }

    /// <summary>The release with the templates that its own fields hold evaluated, and whether all of them could be.</summary>
    public static (YamlMapping Release, bool IsEvaluated) Release(YamlMapping release, YamlMapping data, IReleaseEngine? engine, Func<string, string?> readFile)
    {
        var isEvaluated = true;
        var own = WithRelease(data, release);
        return ((YamlMapping)Fill(release), isEvaluated);

        YamlNode Fill(YamlNode node)
        {
            if (node is YamlMapping or YamlSequence)
            {
                return NodeEdit.Map(node, Fill, Fill);
            }

            if (node is not YamlScalar scalar || !IsTemplate(scalar.Value))
            {
                return node;
            }

            var text = engine?.Expand(scalar.Value, own, missingKeyIsError: true, readFile).Text;
            isEvaluated &= text is not null;
            return text is null ? node : new YamlScalar(scalar.Span, text, scalar.Style, scalar.Tag);
        }
    }

    // Since helmfile 1.0 only what is called ".gotmpl" is a template; the others hold templates of their releases alone.
    private static IReadOnlyList<YamlMapping>? AsItIs(SourceText source)
    {
        var read = source.Path.EndsWith(".gotmpl", StringComparison.Ordinal) ? [] : YamlStream.Split(source).Select(p => YamlReader.Read(p.Slice)).ToArray();
        return read.Length > 0 && Array.TrueForAll(read, r => r.Problem is null) ? [.. read.Select(r => r.Root).OfType<YamlMapping>()] : null;
    }

    private static IReadOnlyList<YamlMapping> Evaluated(RenderedManifest manifest) => [.. manifest.File.Documents.Select(d => d.Root).OfType<YamlMapping>().Select(r => (YamlMapping)Origin(r, manifest))];

    private static bool IsTemplate(string text) => text.IndexOf("{{", StringComparison.Ordinal) >= 0;

    private static IEnumerable<SourceText> Bases(YamlMapping document, SourceText source, SourceBuilder sources, int depth) => depth >= MaxBases || document["bases"] is not YamlSequence bases ? []
        : bases.Items.OfType<YamlScalar>().Select(b => RelativePath.Resolve(RelativePath.Folder(source.Path), b.Value)).OfType<string>().Select(sources.Text).OfType<SourceText>();

    // Nodes of an evaluated file stand where a person would change them.
    private static YamlNode Origin(YamlNode node, RenderedManifest manifest)
    {
        var span = manifest.Text.Locate(node.Span.Range) is { IsUnknown: false } place ? place.Span : node.Span;
        return node switch
        {
            YamlMapping mapping => new YamlMapping(span, [.. mapping.Entries.Select(e => e with { Key = Origin(e.Key, manifest), Value = Origin(e.Value, manifest) })], mapping.IsFlow, mapping.Tag),
            YamlSequence sequence => new YamlSequence(span, [.. sequence.Items.Select(i => Origin(i, manifest))], sequence.IsFlow, sequence.Tag),
            _ => node.WithSpan(span),
        };
    }
}
