using SvcLint.Charts.Templates;
using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Kubernetes;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units;

/// <summary>Renders the charts among the input, each as often as <see cref="ChartRelease.All"/> says.</summary>
public sealed class ChartUnits
{
    // A lint run looks at many charts; none of them may take it over.
    private static readonly RenderSettings Settings = new() { MaxSteps = 20_000_000, MaxOutput = 64 << 20, IsUnsetUnknown = true };

    private readonly ChartInput _input;

    private ChartUnits(ChartInput input) => _input = input;

    public static IReadOnlyList<RenderedUnit> Render(ChartInput input) => Render(input, ChartRelease.All(input));

    /// <summary>The same for releases that somebody else chose.</summary>
    public static IReadOnlyList<RenderedUnit> Render(ChartInput input, IReadOnlyList<ChartRelease> releases)
    {
        var charts = new ChartUnits(input);
        var units = new RenderedUnit?[releases.Count];
        input.ForEach(units.Length, i => units[i] = Stack.Run(() => charts.Render(releases[i])));
        return [.. units.OfType<RenderedUnit>()];
    }

    /// <summary>A chart as an application installs it.</summary>
    public static RenderedUnit Render(ChartInput input, ReleaseRequest request)
    {
        var charts = new ChartUnits(input);
        var release = new ChartRelease(request.Folder.Length == 0 ? "" : request.Folder + "/", request.Unit, [], null) { Request = request };
        return charts.Render(release) ?? new RenderedUnit(request.Unit, [], [new UnitGap(charts.MetadataOf(release.Folder).Span(0, 0), "a library chart, which has no manifests")], []);
    }

    private SourceText MetadataOf(string folder) => Find(folder + ChartInput.MetadataName) ?? new SourceText(folder + ChartInput.MetadataName, "");

    private SourceText? Find(string path) => _input.Files.TryGetValue(path, out var file) ? file : _input.ReadFile(path);

    private RenderedUnit? Render(ChartRelease release)
    {
        var folder = release.Folder;
        var metadata = MetadataOf(folder);
        var name = folder.Length == 0 ? _input.RootName : folder.TrimEnd('/');
        var failures = new ChartFailure(metadata, release.Values.Count == 0 ? null : _input.Files.TryGetValue(release.Values[release.Values.Count - 1], out var last) ? last : null);
        var unit = new RenderedUnit(release.Title is null ? name : $"{name} ({release.Title})", [], [], Contributing(release));
        try
        {
            return Render(release, metadata, unit, failures);
        }
        catch (ChartException error)
        {
            return IsFilledIn(metadata, error) ? unit with { Gaps = [new UnitGap(metadata.Span(0, 0), "Chart.yaml is a template of a build")] }
                : TemplateAmong(release) is { } values ? unit with { Gaps = [new UnitGap(values.Span(0, 0), "a values file that a template makes")] }
                : Conflict(release, metadata) is { } conflict ? unit with { Gaps = [new UnitGap(conflict.Span, conflict.Message)] }
                : NotRendered(unit, [failures.OfChart(error)]);
        }
    }

    // Told of the file itself.
    private YamlProblem? Conflict(ChartRelease release, SourceText metadata) =>
        release.Values.Prepend(release.Folder + "values.yaml").Select(Find).Concat(release.Request?.Values.Select(v => v.File) ?? []).Prepend(metadata).OfType<SourceText>().Select(ConflictMarkers.Find).FirstOrDefault(p => p is not null);

    // Go's braces in a chart's own values are a mistake; what another program fills in is none.
    private SourceText? TemplateAmong(ChartRelease release) => release.Values.Select(Find).OfType<SourceText>().FirstOrDefault(IsTemplate)
        ?? (Find(release.Folder + "values.yaml") is { } own && Kind(own) == SkipReason.Template ? own : null);

    private static bool IsTemplate(SourceText values) => Kind(values) is not null;

    private static SkipReason? Kind(SourceText values) => TemplateDetector.Detect(values.Content, YamlReader.Read(TextSlice.Whole(values)), RelativePath.FileName(values.Path));

    // Before it is packed, a build writes the version: "version: %VERSION%".
    private static bool IsFilledIn(SourceText metadata, ChartException error) => error.Message.StartsWith("cannot load " + ChartInput.MetadataName, StringComparison.Ordinal)
        && metadata.Content.Split('\n').Any(l => (l.StartsWith("version:", StringComparison.Ordinal) || l.StartsWith("appVersion:", StringComparison.Ordinal) || l.StartsWith("name:", StringComparison.Ordinal)) && Placeholder.Is(l));

    private RenderedUnit? Render(ChartRelease release, SourceText metadata, RenderedUnit unit, ChartFailure failures)
    {
        var warnings = new List<string>();
        var loader = new ChartLoader(Settings.Helm, warnings);
        var chart = _input.Load(release.Folder, loader);
        if (chart.IsLibrary)
        {
            return null;
        }

        // Dependencies are often fetched just before the installation: that they are missing is no mistake.
        new ChartCompletion(_input, loader).AddLocal(chart, release.Folder);
        var user = User(release);
        var missing = ChartCompletion.TakeOutMissing(chart, user, Settings.Helm);
        if (missing is null)
        {
            return unit with { Gaps = [NotThere(metadata)] };
        }

        var (declaration, request) = (release.Declaration, release.Request);
        var today = declaration?.KubernetesVersion ?? _input.KubernetesVersion ?? _input.Configuration.FactsFor(unit.Name).Version?.ToString();
        var version = request?.KubernetesVersion ?? _input.LaterVersion?.ToString() ?? today;
        var options = new ReleaseOptions
        {
            Name = request?.Release ?? declaration?.Release ?? ReleaseName.Of(chart.Name),
            Namespace = request?.Namespace ?? declaration?.Namespace ?? RenderedUnit.UnknownNamespace,
            KubeVersion = version,
            ApiVersions = declaration is null ? OfEveryCluster(version) : Moved(declaration.ApiVersions, OfEveryCluster(today), OfEveryCluster(version)),
        };
        try
        {
            var rendered = new RenderedRelease(ChartRenderer.Render(chart, user, options, Settings, warnings), metadata, OwnValues(release), release);
            unit = unit with { Defaults = Defaults(release), Gaps = rendered.Unset };
            return missing == 0 ? Linted(rendered, unit) : unit with { Manifests = rendered.Manifests, Gaps = [NotThere(metadata), .. rendered.Unset] };
        }
        catch (Exception error) when (missing > 0 && error is ValuesSchemaException or TemplateException)
        {
            return unit with { Gaps = [NotThere(metadata)] };
        }
        catch (ValuesSchemaException error)
        {
            return NotRendered(unit, failures.OfSchema(error));
        }
        catch (TemplateException error)
        {
            return NotRendered(unit, [failures.OfTemplate(error, chart)]);
        }
    }

    // Helm without a cluster knows no kinds and no aggregated APIs, and a template that asks for one of these falls back to what no cluster has.
    private static IReadOnlyList<string> OfEveryCluster(string? version) =>
        ["apiregistration.k8s.io/v1", .. ApiTable.ServedIn(version is not null && KubernetesVersion.TryParse(version.TrimStart('v'), out var known) ? known : null)];

    // What is declared of the cluster of today, less what a later version takes away and with what it adds.
    private static IReadOnlyList<string> Moved(IReadOnlyList<string> declared, IReadOnlyList<string> today, IReadOnlyList<string> later) =>
        [.. declared.Except(today.Except(later)), .. later.Except(today)];

    private static UnitGap NotThere(SourceText metadata) => new(metadata.Span(0, 0), "dependencies of the chart are not in charts/");

    private static RenderedUnit Linted(RenderedRelease release, RenderedUnit unit) => unit with { Manifests = release.Manifests, Problems = [.. ChartChecks.Of(release)] };

    private static RenderedUnit NotRendered(RenderedUnit unit, IReadOnlyList<ChartProblem> problems) =>
        unit with { Gaps = [new UnitGap(problems[0].Span, "the chart does not render")], Problems = problems };

    // What this rendering is about: the files that override, or the chart's own; of an application all that it names.
    private IReadOnlyList<YamlMapping> OwnValues(ChartRelease release)
    {
        string[] own = [release.Folder + "values.yaml"];
        IEnumerable<SourceText?> files = release.Request is { } request ? [.. own.Select(Known), .. request.Values.Select(v => v.File)]
            : (release.Values.Count > 0 ? release.Values : own).Select(Known);
        var roots = files.OfType<SourceText>().Select(f => YamlReader.Read(TextSlice.Whole(f)).Root);
        return [.. roots.Concat(release.Request?.Values.Select(v => v.Node) ?? []).OfType<YamlMapping>()];

        SourceText? Known(string path) => _input.Files.TryGetValue(path, out var file) ? file : null;
    }

    // Only another file overrides them.
    private YamlNode? Defaults(ChartRelease release) =>
        (release.Values.Count > 0 || release.Request is not null) && _input.Files.TryGetValue(release.Folder + "values.yaml", out var file) ? YamlReader.Read(TextSlice.Whole(file)).Root : null;

    private GoMap User(ChartRelease release)
    {
        var user = GoMap.New();
        if (release.Request is { } request)
        {
            foreach (var layer in request.Values)
            {
                Add(user, layer);
            }

            return user;
        }

        ValuesFile.Merge(user, _input.Named ?? GoMap.New());
        foreach (var path in release.Values)
        {
            ValuesFile.Merge(user, ValuesFile.ReadUser(Find(path) ?? throw new ChartException("open " + path + ": no such file or directory"), Settings.Helm));
        }

        foreach (var assignment in release.Declaration?.Set ?? [])
        {
            SetParser.Assign(user, assignment, SetKind.Typed);
        }

        return user;
    }

    private static void Add(GoMap user, ValuesLayer layer)
    {
        if (layer.Parameter is { } parameter)
        {
            // A comma separates assignments unless it stands in a list.
            var written = parameter.Value.Value;
            var value = written.StartsWith("{", StringComparison.Ordinal) ? written : written.Replace("\\,", ",").Replace(",", "\\,");
            SetParser.Assign(user, parameter.Name.Value + "=" + value, parameter.IsText ? SetKind.Text : SetKind.Typed, place: parameter.Value.Span);
        }
        else
        {
            ValuesFile.Merge(user, layer.File is { } file ? ValuesFile.ReadUser(file, Settings.Helm) : ValuesFile.Of(layer.Node!));
        }
    }

    private string[] Contributing(ChartRelease release) =>
        [.. _input.Files.Keys.Where(p => release.Values.Contains(p) || (p.StartsWith(release.Folder, StringComparison.Ordinal) && IsPart(p.Substring(release.Folder.Length))))];

    private static bool IsPart(string name) =>
        name is "values.yaml" or ChartInput.MetadataName || name.StartsWith("templates/", StringComparison.Ordinal) || name.StartsWith("charts/", StringComparison.Ordinal);
}
