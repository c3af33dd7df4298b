using System.Collections.Concurrent;
using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>The input as clusters of other versions get it, for charts that ask for the version. Each is made when it is first asked for.</summary>
/// <param name="today">As the clusters get it now.</param>
/// <param name="build">Makes that of a version.</param>
internal sealed class VersionedInputs(VersionedInput today, Func<KubernetesVersion, VersionedInput> build)
{
    private readonly ConcurrentDictionary<KubernetesVersion, Lazy<VersionedInput>> _inputs = new();

    public VersionedInput Today { get; } = today;

    /// <summary>What was rendered for other versions so far.</summary>
    public IEnumerable<RenderedUnit> Rendered => _inputs.Values.SelectMany(i => i.Value.Rendered);

    public VersionedInput At(KubernetesVersion version) => _inputs.GetOrAdd(version, v => new Lazy<VersionedInput>(() => build(v))).Value;
}

/// <summary>The input as clusters of one version get it.</summary>
internal sealed class VersionedInput
{
    private readonly Dictionary<(UnitKind, string), DeploymentUnit> _units = [];
    private readonly Dictionary<string, RenderedUnit> _rendered = new(StringComparer.Ordinal);
    private readonly Dictionary<SourceText, RenderedText> _texts = [];

    public VersionedInput(Repository repository, IReadOnlyList<RenderedUnit> rendered)
    {
        Repository = repository;
        Rendered = rendered;
        foreach (var unit in repository.Units)
        {
            _units[(unit.Kind, unit.Name)] = unit;
        }

        foreach (var chart in rendered)
        {
            _rendered[chart.Name] = chart;
            foreach (var manifest in chart.Manifests)
            {
                _texts[manifest.Text.Source] = manifest.Text;
            }
        }
    }

    public Repository Repository { get; }

    public IReadOnlyList<RenderedUnit> Rendered { get; }

    /// <summary>The unit that is another version's; that one itself where this input has none.</summary>
    public DeploymentUnit UnitLike(DeploymentUnit unit) => _units.TryGetValue((unit.Kind, unit.Name), out var own) ? own : unit;

    /// <summary>The chart of which a unit is; null for one of plain manifests.</summary>
    public RenderedUnit? ChartOf(DeploymentUnit unit) => _rendered.TryGetValue(unit.Name, out var chart) ? chart : null;

    /// <summary>Where a person would change what stands there.</summary>
    public SourceSpan Origin(SourceSpan span) => _texts.TryGetValue(span.Source, out var text) && text.Locate(span.Range) is { } place ? place.Span : span;
}
