using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>What a chart renders to: every template's text with its origins, before documents are split, sorted or dropped.</summary>
/// <param name="Chart">The chart as its dependencies left it.</param>
/// <param name="Templates">Texts by template name (<c>chart/templates/x.yaml</c>).</param>
/// <param name="Values">The values that templates saw.</param>
public sealed record RenderedChart(Chart Chart, IReadOnlyDictionary<string, GoString> Templates, GoMap Values)
{
    /// <summary>Keys of values that nobody set and that templates show: see <see cref="RenderSettings.IsUnsetUnknown"/>.</summary>
    public IReadOnlyList<Origin> Unset { get; init; } = [];
}

/// <summary>Renders a chart as <c>helm template</c> does. Throws <see cref="ChartException"/> and <see cref="TemplateException"/> in Helm's words.</summary>
public static class ChartRenderer
{
    /// <param name="chart">A chart of its own for this call: dependencies change it.</param>
    /// <param name="values">The user's values, files and sets put together.</param>
    /// <param name="options">The release.</param>
    /// <param name="settings">Bounds and variants of the run.</param>
    /// <param name="warnings">Takes what Helm would log.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static RenderedChart Render(Chart chart, GoMap values, ReleaseOptions options, RenderSettings settings, List<string> warnings, CancellationToken cancellation = default)
    {
        void Warn(string message) => warnings.Add(message);
        var capabilities = Capabilities.Of(options.KubeVersion, options.ApiVersions);
        ChartDependencies.CheckPresent(chart);
        new ChartDependencies(settings.Helm, Warn).Process(chart, values);
        if (chart.Metadata.KubeVersion.Length > 0 && !capabilities.Admits(chart.Metadata.KubeVersion))
        {
            throw new ChartException("chart requires kubeVersion: " + chart.Metadata.KubeVersion + " which is incompatible with Kubernetes " + capabilities.KubeVersion);
        }

        var combined = new ChartValues(settings.Helm, Warn).Coalesce(chart, values);
        if (!options.SkipSchema)
        {
            ValuesSchema.Check(chart, combined);
        }

        var execution = new Execution(settings, cancellation);
        try
        {
            return new RenderedChart(chart, RenderAll(chart, combined, options, capabilities, execution), combined) { Unset = execution.Unset };
        }
        finally
        {
            warnings.AddRange(execution.Warnings);
        }
    }

    private static Dictionary<string, GoString> RenderAll(Chart chart, GoMap values, ReleaseOptions options, Capabilities capabilities, Execution execution)
    {
        var helm = execution.Settings.Helm;
        var templates = new Dictionary<string, (ChartFile File, GoMap Scope, string BasePath)>(StringComparer.Ordinal);
        var top = new GoMap(BuiltinObjects.Values(helm), origin: Origin.Literal);
        top.Set("Release", BuiltinObjects.Release(options));
        top.Set("Capabilities", BuiltinObjects.OfCapabilities(capabilities, helm));
        top.Set("Values", values.As(BuiltinObjects.Values(helm)));
        Gather(chart, top, helm, templates);
        var order = TemplateOrder.Sort(templates.Keys);
        var renderer = new Renderer(HelmFunctions.Table(helm), execution);
        foreach (var name in order)
        {
            renderer.Parse(TemplateText.OfFile(name, templates[name].File.Source));
        }

        var rendered = new Dictionary<string, GoString>(StringComparer.Ordinal);
        foreach (var name in order)
        {
            if (PathFunctions.Base(name).StartsWith("_", StringComparison.Ordinal))
            {
                continue;
            }

            var (_, scope, basePath) = templates[name];
            var template = new GoMap(BuiltinObjects.Values(helm), origin: Origin.Literal);
            template.Set("Name", new GoString(name, Origin.Literal));
            template.Set("BasePath", new GoString(basePath, Origin.Literal));
            scope.Set("Template", template);
            rendered[name] = renderer.Render(name, scope);
        }

        return rendered;
    }

    private static GoMap Gather(Chart chart, GoMap outer, int helm, Dictionary<string, (ChartFile, GoMap, string)> templates)
    {
        var type = BuiltinObjects.Values(helm);
        var scope = new GoMap(type, origin: Origin.Literal);
        var children = GoMap.New();
        scope.Set("Chart", BuiltinObjects.OfChart(chart, helm));
        scope.Set("Files", FilesObject.Of(chart));
        scope.Set("Release", outer["Release"]!);
        scope.Set("Capabilities", outer["Capabilities"]!);
        scope.Set("Subcharts", children);
        scope.Set("Values", chart.IsRoot ? outer["Values"]!
            : outer["Values"] is GoMap values && values[chart.Name] is GoMap own ? own.As(type)
            : new GoMap(type, origin: Origin.Literal));
        foreach (var child in chart.Dependencies)
        {
            children.Set(child.Name, Gather(child, scope, helm, templates).As(GoType.Map));
        }

        var path = chart.FullPath;
        foreach (var file in chart.Templates)
        {
            if (!chart.IsLibrary || PathFunctions.Base(file.Name).StartsWith("_", StringComparison.Ordinal))
            {
                templates[path + "/" + file.Name] = (file, scope, path + "/templates");
            }
        }

        return scope;
    }
}
