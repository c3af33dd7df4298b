using SvcLint.Charts.Templates;
using SvcLint.Cluster;
using SvcLint.Text;

namespace SvcLint.Charts.Units;

/// <summary>Renders the charts among the input, each as often as <see cref="ChartRelease.All"/> says.</summary>
public sealed class ChartUnits
{
    // A lint run looks at many charts; none of them may take it over.
    private static readonly RenderSettings Settings = new() { MaxSteps = 3_000_000, MaxOutput = 64 << 20 };

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

    private RenderedUnit? Render(ChartRelease release)
    {
        var folder = release.Folder;
        var metadata = _input.Files[folder + ChartInput.MetadataName];
        var name = folder.Length == 0 ? _input.RootName : folder.TrimEnd('/');
        var failures = new ChartFailure(metadata, release.Values.Count == 0 ? null : _input.Files.TryGetValue(release.Values[release.Values.Count - 1], out var last) ? last : null);
        var unit = new RenderedUnit(release.Title is null ? name : $"{name} ({release.Title})", [], [], Contributing(release));
        try
        {
            return Render(release, metadata, unit, failures);
        }
        catch (ChartException error)
        {
            // Dependencies are often fetched just before the installation: that they are missing is no mistake.
            return error.Message.IndexOf("missing in charts/", StringComparison.Ordinal) >= 0
                ? unit with { Gaps = [new UnitGap(metadata.Span(0, 0), "dependencies of the chart are not in charts/")] }
                : NotRendered(unit, [failures.OfChart(error)]);
        }
    }

    private RenderedUnit? Render(ChartRelease release, SourceText metadata, RenderedUnit unit, ChartFailure failures)
    {
        var warnings = new List<string>();
        var chart = _input.Load(release.Folder, new ChartLoader(Settings.Helm, warnings));
        if (chart.IsLibrary)
        {
            return null;
        }

        var declaration = release.Declaration;
        var options = new ReleaseOptions
        {
            Name = declaration?.Release ?? chart.Name,
            Namespace = declaration?.Namespace ?? RenderedUnit.UnknownNamespace,
            KubeVersion = declaration?.KubernetesVersion ?? _input.KubernetesVersion,
            ApiVersions = declaration?.ApiVersions ?? [],
        };
        var user = User(release);
        try
        {
            var rendered = ChartRenderer.Render(chart, user, options, Settings, warnings);
            return Linted(new RenderedRelease(rendered, metadata, OwnValues(release), declaration?.Release is not null), unit);
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

    private static RenderedUnit Linted(RenderedRelease release, RenderedUnit unit) => unit with { Manifests = release.Manifests, Problems = [.. ChartChecks.Of(release)] };

    private static RenderedUnit NotRendered(RenderedUnit unit, IReadOnlyList<ChartProblem> problems) =>
        unit with { Gaps = [new UnitGap(problems[0].Span, "the chart does not render")], Problems = problems };

    // What this rendering is about: the files that override, or the chart's own.
    private IReadOnlyList<SourceText> OwnValues(ChartRelease release)
    {
        IEnumerable<string> paths = release.Values.Count > 0 ? release.Values : [release.Folder + "values.yaml"];
        return [.. paths.Select(p => _input.Files.TryGetValue(p, out var file) ? file : null).OfType<SourceText>()];
    }

    private GoMap User(ChartRelease release)
    {
        var user = GoMap.New();
        ValuesFile.Merge(user, _input.Named ?? GoMap.New());
        foreach (var path in release.Values)
        {
            var source = (_input.Files.TryGetValue(path, out var file) ? file : _input.ReadFile(path)) ?? throw new ChartException("open " + path + ": no such file or directory");
            ValuesFile.Merge(user, ValuesFile.ReadUser(source, Settings.Helm));
        }

        foreach (var assignment in release.Declaration?.Set ?? [])
        {
            SetParser.Assign(user, assignment, SetKind.Typed);
        }

        return user;
    }

    private string[] Contributing(ChartRelease release) =>
        [.. _input.Files.Keys.Where(p => release.Values.Contains(p) || (p.StartsWith(release.Folder, StringComparison.Ordinal) && IsPart(p.Substring(release.Folder.Length))))];

    private static bool IsPart(string name) =>
        name is "values.yaml" or ChartInput.MetadataName || name.StartsWith("templates/", StringComparison.Ordinal) || name.StartsWith("charts/", StringComparison.Ordinal);
}
