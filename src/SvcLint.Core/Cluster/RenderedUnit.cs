using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>One template's output, read as a manifest, and where its text came from.</summary>
public sealed record RenderedManifest(ParsedFile File, RenderedText Text);

/// <summary>A chart rendered with one set of values: a unit whose manifests stand in no file.</summary>
/// <param name="Name">The chart's folder, with the values file where it is not the default.</param>
/// <param name="Manifests">Its templates' outputs.</param>
/// <param name="Gaps">What keeps it from being fully known.</param>
/// <param name="Files">The files that contribute: templates, values, Chart.yaml.</param>
public sealed record RenderedUnit(string Name, IReadOnlyList<RenderedManifest> Manifests, IReadOnlyList<UnitGap> Gaps, IReadOnlyList<string> Files)
{
    /// <summary>
    /// The namespace of a release that nobody names. Templates need one to render; what bears it counts as being in a namespace that is not
    /// declared.
    /// </summary>
    public const string UnknownNamespace = "release-namespace";

    /// <summary>The chart's own values, which others override.</summary>
    public YamlNode? Defaults { get; init; }

    /// <summary>What is wrong with the chart itself.</summary>
    public IReadOnlyList<ChartProblem> Problems { get; init; } = [];
}
