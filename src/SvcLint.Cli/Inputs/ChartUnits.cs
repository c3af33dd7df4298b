using SvcLint.Charts;
using SvcLint.Charts.Templates;
using SvcLint.Charts.Units;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Rules.Input;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>
/// Renders the charts among the input: each once with its default values, once with each values file of <c>ci/</c>, and once with each that lies
/// beside for an environment. A chart within another one's <c>charts/</c> is rendered with that.
/// </summary>
internal sealed class ChartUnits
{
    private const string MetadataName = "Chart.yaml";

    // A lint run looks at many charts; none of them may take it over.
    private static readonly RenderSettings Settings = new() { MaxSteps = 3_000_000, MaxOutput = 64 << 20 };

    private readonly InputRoot _root;
    private readonly Dictionary<string, SourceText> _files;
    private readonly bool _isChanged;
    private readonly string? _version;

    private readonly LintConfiguration _configuration;
    private readonly GoMap? _named;

    private ChartUnits(InputRoot root, IReadOnlyList<ParsedFile> files, bool isChanged, LintOptions options, GoMap? named)
    {
        _root = root;
        _files = files.ToDictionary(f => f.Path, f => f.Source, StringComparer.Ordinal);
        _isChanged = isChanged;
        _version = options.KubernetesVersion?.ToString();
        _configuration = options.Configuration;
        _named = named;
    }

    /// <param name="root">What paths are relative to.</param>
    /// <param name="files">The input.</param>
    /// <param name="isChanged">Whether the texts of the input differ from those on disk, and count.</param>
    /// <param name="options">The configuration and the cluster's version.</param>
    /// <param name="named">Values that the command line names; they replace the values files beside the charts.</param>
    public static IReadOnlyList<RenderedUnit> Render(InputRoot root, IReadOnlyList<ParsedFile> files, bool isChanged, LintOptions options, GoMap? named) =>
        new ChartUnits(root, files, isChanged, options, named).Render();

    /// <summary>True when there is a chart: a run without one loads nothing of the engine.</summary>
    public static bool Any(IReadOnlyList<ParsedFile> files) => files.Any(f => IsMetadata(f.Path));

    private static bool IsMetadata(string path) => path == MetadataName || path.EndsWith("/" + MetadataName, StringComparison.Ordinal);

    private IReadOnlyList<RenderedUnit> Render()
    {
        var folders = _files.Keys.Where(IsMetadata).Select(p => p[..^MetadataName.Length]).Order(StringComparer.Ordinal).ToArray();
        var charts = folders.Where(f => !folders.Any(outer => outer != f && f.StartsWith(outer + "charts/", StringComparison.Ordinal)));
        var wanted = charts.SelectMany(Releases).ToArray();
        var units = new RenderedUnit?[wanted.Length];
        Parallel.For(0, wanted.Length, i => units[i] = Stack.Run(() => Render(wanted[i])));
        return [.. units.OfType<RenderedUnit>()];
    }

    private IEnumerable<ChartRelease> Releases(string folder)
    {
        if (_named is not null)
        {
            return [new ChartRelease(folder, "command line", [], null)];
        }

        var prefix = _configuration.Folder.Length > 0 ? _configuration.Folder + "/" : "";
        var declared = _configuration.Charts.Where(c => prefix + (c.Path is "." ? "" : c.Path + "/") == folder).ToArray();
        return declared.Length > 0
            ? declared.Select(d => new ChartRelease(folder, d.Release ?? (d.Values.Count > 0 ? string.Join(", ", d.Values) : null), [.. d.Values.Select(v => prefix + v)], d))
            : ValuesFiles(folder).Select(v => new ChartRelease(folder, v?[folder.Length..], v is null ? [] : [v], null));
    }

    // The defaults first; then what is meant to override them.
    private IEnumerable<string?> ValuesFiles(string folder)
    {
        yield return null;
        foreach (var path in _files.Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var name = path[folder.Length..];
            var isYaml = name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal);
            var slash = name.IndexOf('/');
            var isForEnvironment = slash < 0
                ? name.StartsWith("values-", StringComparison.Ordinal) || name.StartsWith("values.", StringComparison.Ordinal) && name is not ("values.yaml" or "values.yml")
                : name.IndexOf('/', slash + 1) < 0 && (name.StartsWith("values/", StringComparison.Ordinal) || (name.StartsWith("ci/", StringComparison.Ordinal) && name.EndsWith("-values.yaml", StringComparison.Ordinal)));
            if (isYaml && isForEnvironment)
            {
                yield return path;
            }
        }
    }

    private RenderedUnit? Render(ChartRelease wanted)
    {
        var warnings = new List<string>();
        var folder = wanted.Folder;
        var values = wanted.Values.Count == 1 && _files.ContainsKey(wanted.Values[0]) ? wanted.Values[0] : null;
        var metadata = _files[folder + MetadataName];
        var name = folder.Length == 0 ? Path.GetFileName(_root.Folder.TrimEnd('/')) : folder.TrimEnd('/');
        name = wanted.Title is null ? name : $"{name} ({wanted.Title})";
        try
        {
            var full = _root.Absolute(folder.Length == 0 ? "." : folder);
            var chart = ChartFolder.Load(full, _root.Opener, folder, new ChartLoader(Settings.Helm, warnings), _isChanged ? Changed : null);
            if (chart.IsLibrary)
            {
                return null;
            }

            var user = User(wanted);
            var release = new ReleaseOptions
            {
                Name = wanted.Declaration?.Release ?? chart.Name,
                Namespace = wanted.Declaration?.Namespace ?? "default",
                KubeVersion = wanted.Declaration?.KubernetesVersion ?? _version,
                ApiVersions = wanted.Declaration?.ApiVersions ?? [],
            };
            var paths = Templates(chart).ToDictionary(t => t.Name, t => t.File.Source, StringComparer.Ordinal);
            try
            {
                var rendered = ChartRenderer.Render(chart, user, release, Settings, warnings);
                paths = Templates(rendered.Chart).ToDictionary(t => t.Name, t => t.File.Source, StringComparer.Ordinal);
                var manifests = rendered.Templates.Where(t => IsManifest(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => RenderedTemplate.Read(paths.TryGetValue(t.Key, out var source) ? source.Path : t.Key, t.Value));
                return new RenderedUnit(name, [.. manifests], [], Contributing(folder, values)) { Problems = [.. Unread(folder, values, rendered.Chart, metadata)] };
            }
            catch (TemplateException error)
            {
                return NotRendered(name, folder, values, OfTemplate(error, paths, values, folder));
            }
        }
        catch (ChartException error)
        {
            // Dependencies are often fetched just before the installation: that they are missing is no mistake.
            return error.Message.Contains("missing in charts/", StringComparison.Ordinal)
                ? new RenderedUnit(name, [], [new UnitGap(metadata.Span(0, 0), "dependencies of the chart are not in charts/")], Contributing(folder, values))
                : NotRendered(name, folder, values, new ChartProblem(ChartNotRendered.Id, FirstLine(values is null ? metadata : _files[values]), Short(error.Message)));
        }
    }

    private GoMap User(ChartRelease wanted)
    {
        var user = GoMap.New();
        ValuesFile.Merge(user, _named ?? GoMap.New());
        foreach (var path in wanted.Values)
        {
            var source = _files.GetValueOrDefault(path) ?? FileBesideInput.Read(_root, path) ?? throw new ChartException("open " + path + ": no such file or directory");
            ValuesFile.Merge(user, ValuesFile.ReadUser(source, Settings.Helm));
        }

        foreach (var assignment in wanted.Declaration?.Set ?? [])
        {
            SetParser.Assign(user, assignment, SetKind.Typed);
        }

        return user;
    }

    private RenderedUnit NotRendered(string name, string folder, string? values, ChartProblem problem) =>
        new(name, [], [new UnitGap(problem.Span, "the chart does not render")], Contributing(folder, values)) { Problems = [problem] };

    private ChartProblem OfTemplate(TemplateException error, Dictionary<string, SourceText> templates, string? values, string folder)
    {
        // A string that tpl evaluates has no file of its own.
        var isFile = templates.TryGetValue(error.Template, out var template);
        var source = isFile ? _files.GetValueOrDefault(template!.Path, template) : _files[folder + MetadataName];
        var line = source.Lines.Line(isFile ? Math.Min(Math.Max(error.Line, 1), source.Lines.LineCount) - 1 : 0);
        var span = source.Span(line.Start, line.End);
        var asks = error.Message.StartsWith("execution error at (", StringComparison.Ordinal);
        var message = error.Message[(error.Message.LastIndexOf(asks ? "): " : ">: ", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..];
        return asks
            ? new ChartProblem(ChartNeedsValues.Id, span, Short("chart needs values: " + message.Trim()), values is null ? "lint it with a values file beside it, or name one under charts" : null)
            : new ChartProblem(ChartNotRendered.Id, span, Short("chart does not render: " + message.Trim()));
    }

    private IEnumerable<ChartProblem> Unread(string folder, string? values, Chart chart, SourceText metadata)
    {
        var own = values is null ? _files.GetValueOrDefault(folder + "values.yaml") : _files[values];
        return own is null ? [] : UnreadValues.Find(chart, metadata, [own]);
    }

    private static SourceSpan FirstLine(SourceText source)
    {
        var line = source.Lines.Line(0);
        return source.Span(line.Start, line.End);
    }

    private static string Short(string message)
    {
        const int Longest = 138;
        var line = message.Replace('\r', ' ').Replace('\n', ' ').Trim().TrimEnd('.');
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }

    private byte[]? Changed(string path) => _files.TryGetValue(path, out var source) && source.InvalidAt is null ? source.ToBytes(source.Content) : null;

    private string[] Contributing(string folder, string? values) =>
        [.. _files.Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal) && (p == values || p == folder + "values.yaml" || p == folder + MetadataName
            || p.StartsWith(folder + "templates/", StringComparison.Ordinal) || p.StartsWith(folder + "charts/", StringComparison.Ordinal)))];

    // Names as the engine has them, and the files that they are.
    private static IEnumerable<(string Name, ChartFile File)> Templates(Chart chart) =>
        chart.Templates.Select(t => (chart.FullPath + "/" + t.Name, t)).Concat(chart.Dependencies.SelectMany(Templates));

    private static bool IsManifest(string name) => !name.EndsWith("/NOTES.txt", StringComparison.Ordinal);

    /// <param name="Folder">The chart's folder: empty or ends with a slash.</param>
    /// <param name="Title">What tells this rendering from others of the chart.</param>
    /// <param name="Values">Paths of values files; later ones win.</param>
    /// <param name="Declaration">What the configuration says of it.</param>
    private sealed record ChartRelease(string Folder, string? Title, IReadOnlyList<string> Values, ChartDeclaration? Declaration);
}
