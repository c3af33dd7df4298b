using SvcLint.Charts.Templates;
using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Config;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units;

/// <summary>A chart as one release renders it: its manifests, and where each of their characters came from.</summary>
internal sealed class RenderedRelease
{
    private readonly Dictionary<SourceText, GoString> _texts = [];
    private DeploymentUnit? _unit;

    /// <param name="rendered">What the templates wrote.</param>
    /// <param name="metadata">Chart.yaml.</param>
    /// <param name="values">The values that the rendering is about.</param>
    /// <param name="release">Which rendering it is.</param>
    public RenderedRelease(RenderedChart rendered, SourceText metadata, IReadOnlyList<YamlMapping> values, ChartRelease release)
    {
        Chart = rendered.Chart;
        Metadata = metadata;
        Values = values;
        HasName = release.HasName;
        LacksValues = release.Request?.LacksValues == true;
        Parameters = [.. (release.Request?.Values ?? []).Select(v => v.Parameter).OfType<ReleaseParameter>()];
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, file) in TemplatesOf(Chart))
        {
            // A dependency under two names has its own dependencies twice, from the same files.
            paths[name] = file.Source.Path;
        }

        Manifests = [.. rendered.Templates.Where(t => !IsNotes(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => Read(PathOf(t.Key), t.Value))];
        Unset = [.. rendered.Unset.SelectMany(k => k.Values).Where(v => v.KeySpan is not null).Take(1).Select(v => new UnitGap(v.KeySpan!.Value, $"'{v.Key}' has no value"))];
        Notes = rendered.Templates.TryGetValue(Chart.Name + "/templates/NOTES.txt", out var notes) ? RenderedTemplate.Text(PathOf(Chart.Name + "/templates/NOTES.txt"), notes) : null;

        string PathOf(string name) => paths.TryGetValue(name, out var path) ? path : name;
    }

    public Chart Chart { get; }

    public SourceText Metadata { get; }

    public IReadOnlyList<YamlMapping> Values { get; }

    /// <summary>Single values that an application sets.</summary>
    public IReadOnlyList<ReleaseParameter> Parameters { get; }

    /// <summary>False when the chart's own name stands in for the release's.</summary>
    public bool HasName { get; }

    /// <summary>True when some of the application's values are not known: they may switch on what seems to be missing.</summary>
    public bool LacksValues { get; }

    public IReadOnlyList<RenderedManifest> Manifests { get; }

    /// <summary>A value that nobody set and that templates show.</summary>
    public IReadOnlyList<UnitGap> Unset { get; }

    /// <summary>What Helm prints after an installation; dependencies' are not printed.</summary>
    public RenderedText? Notes { get; }

    /// <summary>The manifests as a unit, to ask who selects whom.</summary>
    public DeploymentUnit Unit => _unit ??= new DeploymentUnit("", UnitKind.Chart, new ClusterFacts(), [.. Manifests.SelectMany(m => m.File.Objects)], [], []);

    /// <summary>Where a scalar of a manifest came from.</summary>
    public ScalarOrigin OriginOf(SourceSpan span) => _texts.TryGetValue(span.Source, out var text) ? ScalarOrigin.Of(text, span.Range) : ScalarOrigin.None;

    /// <summary>The action of the template that shows a scalar; the scalar itself where no action does.</summary>
    public SourceSpan ActionOf(SourceSpan span) =>
        _texts.TryGetValue(span.Source, out var text) && text.Pieces is { Count: > 0 } pieces && pieces[text.FirstAfter(span.Start)] is { Site: { } site } piece && piece.End > span.Start && RenderedTemplate.Span(site) is { } action ? action : span;

    /// <summary>The pieces of a manifest.</summary>
    public GoString PiecesOf(RenderedManifest manifest) => _texts[manifest.Text.Source];

    /// <summary>Names as the engine has them, and the files that they are.</summary>
    public static IEnumerable<(string Name, ChartFile File)> TemplatesOf(Chart chart) =>
        chart.Templates.Select(t => (chart.FullPath + "/" + t.Name, t)).Concat(chart.Dependencies.SelectMany(TemplatesOf));

    private static bool IsNotes(string name) => name.EndsWith("/NOTES.txt", StringComparison.Ordinal);

    private RenderedManifest Read(string path, GoString output)
    {
        var text = RenderedTemplate.Separated(output);
        var manifest = RenderedTemplate.Read(path, text);
        _texts.Add(manifest.Text.Source, text);
        return manifest;
    }
}
