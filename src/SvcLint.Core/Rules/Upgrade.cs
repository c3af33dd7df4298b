using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>A cluster's move to a later version of Kubernetes.</summary>
public sealed class Upgrade
{
    private readonly RuleContext _now;
    private readonly Dictionary<KubernetesVersion, RuleContext> _contexts = [];
    private IReadOnlyList<(KubernetesVersion Since, Finding Finding)>? _newFindings;

    internal Upgrade(RuleContext now, KubernetesVersion from, KubernetesVersion to)
    {
        _now = now;
        From = from;
        To = to;
        Released = [.. KubernetesVersion.Supported.Where(v => v > from && v <= to)];
    }

    /// <summary>The version as it is.</summary>
    public KubernetesVersion From { get; }

    /// <summary>The version to come; what is announced for one that is not released yet counts as planned.</summary>
    public KubernetesVersion To { get; }

    /// <summary>The versions on the way that are known, oldest first, the last one included.</summary>
    public IReadOnlyList<KubernetesVersion> Released { get; }

    /// <summary>The unit in the last version on the way that is known.</summary>
    public RuleContext Arrived => Released.Count == 0 ? _now : At(Released[Released.Count - 1]);

    /// <summary>What other rules find on the way and do not find today, each with the first version in which they do.</summary>
    public IReadOnlyList<(KubernetesVersion Since, Finding Finding)> NewFindings => _newFindings ??= Compare();

    /// <summary>True when the version comes on the way.</summary>
    public bool Crosses(KubernetesVersion version) => From < version && version <= To;

    /// <summary>The same unit in a cluster of another version.</summary>
    public RuleContext At(KubernetesVersion version)
    {
        if (!_contexts.TryGetValue(version, out var context))
        {
            _contexts.Add(version, context = _now.In(version));
        }

        return context;
    }

    /// <summary>kube-proxy of a release with the objects of another version: what a chart writes otherwise for each is no change of kube-proxy.</summary>
    public ClusterProxy? Proxy(KubernetesVersion release, KubernetesVersion given) =>
        _now.Inputs is not null && given != release ? At(given).Unchanged(release).Proxy : release == From ? _now.Proxy : At(release).Proxy;

    private List<(KubernetesVersion Since, Finding Finding)> Compare()
    {
        var found = new List<(KubernetesVersion Since, Finding Finding)>();
        // A chart that does not render today would be new as a whole.
        if (Released.Count == 0 || (_now.Input?.ChartOf(_now.Unit) is { Manifests.Count: 0, Problems.Count: > 0 }))
        {
            return found;
        }

        var known = new HashSet<Key>(Findings(_now).Select(f => f.Key));
        var after = Findings(Arrived);
        if (after.TrueForAll(f => known.Contains(f.Key)))
        {
            return found;
        }

        // What to do about it is what the version asks for that the cluster arrives at.
        var arrived = after.GroupBy(f => f.Key).ToDictionary(g => g.Key, g => g.First().Finding);
        // What only versions in between find is over then.
        var lasting = new HashSet<(string Rule, string Path, int Line)>(after.Select(f => f.Key.OnLine));
        var places = new List<Place>();
        var refused = new HashSet<Place>();
        foreach (var version in Released)
        {
            foreach (var (finding, key) in version == Released[Released.Count - 1] ? after : Findings(At(version)))
            {
                if (!known.Add(key) || !lasting.Contains(key.OnLine))
                {
                    continue;
                }

                found.Add((version, arrived.TryGetValue(key, out var last) ? AsOf(finding, version, last) : finding));
                places.Add(key.Place);
                if (finding.Api is { Type: not "Warning" })
                {
                    refused.Add(key.Place);
                }
            }
        }

        // A warning of what is refused later says nothing more.
        return [.. found.Where((f, i) => f.Finding.Api is not { Type: "Warning" } || !refused.Contains(places[i]))];
    }

    // A message that names its version stays that of the first one.
    private static Finding AsOf(Finding first, KubernetesVersion version, Finding last) =>
        first.NamedVersion == version ? first with { Help = last.Help ?? first.Help } : first with { Message = last.Message, Help = last.Help ?? first.Help, Fixes = last.Fixes };

    private static List<(Finding Finding, Key Key)> Findings(RuleContext context) =>
        [.. OfChart(context).Concat(RuleCatalog.All.Where(r => r is not (UpdateRule or FileRule or RepositoryRule or MigrationRule or UpgradeRule or LinterRule)).SelectMany(r => r.Check(context)))
            .Select(f => (f, KeyOf(f, context.Input?.Origin(f.Span) ?? f.Span)))];

    private static IEnumerable<Finding> OfChart(RuleContext context) =>
        context.Input?.ChartOf(context.Unit) is not { } chart ? []
        : ChartRule.Of(chart, RuleCatalog.All).Concat(chart.Manifests.SelectMany(m => RuleCatalog.All.OfType<FileRule>().SelectMany(r => r.Check(m.File))));

    // What works today, though not well, and stops working later is news.
    private static Key KeyOf(Finding finding, SourceSpan origin) =>
        new(finding.Rule.Id, new Place(origin.Source.Path, origin.Range, origin.StartPosition.Line), finding.Severity == Severity.Error || finding.Api is { Type: not "Warning" });

    // In the files: what charts render is another text for each version.
    private readonly record struct Place(string Path, TextSpan Range, int Line);

    private readonly record struct Key(string Rule, Place Place, bool IsError)
    {
        public (string Rule, string Path, int Line) OnLine => (Rule, Place.Path, Place.Line);
    }
}
