using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>Values for a chart; later ones win. Exactly one of the three is there.</summary>
/// <param name="File">A file of values.</param>
/// <param name="Node">Values that an application holds.</param>
/// <param name="Parameter">One value.</param>
public sealed record ValuesLayer(SourceText? File, YamlMapping? Node = null, ReleaseParameter? Parameter = null);

/// <summary>One assignment, as <c>--set</c> and <c>--set-string</c> take it.</summary>
public sealed record ReleaseParameter(Located<string> Name, Located<string> Value, bool IsText);

/// <summary>A chart of the repository, and how an application installs it.</summary>
/// <param name="Unit">The unit's name.</param>
/// <param name="Folder">The chart's folder.</param>
/// <param name="Release">The release's name.</param>
/// <param name="Namespace">The release's namespace.</param>
/// <param name="Values">Beside the chart's own.</param>
/// <param name="KubernetesVersion">The cluster's version; null for the engine's own.</param>
public sealed record ReleaseRequest(string Unit, string Folder, string Release, string Namespace, IReadOnlyList<ValuesLayer> Values, string? KubernetesVersion)
{
    /// <summary>True when some of the values are not in the input.</summary>
    public bool LacksValues { get; init; }
}

/// <summary>Go's templates, for hosts that have the engine. Nothing of it is loaded before it is asked.</summary>
public interface IReleaseEngine
{
    /// <summary>Renders a chart; what is wrong with it is among the unit's problems.</summary>
    RenderedUnit Render(ReleaseRequest request);

    /// <summary>A text with its actions evaluated, or what is wrong with it; helmfile's functions are there where files can be read.</summary>
    (string? Text, string? Problem) Expand(string text, YamlMapping data, bool missingKeyIsError, Func<string, string?>? readFile = null);

    /// <summary>A file of helmfile with its actions evaluated; each piece knows where it comes from.</summary>
    (RenderedManifest? Manifest, string? Problem) Expand(SourceText file, YamlMapping data, Func<string, string?> readFile);
}
